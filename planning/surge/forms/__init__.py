"""Scheduling problems and their solutions as files, in the form that the schema beside states."""
