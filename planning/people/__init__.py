"""Agencies, the people who work for them, their roles, and who may sign for an agency."""
