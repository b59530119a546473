"""What schedulers see of waiting meetings and their batches, and what a surge is forecast to be."""

from planning.surge.queries.batches import batch, batches, run
from planning.surge.queries.waiting import WaitingNow, waiting, waiting_now

__all__ = ["WaitingNow", "batch", "batches", "run", "waiting", "waiting_now"]
