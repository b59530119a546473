"""Asking what would be if, for every change at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.errors import Blocker, block_if
from planning.people.rules import Actor
from planning.surge.actions.asking import ask_run
from planning.surge.queue import QueueRun
from planning.surge.rules.what_if import WhatIf
from planning.transactions import transaction

ALL_KNOWN = Blocker("All of this has been worked out already.", "seconds")


async def compare(
    *,
    batch_id: UUID,
    sides: Sequence[WhatIf | None],
    seconds: int,
    actor: Actor,
    now: datetime,
    queue: QueueRun,
) -> list[UUID]:
    """Have each side worked out, all or none; the runs. None of the sides is the batch as it is.

    Raises as `ask_run` does, and `Blocked` when there is nothing to ask.
    """
    block_if([] if sides else [ALL_KNOWN])
    async with transaction(actor.person_id):
        return [
            await ask_run(
                batch_id=batch_id,
                seconds=seconds,
                what_if=side,
                actor=actor,
                now=now,
                queue=queue,
            )
            for side in sides
        ]
