"""Object-centric event logs (kind ocel)."""
