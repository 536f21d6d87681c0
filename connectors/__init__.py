"""A source in, canonical records out: one kind of source per file."""
