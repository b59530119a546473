"""Procedure profiles: the versioned rules of a partnership."""
