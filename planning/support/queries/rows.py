"""Children's plans as lists need them: one row for each, whatever is behind it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date, monday
from planning.support.queries.promises import promises_of
from planning.support.rules.contact import (
    WEEK,
    ContactStanding,
    ContactState,
    Promise,
    contact_standing,
)
from planning.support.rules.plans import turns_18_soon
from planning.support.rules.posts import Dates, Need, Post, needs
from planning.transactions import fetch_all


class SupportRow(Dates, frozen=True, kw_only=True):
    """A child of an operation as it is stored."""

    id: UUID
    operation_id: UUID
    operation_name: str
    concern_id: UUID
    child_name: str
    reference: str
    attached_at: datetime
    worker_id: UUID | None
    worker_name: str | None
    deputy_id: UUID | None
    deputy_name: str | None
    this_week: int
    last_week: int
    ended_on: date | None


class SupportSeen(msgspec.Struct, frozen=True):
    """A child of an operation, with what its plan needs, the most pressing first.

    `last_contact_on` is looked up for lists alone.
    """

    child: SupportRow
    contact: ContactStanding
    needs: list[Need]
    turns_18_on: date | None
    last_contact_on: date | None = None

    def post_of(self, person_id: UUID) -> Post | None:
        """What the person is to the child."""
        if person_id == self.child.worker_id:
            return Post.WORKER
        return Post.DEPUTY if person_id == self.child.deputy_id else None


_ROWS = """
with wanted as materialized (
    select c.id, c.operation_id, c.concern_id, c.attached_at from operation_child c
    where {which} and c.ended_at is null)
select c.id, c.operation_id, o.name as operation_name, c.concern_id, k.name as child_name,
       k.reference, k.born_on, c.attached_at, h.worker_id, h.worker_name, h.deputy_id,
       h.deputy_name, m.this_week, m.last_week, p.risk_due_on, p.review_due_on,
       a.due_on as assessment_due_on, p.ended_on
from wanted c
join operation o on o.id = c.operation_id
join concern n on n.id = c.concern_id
join child k on k.compartment_id = n.compartment_id and k.id = n.child_id
left join lateral (
    select t.risk_due_on, t.review_due_on, t.ended_on from child_plan t
    where t.id = c.id offset 0) p on true
cross join lateral (
    select (array_agg(s.person_id) filter (where s.post = 'worker'))[1] as worker_id,
           min(q.name) filter (where s.post = 'worker') as worker_name,
           (array_agg(s.person_id) filter (where s.post = 'deputy'))[1] as deputy_id,
           min(q.name) filter (where s.post = 'deputy') as deputy_name
    from key_worker_spell s join person q on q.id = s.person_id
    where s.child_plan_id = c.id and s.ended_at is null) h
cross join lateral (
    select count(*) filter (where t.happened_on >= $2) as this_week,
           count(*) filter (where t.happened_on < $2) as last_week
    from child_contact t
    where t.child_plan_id = c.id and t.struck_at is null and t.kind <> 'attempt'
      and t.happened_on >= $3) m
cross join lateral (
    select min(t.due_on) as due_on from child_plan_part t
    where t.child_plan_id = c.id and t.due_on is not null and t.done_on is null) a
"""
"""Each child by index: what is joined as a whole is judged by its walls row by row."""

_LAST = """
select child_plan_id, max(happened_on) as on_day from child_contact
where child_plan_id = any($1) and struck_at is null and kind <> 'attempt' group by child_plan_id
"""

OF_OPERATION = "c.operation_id = $1"
AMONG = "c.id = any($1)"
MINE = """
c.id in (select s.child_plan_id from key_worker_spell s
         where s.person_id = $1 and s.ended_at is null)
"""


async def support_rows(which: str, subject: object, *, today: date) -> list[SupportSeen]:
    """Attached children that the actor sees, judged on a date; two queries, in a transaction."""
    this = monday(today)
    rows = await fetch_all(SupportRow, _ROWS.format(which=which), subject, this, this - WEEK)
    promises = await promises_of([row.operation_id for row in rows]) if rows else {}
    return [judged(row, promises, today=today) for row in rows]


class _Last(msgspec.Struct, frozen=True):
    child_plan_id: UUID
    on_day: date


async def with_last_contact(found: Sequence[SupportSeen]) -> list[SupportSeen]:
    """The same with the day of the last contact; for the few that are shown, in a transaction."""
    if not found:
        return []
    rows = await fetch_all(_Last, _LAST, [one.child.id for one in found])
    last = {row.child_plan_id: row.on_day for row in rows}
    return [msgspec.structs.replace(one, last_contact_on=last.get(one.child.id)) for one in found]


def judged(row: SupportRow, promises: Mapping[UUID, Promise], *, today: date) -> SupportSeen:
    """A row with what follows from it on a date; of ended support nothing is needed."""
    contact = contact_standing(
        promises[row.operation_id],
        attached_on=london_date(row.attached_at),
        this_week=row.this_week,
        last_week=row.last_week,
        today=today,
    )
    if row.ended_on is not None:
        contact = msgspec.structs.replace(contact, state=ContactState.NOT_EXPECTED)
        return SupportSeen(row, contact, [], None)
    needed = needs(
        worker=row.worker_id is not None,
        deputy=row.deputy_id is not None,
        contact=contact.state,
        dates=row,
        today=today,
    )
    return SupportSeen(row, contact, needed, turns_18_soon(row.born_on, today=today))


def overdue_contact(found: Sequence[SupportSeen]) -> set[UUID]:
    """Plans whose contact of last week was missed and not made good."""
    return {one.child.id for one in found if one.contact.state is ContactState.OVERDUE}
