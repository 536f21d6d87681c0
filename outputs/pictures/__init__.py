"""The pictures beside the map: one a file, each with its definition, its n and its table."""
