"""What people see of capacity, and what the gate asks."""

from planning.capacity.queries.over import over_commitments

__all__ = ["over_commitments"]
