"""A partnership's past meetings, read from its own file: what would have been flagged, and when."""
