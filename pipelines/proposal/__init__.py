"""A config proposed from exports as they are: what each file and column is, with the reason and the doubt."""
