"""Official texts from the government's own servers into the library: found, fetched, checked and only then added.

Nothing goes out but the id of a text and, to the search service, the date that is asked for.
"""
