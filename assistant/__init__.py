"""Question -> evidence -> verified answer; the command line, the page and the LlamaIndex query engine."""
