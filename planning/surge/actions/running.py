"""A run as the worker does it: each step in the owner's name, so behind the owner's walls."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.surge.rules.asked import Answer, Asked
from planning.surge.rules.batches import RunKind
from planning.transactions import execute, fetch_one, fetch_value, to_json, transaction

_TAKE = """
update surge_run set state = 'running', started_at = $2
where id = $1 and state in ('queued', 'running') and not stop_asked
returning kind, seconds, asked
"""
_GIVE_UP = """
update surge_run set state = 'stopped', ended_at = $2
where id = $1 and state in ('queued', 'running') and stop_asked
"""
_NOTE = """
update surge_run set spent_seconds = $2, stage = coalesce($3, stage),
    answer = coalesce($4::jsonb, answer)
where id = $1 and state = 'running' returning not stop_asked
"""
_END = """
update surge_run set ended_at = $2, spent_seconds = coalesce($3, spent_seconds),
    answer = coalesce($4::jsonb, answer),
    state = case when $5 and stop_asked then 'stopped' when $5 then 'done' else 'failed' end
where id = $1 and state = 'running' returning id
"""


class Taken(msgspec.Struct, frozen=True):
    """What the worker is to solve."""

    kind: RunKind
    seconds: int
    asked: Asked


class Step(msgspec.Struct, frozen=True):
    """How far a search is; `answer` only when it is better than the one told before."""

    spent_seconds: int
    stage: str | None = None
    answer: Answer | None = None


async def take_run(*, run_id: UUID, owner_id: UUID, now: datetime) -> Taken | None:
    """Begin a run, or begin it again; `None` when it ended, was stopped or cannot be seen."""
    async with transaction(owner_id):
        await execute(_GIVE_UP, run_id, now)
        return await fetch_one(Taken, _TAKE, run_id, now)


async def note_step(*, run_id: UUID, owner_id: UUID, step: Step) -> bool:
    """Keep what is known so far; whether to go on."""
    async with transaction(owner_id):
        return bool(
            await fetch_value(
                _NOTE, run_id, step.spent_seconds, step.stage,
                to_json(step.answer) if step.answer else None,
            )
        )  # fmt: skip


async def end_run(
    *,
    run_id: UUID,
    owner_id: UUID,
    spent_seconds: int | None,
    answer: Answer | None,
    found: bool,
    now: datetime,
) -> None:
    """Keep the last answer; a run that `found` none for a fault of its own has failed."""
    async with transaction(owner_id):
        await fetch_value(
            _END, run_id, now, spent_seconds, to_json(answer) if answer else None, found
        )
