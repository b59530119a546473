"""What people say by calendar mail: what is applied by itself, and what waits for a person."""
