"""Pages of victim support."""
