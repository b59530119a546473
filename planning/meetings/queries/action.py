"""Actions as people see them: one with its trail, and those that wait at a meeting."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.errors import NotFound
from planning.history.actions import record_read
from planning.meetings.acting import PART
from planning.meetings.rules.action import ActionAct, Ended, Part, is_late, may
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import Profile
from planning.transactions import fetch_all, fetch_one, transaction


class TrailSeen(msgspec.Struct, frozen=True):
    """One thing that happened to an action."""

    act: ActionAct
    by_name: str
    at: datetime
    note: str
    old_due_on: date | None
    new_due_on: date | None
    old_owner_name: str | None
    new_owner_name: str | None


class ActionSeen(msgspec.Struct, frozen=True):
    """An action that was given; of meeting and child, what the reader may know.

    `carried_often` says that it was carried over as often as the procedures find remarkable.
    """

    id: UUID
    what: str
    success_test: str
    meeting_id: UUID
    meeting_reference: str | None
    concern_id: UUID | None
    child_name: str | None
    owner_id: UUID
    owner_name: str
    agency_id: UUID
    agency_name: str
    due_on: date
    late: bool
    times_carried: int
    carried_often: bool
    carried_from_id: UUID | None
    carried_to_id: UUID | None
    given_at: datetime
    ended: Ended | None
    ended_at: datetime | None
    ended_note: str | None
    done_on: date | None
    may: list[ActionAct]
    trail: list[TrailSeen]
    version: int


class EarlierAction(msgspec.Struct, frozen=True):
    """An action of an earlier meeting that is open; `carried_to_id` is what carries it on here."""

    id: UUID
    concern_id: UUID
    what: str
    success_test: str
    owner_id: UUID
    owner_name: str
    owner_agency_name: str
    due_on: date
    late: bool
    times_carried: int
    carried_often: bool
    carried_to_id: UUID | None


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID
    what: str
    success_test: str
    meeting_id: UUID
    meeting_reference: str | None
    concern_id: UUID | None
    child_name: str | None
    owner_id: UUID
    owner_name: str
    agency_id: UUID
    agency_name: str
    due_on: date
    times_carried: int
    carried_from_id: UUID | None
    carried_to_id: UUID | None
    given_at: datetime
    ended: Ended | None
    ended_at: datetime | None
    ended_note: str | None
    done_on: date | None
    chairs: bool
    chairs_later: bool
    runs_later: bool
    version: int


class CarriedOften(msgspec.Struct, frozen=True):
    """How many open actions of a concern were carried over `times` times or more."""

    actions: int
    times: int


class _Count(msgspec.Struct, frozen=True):
    concern_id: UUID
    count: int


_ONE = f"""
select a.id, a.compartment_id, a.what, a.success_test, a.meeting_id,
       m.reference as meeting_reference, a.concern_id, c.name as child_name, a.owner_id,
       p.name as owner_name, a.agency_id, g.name as agency_name, a.due_on, a.times_carried,
       a.carried_from_id,
       (select h.id from meeting_action h
        where h.compartment_id = a.compartment_id and h.carried_from_id = a.id
          and h.given_at is not null) as carried_to_id,
       a.given_at, a.ended, a.ended_at, a.ended_note, a.done_on, a.version, {PART}
from meeting_action a
join person p on p.id = a.owner_id
join agency g on g.id = a.agency_id
left join strategy_meeting m on m.id = a.meeting_id
left join concern k on k.compartment_id = a.compartment_id and k.id = a.concern_id
left join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where a.id = $1 and a.given_at is not null
"""

_TRAIL = """
select e.act, b.name as by_name, e.at, e.note, e.old_due_on, e.new_due_on,
       o.name as old_owner_name, n.name as new_owner_name
from meeting_action_event e
join person b on b.id = e.by_id
left join person o on o.id = e.old_owner_id
left join person n on n.id = e.new_owner_id
where e.action_id = $1
order by e.at, e.id
"""

_EARLIER = """
select a.id, a.concern_id, a.what, a.success_test, a.owner_id, p.name as owner_name,
       g.name as owner_agency_name, a.due_on, a.due_on < $2 as late, a.times_carried,
       a.times_carried >= $3 as carried_often,
       (select h.id from meeting_action h
        where h.carried_from_id = a.id and h.meeting_id = $1 and h.ended is null) as carried_to_id
from meeting_child mc
join meeting_action a on a.concern_id = mc.concern_id
join person p on p.id = a.owner_id
join agency g on g.id = a.agency_id
where mc.meeting_id = $1 and a.meeting_id <> $1 and a.ended_at is null and a.given_at is not null
order by a.due_on, a.id
"""

_CARRIED_OFTEN = """
select a.concern_id, count(*) as count
from unnest($1::uuid[]) asked (id)
join meeting_action a on a.concern_id = asked.id
where a.ended_at is null and a.given_at is not null and a.times_carried >= $2
group by a.concern_id
"""


async def action(*, action_id: UUID, actor: Actor, now: datetime) -> ActionSeen:
    """One action with its trail; the reading is logged.

    Raises `NotFound`, also for drafts: they are nobody's yet.
    """
    today = london_date(now)
    async with transaction(actor.person_id):
        row = await fetch_one(_Row, _ONE, action_id, actor.person_id)
        if row is None:
            raise NotFound
        trail = await fetch_all(TrailSeen, _TRAIL, action_id)
        flag = (await current_profile(today)).profile.actions.carried_flag
        await record_read(
            subject_kind="action",
            subject_id=action_id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
    return _seen(row, trail, actor, today, flag)


async def earlier_actions(meeting_id: UUID, today: date, flag: int) -> list[EarlierAction]:
    """Open actions of earlier meetings of this one's children; inside an open transaction.

    `flag`: from how many times on one was carried often.
    """
    return await fetch_all(EarlierAction, _EARLIER, meeting_id, today, flag)


async def carried_actions(
    *, concern_ids: Sequence[UUID], actor: Actor, now: datetime, profile: Profile | None = None
) -> dict[UUID, CarriedOften]:
    """Of each concern, the open actions that were carried over remarkably often.

    `profile`, in force, if known already.
    """
    async with transaction(actor.person_id):
        profile = profile or (await current_profile(london_date(now))).profile
        flag = profile.actions.carried_flag
        found = await fetch_all(_Count, _CARRIED_OFTEN, list(concern_ids), flag)
    counts = {row.concern_id: row.count for row in found}
    return {one: CarriedOften(counts.get(one, 0), flag) for one in concern_ids}


def _seen(row: _Row, trail: list[TrailSeen], actor: Actor, today: date, flag: int) -> ActionSeen:
    part = Part(
        owns=row.owner_id == actor.person_id,
        chairs=row.chairs or row.chairs_later,
        runs=row.runs_later,
    )
    shown = {
        name: getattr(row, name) for name in ActionSeen.__struct_fields__ if hasattr(row, name)
    }
    return ActionSeen(
        **shown,
        late=row.ended is None and is_late(row.due_on, today),
        carried_often=row.times_carried >= flag,
        may=[] if row.ended else [act for act in _AFTER if may(act, part)],
        trail=trail,
    )


_AFTER = (
    ActionAct.DONE,
    ActionAct.NOTED,
    ActionAct.HANDED_OVER,
    ActionAct.DUE_MOVED,
    ActionAct.WITHDRAWN,
)
