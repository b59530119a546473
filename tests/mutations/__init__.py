"""Taking the gate's checks out one at a time: each time some test must fail."""
