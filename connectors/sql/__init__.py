"""Databases (kind sql)."""
