"""The groups that steer an operation, their meetings, and what their people declare."""
