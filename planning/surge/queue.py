"""How acts have the worker solve: given by the service, which alone knows the queue."""

from typing import Protocol
from uuid import UUID


class QueueRun(Protocol):
    """Queues a run in the current transaction; it starts after the commit."""

    async def __call__(self, *, run_id: UUID, owner_id: UUID) -> None:
        """Nothing is queued when the transaction is rolled back."""
        ...
