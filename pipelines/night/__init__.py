"""The night: its parts as plain functions."""
