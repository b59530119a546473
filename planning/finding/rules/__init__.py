"""What makes a slot, and which one is better."""
