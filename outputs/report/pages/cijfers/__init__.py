"""The page of all figures."""
