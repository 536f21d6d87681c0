"""The page of pictures."""
