"""The night, its store, its schedule and the command line: knows everybody, is known by nobody."""
