"""The live map: laid out here, and brought to life in the page."""
