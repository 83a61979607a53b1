"""A language model may phrase what the evidence says. What it proposes is a draft, which ``assistant.verify`` trusts no further
than any other. Off by default; nothing here imports a library of a model before one is configured."""
