"""What may happen to a meeting, and what it needs."""
