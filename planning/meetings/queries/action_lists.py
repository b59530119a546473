"""Lists of actions, a page at a time: a person's own, and those of their agency."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.meetings.rules.action import Ended, is_late
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.transactions import fetch_all, transaction


class WhichActions(StrEnum):
    """Which actions to list."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"


class ListedAction(msgspec.Struct, frozen=True):
    """A line of a list of actions; of meeting and child, what the reader may know."""

    id: UUID
    what: str
    meeting_reference: str | None
    concern_id: UUID | None
    child_name: str | None
    owner_name: str
    due_on: date
    late: bool
    times_carried: int
    carried_often: bool
    ended_at: datetime | None
    done_on: date | None


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    what: str
    meeting_reference: str | None
    concern_id: UUID | None
    child_name: str | None
    owner_name: str
    due_on: date
    times_carried: int
    ended_at: datetime | None
    done_on: date | None

    def place(self) -> Place:
        """Where a page ends after this line: by when it was done, else by when it is due."""
        return Place(self.ended_at or datetime.combine(self.due_on, time(), UTC), self.id)


class _Asked(msgspec.Struct, frozen=True):
    """Which open actions: those of a person or of an agency, by the column that says so."""

    column: str
    owner: UUID
    which: WhichActions
    cursor: str | None
    limit: int


_LIST = """
with chosen as materialized (
    select id, compartment_id, meeting_id, concern_id, what, owner_id, due_on, times_carried,
           ended_at, done_on
    from meeting_action where {which})
select a.id, a.what, m.reference as meeting_reference, a.concern_id, c.name as child_name,
       p.name as owner_name, a.due_on, a.times_carried, a.ended_at, a.done_on
from chosen a
join person p on p.id = a.owner_id
left join strategy_meeting m on m.id = a.meeting_id
left join concern k on k.compartment_id = a.compartment_id and k.id = a.concern_id
left join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
order by {order}
"""
"""The page is cut before names are joined: a join over many walled rows is slow."""

_OPEN = """
{whose} = $1 and ended_at is null and given_at is not null and due_on < $2
and ($3::date is null or (due_on, id) > ($3, $4::uuid))
order by due_on, id limit $5
"""

_DONE = f"""
owner_id = $1 and ended = '{Ended.DONE}'
and ($2::timestamptz is null or (ended_at, id) < ($2, $3::uuid))
order by ended_at desc, id desc limit $4
"""


async def my_actions(
    *,
    actor: Actor,
    now: datetime,
    which: WhichActions = WhichActions.OPEN,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[ListedAction]:
    """The actor's own: open ones soonest due first, done ones latest first. `Invalid` cursor."""
    if which is not WhichActions.DONE:
        return await _open(_Asked("owner_id", actor.person_id, which, cursor, limit), actor, now)
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            _Row,
            _LIST.format(which=_DONE, order="a.ended_at desc, a.id desc"),
            actor.person_id,
            after.at if after else None,
            after.id if after else None,
            size + 1,
        )
        return await _page(rows, now, size)


async def agency_actions(
    *,
    actor: Actor,
    now: datetime,
    which: WhichActions = WhichActions.OPEN,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[ListedAction]:
    """Open actions of the actor's agency in the cases that they are in, soonest due first."""
    return await _open(_Asked("agency_id", actor.agency_id, which, cursor, limit), actor, now)


async def _open(asked: _Asked, actor: Actor, now: datetime) -> Page[ListedAction]:
    after, size = place(asked.cursor), page_size(asked.limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            _Row,
            _LIST.format(which=_OPEN.format(whose=asked.column), order="a.due_on, a.id"),
            asked.owner,
            london_date(now) if asked.which is WhichActions.LATE else date.max,
            after.at.date() if after else None,
            after.id if after else None,
            size + 1,
        )
        return await _page(rows, now, size)


async def _page(rows: list[_Row], now: datetime, size: int) -> Page[ListedAction]:
    today = london_date(now)
    flag = (await current_profile(today)).profile.actions.carried_flag
    return page(
        [
            ListedAction(
                **msgspec.structs.asdict(row),
                late=row.ended_at is None and is_late(row.due_on, today),
                carried_often=row.times_carried >= flag,
            )
            for row in rows
        ],
        [row.place() for row in rows],
        size,
    )
