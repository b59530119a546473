"""Actions after their meeting: done, noted, handed over, given more time, withdrawn."""

from datetime import date, datetime, timedelta
from uuid import UUID

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.clock import end_of_day, london_date
from planning.errors import block_if
from planning.meetings.acting import (
    ActionRow,
    TrailLine,
    drop_heirs,
    leave_trail,
    lock_given,
)
from planning.meetings.rules.action import (
    ActionAct,
    Ended,
    Heir,
    done_faults,
    due_faults,
    heir_faults,
    said_faults,
)
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.transactions import execute, fetch_all, transaction

WHY = "Say why"


class _Heir(Heir, frozen=True, kw_only=True):
    email: str
    is_member: bool


_HEIR = """
select p.agency_id, coalesce(p.email, '') as email,
       exists (select from conflict_block b
               where b.compartment_id = $2 and b.person_id = p.id
                 and b.lifted_at is null) as in_conflict,
       exists (select from membership m
               where m.compartment_id = $2 and m.person_id = p.id and m.ended_at is null
                 and (m.until_at is null or m.until_at > $3)) as is_member
from (select $1::uuid as id) asked
left join person p on p.id = asked.id and p.closed_at is null
"""

_END = """
update meeting_action
set ended = $2, ended_at = $3, ended_note = $4, done_on = $5, version = version + 1
where id = $1
"""


async def complete_action(
    *, action_id: UUID, evidence: str, done_on: date | None = None, actor: Actor, now: datetime
) -> None:
    """Say that an action is done, with its evidence and, if it was another day, on which.

    Its owner may, its chair, and who runs a later meeting of the same child. Raises `Blocked`.
    """
    async with transaction(actor.person_id):
        row = await lock_given(action_id, ActionAct.DONE, actor)
        block_if(done_faults(evidence, done_on, london_date(now)))
        await _end(row, Ended.DONE, evidence, done_on, actor=actor, now=now)


async def withdraw_action(*, action_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Take an action back for a reason; only its chair may."""
    async with transaction(actor.person_id):
        row = await lock_given(action_id, ActionAct.WITHDRAWN, actor)
        block_if(said_faults(reason, "reason", WHY))
        await _end(row, Ended.WITHDRAWN, reason, None, actor=actor, now=now)


async def note_action(*, action_id: UUID, note: str, actor: Actor, now: datetime) -> None:
    """Say how far an action is."""
    async with transaction(actor.person_id):
        row = await lock_given(action_id, ActionAct.NOTED, actor)
        block_if(said_faults(note, "note", "Say how far this is"))
        await leave_trail(row, ActionAct.NOTED, TrailLine(note.strip()), actor=actor, now=now)


async def move_action_due(
    *, action_id: UUID, due_on: date, reason: str, actor: Actor, now: datetime
) -> None:
    """Agree another due date; the old one stays in the trail. Only the chair may."""
    async with transaction(actor.person_id):
        row = await lock_given(action_id, ActionAct.DUE_MOVED, actor)
        faults = [*due_faults(due_on, london_date(now)), *said_faults(reason, "reason", WHY)]
        block_if(faults)
        await execute(
            "update meeting_action set due_on = $2, version = version + 1 where id = $1",
            action_id, due_on,
        )  # fmt: skip
        line = TrailLine(reason.strip(), old_due_on=row.due_on, new_due_on=due_on)
        await leave_trail(row, ActionAct.DUE_MOVED, line, actor=actor, now=now)


async def hand_over_action(
    *, action_id: UUID, to_id: UUID, reason: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Give an action to somebody else of the same agency, who may then know what it is about."""
    async with transaction(actor.person_id):
        row = await lock_given(action_id, ActionAct.HANDED_OVER, actor)
        [heir] = await fetch_all(_Heir, _HEIR, to_id, row.compartment_id, now)
        block_if(
            [
                *heir_faults(heir, row.agency_id, row.owner_id, to_id),
                *said_faults(reason, "reason", WHY),
            ]
        )
        await execute(
            "update meeting_action set owner_id = $2, version = version + 1 where id = $1",
            action_id, to_id,
        )  # fmt: skip
        line = TrailLine(reason.strip(), old_owner_id=row.owner_id, new_owner_id=to_id)
        await leave_trail(row, ActionAct.HANDED_OVER, line, actor=actor, now=now)
        await _let_know(row, to_id, heir, actor=actor, now=now)
        told = Notice(NoticeKind.ACTION_GIVEN, action_id, Recipient(to_id, heir.email), row.version)
        await enqueue([told], now=now)


async def _let_know(
    row: ActionRow, to_id: UUID, heir: _Heir, *, actor: Actor, now: datetime
) -> None:
    """As long as an invitation would: from its due date, or today when that has passed."""
    if heir.is_member:
        return
    days = (await current_profile(london_date(now))).profile.access.invitation_days_after_meeting
    last = max(row.due_on, london_date(now)) + timedelta(days=days)
    await let_in(
        grants=[Grant(row.compartment_id, to_id, "Has taken over an action", end_of_day(last))],
        granted_by=actor.person_id,
        now=now,
    )


async def _end(
    row: ActionRow, how: Ended, said: str, done_on: date | None, *, actor: Actor, now: datetime
) -> None:
    await execute(_END, row.id, how, now, said.strip(), done_on)
    await leave_trail(row, ActionAct(how), TrailLine(said.strip()), actor=actor, now=now)
    await drop_heirs([row.id], actor=actor, now=now)
