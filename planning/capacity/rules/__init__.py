"""Weeks and what they hold, what is declared, and how to fill a shortfall."""
