"""Finds a schedule for a surge of meetings, and proves how far it is from the best there is."""
