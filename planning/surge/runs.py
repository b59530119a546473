"""Runs as acts and views read them; inside an open transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.surge.forms.problem import Fixed, Problem
from planning.surge.reading import BatchRow, MeetingRow
from planning.surge.rules.batches import RunKind
from planning.surge.rules.grid import slot_of
from planning.surge.rules.showing import RunRow, is_stale
from planning.transactions import fetch_one

RUN = """
select id, batch_id, kind, what_if, state, rules, seconds, asked_at, spent_seconds, stop_asked,
       stage, asked, answer, confirmed_at
from surge_run r
"""


class RunOf(RunRow, frozen=True):
    """A run with the batch that it is of."""

    batch_id: UUID
    confirmed_at: datetime | None


async def run_of(run_id: UUID) -> RunOf | None:
    """One run; `None` for none that the actor can see."""
    return await fetch_one(RunOf, f"{RUN} where id = $1", run_id)


def stale(
    run: RunOf, row: BatchRow, meetings: Sequence[MeetingRow], absent_since: datetime | None
) -> bool:
    """Whether the batch has changed since the run was asked for; a re-plan is judged by itself."""
    later = absent_since is not None and absent_since > run.asked_at
    changed = run.rules != row.rules or later or _asks_otherwise(run, meetings)
    return changed and run.kind is not RunKind.REPLAN


def _asks_otherwise(run: RunOf, meetings: Sequence[MeetingRow]) -> bool:
    """What would be if is asked of other slots: there only the meetings are compared."""
    problem = run.asked.problem
    wanted = [one for one in meetings if one.wanted or one.meeting_id]
    if run.kind is RunKind.WHAT_IF:
        return {str(one.id) for one in wanted} != {one.id for one in problem.meetings}
    return is_stale(run, [_wish(one, problem) for one in wanted])


def _wish(one: MeetingRow, problem: Problem) -> tuple[str, str | None, Fixed | None]:
    slot = slot_of(problem.grid, one.pinned_at) if one.pinned_at else None
    room = str(one.pinned_room_id) if one.pinned_room_id else None
    return (
        str(one.id),
        one.site if one.site in problem.locations else None,
        None if slot is None else Fixed(slot, room),
    )
