"""Need to know: compartments, memberships and conflicts of interest."""
