"""Nested JSON (kind json)."""
