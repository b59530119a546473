"""Chains: one entry for each child at each meeting, and the drift that they show."""
