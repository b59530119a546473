"""Embedded PostgreSQL, roles, migrations, pool and the self-check at start."""
