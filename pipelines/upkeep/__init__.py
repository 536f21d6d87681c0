"""What looks after a store and its runs between the nights."""
