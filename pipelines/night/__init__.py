"""A night: its parts, and `run_night`, which runs them."""
