"""Batches of waiting meetings in words."""
