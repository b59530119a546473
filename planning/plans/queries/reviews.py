"""When plans were last looked at, and when they are to be again."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date, today, working_days_between
from planning.people.rules import Actor
from planning.plans.rules.reviews import review_due
from planning.plans.rules.templates import PlanKind
from planning.procedures.queries import closed_days
from planning.transactions import fetch_all, transaction

SOON = 5
"""Working days before it is due that a review is on its lead's list."""


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    plan_id: UUID
    operation_id: UUID
    operation_name: str
    kind: PlanKind
    number: int
    submitted_at: datetime
    reviewed_at: datetime | None
    changed: bool | None
    note: str | None
    reviewed_by_name: str | None
    said: str


class ReviewDue(_Row, frozen=True, kw_only=True):
    """A submitted plan, its last review if there was one, and when the next one is due.

    `days_left` are working days; below nought it is late.
    """

    due_on: date
    days_left: int


# Both plans follow their own section, or else what the contingency plan says.
_REVIEWS = """
select p.id as plan_id, o.id as operation_id, o.name as operation_name, p.kind, v.number,
       v.submitted_at, r.reviewed_at, r.changed, r.note, who.name as reviewed_by_name,
       coalesce((select s.content ->> 'review_days' from plan other
                 join plan_section s on s.plan_id = other.id
                     and s.compartment_id = other.compartment_id and s.key = 'review'
                 where other.operation_id = o.id and s.content ->> 'review_days' <> ''
                 order by other.kind = p.kind desc limit 1), '') as said
from operation o join plan p on p.operation_id = o.id
join lateral (select number, submitted_at from plan_version
              where plan_id = p.id order by number desc limit 1) v on true
left join lateral (select changed, note, reviewed_by, reviewed_at from plan_review
                   where plan_id = p.id order by reviewed_at desc, id limit 1) r on true
left join person who on who.id = r.reviewed_by
"""


async def plan_reviews(*, operation_id: UUID, actor: Actor, now: datetime) -> list[ReviewDue]:
    """Of each submitted plan of an operation that the actor is in."""
    async with transaction(actor.person_id):
        rows = await fetch_all(_Row, _REVIEWS + "where o.id = $1 order by p.kind", operation_id)
        return await _due(rows, now)


async def reviews_to_make(*, actor: Actor, now: datetime) -> list[ReviewDue]:
    """Plans of live operations that the actor leads, due soon or late, the latest first."""
    async with transaction(actor.person_id):
        rows = await fetch_all(
            _Row,
            _REVIEWS + "where o.lead_id = $1 and o.live_at is not null"
            " and o.state not in ('closed', 'stood_down')",
            actor.person_id,
        )
        found = [one for one in await _due(rows, now) if one.days_left <= SOON]
    return sorted(found, key=lambda one: (one.due_on, one.operation_name, one.kind))


async def _due(rows: list[_Row], now: datetime) -> list[ReviewDue]:
    closed = await closed_days()
    return [_one(row, today(now), closed) for row in rows]


def _one(row: _Row, on: date, closed: frozenset[date]) -> ReviewDue:
    last = london_date(max(row.submitted_at, row.reviewed_at or row.submitted_at))
    due = review_due(last, row.said, closed)
    return ReviewDue(
        **msgspec.structs.asdict(row), due_on=due, days_left=working_days_between(on, due, closed)
    )
