"""From what stands in a file to canonical records."""
