"""Mail that did not arrive: who is told, and what may be done about it."""
