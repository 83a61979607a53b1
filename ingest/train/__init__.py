"""Training of the domain embedder. Nothing here is needed to build or answer; torch is imported only here."""
