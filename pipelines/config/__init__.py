"""The config: the sections of the TOML file."""
