"""Mail that leaves: rendered when an act happens, delivered by the worker."""
