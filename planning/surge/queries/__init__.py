"""What schedulers see of waiting meetings and their batches, and what a surge is forecast to be."""

from planning.surge.queries.batches import batch, batches, run
from planning.surge.queries.waiting import waiting

__all__ = ["batch", "batches", "run", "waiting"]
