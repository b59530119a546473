"""What people see of capacity, and what the gate asks."""

from planning.capacity.queries.boards import agency_capacity, operation_capacity
from planning.capacity.queries.over import over_commitments

__all__ = ["agency_capacity", "operation_capacity", "over_commitments"]
