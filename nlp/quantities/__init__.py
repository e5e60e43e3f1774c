"""Numbers in a text, as typed quantities."""
