"""What must not be lost when processes, servers and the database fail."""
