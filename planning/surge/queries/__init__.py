"""What schedulers see of waiting meetings and their batches."""

from planning.surge.queries.waiting import waiting

__all__ = ["waiting"]
