"""The escalation ladder: somebody named must answer, and say whether the child is safe."""
