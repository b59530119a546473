"""Finding a time: ranked slots in which the people and places of a meeting are truly free."""
