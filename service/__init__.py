"""Delivery: turns HTTP, mail, clocks and commands into one planning call each."""
