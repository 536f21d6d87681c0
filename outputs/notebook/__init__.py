"""A run in a notebook: its tables as pandas frames, and maps that show themselves."""
