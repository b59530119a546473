"""The concerns that a person may know of."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.transactions import execute, fetch_all, fetch_one, transaction


class ConcernSeen(msgspec.Struct, frozen=True):
    """A child's concern; `was_closed_at` of one that is open again."""

    id: UUID
    compartment_id: UUID
    reference: str
    child_name: str
    born_on: date | None
    reason: str
    team: str
    senior_manager_id: UUID
    senior_manager_name: str
    opened_by_name: str
    opened_at: datetime
    closed_at: datetime | None
    follow_on: str | None
    separate_reason: str | None
    referred_on: date
    was_closed_at: datetime | None


_SEE = """
with chosen as materialized (
    select id, compartment_id, child_id, reason, team, senior_manager_id, opened_by, opened_at,
           closed_at, follow_on, separate_reason, referred_on, was_closed_at
    from concern where {which})
select k.id, k.compartment_id, c.reference, c.name as child_name, c.born_on, k.reason, k.team,
       k.senior_manager_id, m.name as senior_manager_name, o.name as opened_by_name, k.opened_at,
       k.closed_at, k.follow_on, k.separate_reason, k.referred_on, k.was_closed_at
from chosen k
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
join person m on m.id = k.senior_manager_id
join person o on o.id = k.opened_by
order by k.opened_at desc, k.id desc
"""
"""The page is cut before names are joined: a join over many walled rows is slow."""

_PAGE = """
($1::timestamptz is null or (opened_at, id) < ($1, $2::uuid)) and (closed_at is null or not $3)
order by opened_at desc, id desc limit $4
"""

_REFERENCED = """
id in (select k.id from child c join concern k
       on k.compartment_id = c.compartment_id and k.child_id = c.id
       where c.reference = any($1))
"""

_READ = """
insert into record_read (id, read_at, person_id, subject_kind, subject_id, compartment_id)
select gen_random_uuid(), $3, $2, 'concern', k.id, k.compartment_id
from concern k where k.id = any($1)
"""


async def concerns(
    *, actor: Actor, cursor: str | None = None, limit: int = PAGE, open_only: bool = False
) -> Page[ConcernSeen]:
    """A page of the concerns that the actor is in, latest first; `Invalid` for a bad cursor."""
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            ConcernSeen,
            _SEE.format(which=_PAGE),
            after.at if after else None,
            after.id if after else None,
            open_only,
            size + 1,
        )
    return page(rows, [Place(row.opened_at, row.id) for row in rows], size)


async def concerns_among(*, concern_ids: Sequence[UUID], actor: Actor) -> list[ConcernSeen]:
    """Those of these concerns that the actor is in, latest first."""
    async with transaction(actor.person_id):
        return await fetch_all(ConcernSeen, _SEE.format(which="id = any($1)"), list(concern_ids))


async def concern_of_each_reference(
    *, references: Sequence[str], actor: Actor
) -> dict[str, ConcernSeen]:
    """By a child's reference the concern that is open, else the latest, where the actor is in."""
    async with transaction(actor.person_id):
        found = await fetch_all(ConcernSeen, _SEE.format(which=_REFERENCED), list(references))
    oldest_first = reversed(found)
    last_the_open = sorted(oldest_first, key=lambda one: one.closed_at is None)
    return {one.reference: one for one in last_the_open}


async def record_concerns_read(concern_ids: Sequence[UUID], *, actor: Actor, now: datetime) -> None:
    """Note in one statement that a list told of these children; inside a transaction."""
    if concern_ids:
        await execute(_READ, list(concern_ids), actor.person_id, now)


async def concern(*, concern_id: UUID, actor: Actor, now: datetime) -> ConcernSeen:
    """One concern; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(ConcernSeen, _SEE.format(which="id = $1"), concern_id)
        if found is None:
            raise NotFound
        await record_read(
            subject_kind="concern",
            subject_id=concern_id,
            compartment_id=found.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return found
