"""Prefect flows, the command line and the settings: knows everybody, is known by nobody."""
