"""Tries the way of mail out and back, and says in words what is wrong."""
