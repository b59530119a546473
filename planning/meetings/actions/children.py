"""Adding children to a meeting and taking them off, before it is closed."""

from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from planning.access.actions import end_invitations, let_in
from planning.errors import Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.inviting import to_change
from planning.meetings.reading import MeetingRow, lock_to_arrange
from planning.meetings.rules.changing import PeopleChange
from planning.meetings.rules.children import (
    ChildKnown,
    ChildrenChange,
    ChildrenToChange,
    children_blockers,
    recorded,
    there_for_all,
)
from planning.meetings.rules.inviting import invitation_grants, invited_until
from planning.meetings.rules.known import Conflict
from planning.meetings.rules.states import Act
from planning.meetings.tables import StrategyMeeting
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import execute, fetch_all, savepoint, to_json, transaction

_THERE = """
select mc.concern_id, mc.compartment_id, c.reference, c.name,
       mc.version > 1 or mc.outcome is not null as recorded
from meeting_child mc join child c on c.compartment_id = mc.compartment_id
where mc.meeting_id = $1
order by c.name, mc.id
"""

_JOINING = """
select k.id as concern_id, k.compartment_id, c.reference, c.name
from concern k join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where k.id = any($1) and k.closed_at is null
order by c.name, k.id for share of k
"""

_CONFLICTS = """
select person_id, compartment_id from conflict_block
where person_id = any($1) and compartment_id = any($2) and lifted_at is null
"""

_ADD = """
with joined as (
    insert into meeting_child (id, compartment_id, concern_id, meeting_compartment_id, meeting_id,
                               outcome_reason, version)
    select c.id, c.compartment_id, c.concern_id, $2, $1, '', 1
    from jsonb_to_recordset($3::jsonb) as c (id uuid, compartment_id uuid, concern_id uuid)
    returning id, compartment_id)
insert into attendee_child (attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
select a.id, joined.compartment_id, joined.id, $2
from joined, attendee a
where a.meeting_id = $1 and a.person_id = any($4) and a.removed_at is null
"""

_REMOVE = """
with gone as (
    delete from attendee_child t using meeting_child mc
    where mc.meeting_id = $1 and mc.concern_id = any($2) and t.meeting_child_id = mc.id)
delete from meeting_child where meeting_id = $1 and concern_id = any($2)
"""

# PostgreSQL 18 gives the refusal a name of its own.
_HELD = (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError)


async def change_children(
    *, meeting_id: UUID, change: ChildrenChange, version: int, actor: Actor, now: datetime
) -> None:
    """Add open concerns that the actor is in, and take children off of whom nothing is recorded.

    Whoever is there for all children is there for a new one too. Raises `NotAllowed` unless the
    actor is chair, convener or scheduler, `Stale` when `version` is not the current one,
    `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_arrange(meeting_id, Act.ARRANGE, actor)
        if meeting.version != version:
            raise Stale
        profile = (await profile_of(meeting.profile_version)).profile
        found = await _look(meeting, change)
        block_if(children_blockers(change, found, profile.kinds[meeting.kind]))
        until_at = invited_until(profile, meeting.ends_at, now)
        await _add(meeting, found, until_at, actor, now)
        await _remove(meeting, change, found, now)
        await StrategyMeeting.update(
            {
                StrategyMeeting.child_count: meeting.child_count
                + len(found.joining)
                - len(set(change.remove)),
                StrategyMeeting.version: version + 1,
            }
        ).where(StrategyMeeting.id == meeting_id)
        await record(_events(meeting, change, found), actor_id=actor.person_id, now=now)


async def _look(meeting: MeetingRow, change: ChildrenChange) -> ChildrenToChange:
    people = await to_change(meeting, PeopleChange())
    joining = await fetch_all(ChildKnown, _JOINING, change.add)
    return ChildrenToChange(
        child_count=meeting.child_count,
        there=await fetch_all(ChildKnown, _THERE, meeting.id),
        joining=joining,
        conflicts=await fetch_all(
            Conflict,
            _CONFLICTS,
            [person.person_id for person in people.attending],
            [child.compartment_id for child in joining],
        ),
        people=people,
    )


async def _add(
    meeting: MeetingRow, found: ChildrenToChange, until_at: datetime, actor: Actor, now: datetime
) -> None:
    if not found.joining:
        return
    everywhere = there_for_all(found)
    compartments = [child.compartment_id for child in found.joining]
    await let_in(
        grants=invitation_grants(
            reference=meeting.reference,
            meeting_compartment_id=meeting.compartment_id,
            until_at=until_at,
            children=dict.fromkeys(everywhere, compartments),
        ),
        granted_by=actor.person_id,
        now=now,
    )
    rows = [
        {"id": uuid4(), "compartment_id": one.compartment_id, "concern_id": one.concern_id}
        for one in found.joining
    ]
    await execute(_ADD, meeting.id, meeting.compartment_id, to_json(rows), everywhere)


async def _remove(
    meeting: MeetingRow, change: ChildrenChange, found: ChildrenToChange, now: datetime
) -> None:
    gone = [child for child in found.there if child.concern_id in change.remove]
    if not gone:
        return
    try:
        async with savepoint():
            await execute(_REMOVE, meeting.id, change.remove)
    except _HELD:
        block_if([recorded(child.name) for child in gone])
    people = [person.person_id for person in found.people.attending]
    await end_invitations(
        meeting_compartment_id=meeting.compartment_id,
        people={key: [child.compartment_id for child in gone] for key in people},
        now=now,
    )


def _events(meeting: MeetingRow, change: ChildrenChange, found: ChildrenToChange) -> list[Event]:
    """One in each child's own compartment: the meeting's own names no child."""
    parts = {
        "meeting.child_added": found.joining,
        "meeting.child_taken_off": [
            child for child in found.there if child.concern_id in change.remove
        ],
    }
    return [
        Event(act, "meeting", meeting.id, child.compartment_id, {"concern_id": child.concern_id})
        for act, children in parts.items()
        for child in children
    ]
