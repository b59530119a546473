"""Calendar objects: one serialiser makes every one of them."""
