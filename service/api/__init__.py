"""The API under /api/v1: one module per area; JSON in, one planning call, JSON out."""
