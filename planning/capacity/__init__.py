"""What agencies have, what their operations draw on, and how a shortfall could be filled."""
