"""Northborough: a synthetic partnership on the figures of the review (90 meetings, 27 children)."""
