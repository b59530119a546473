"""How operations went live, and what is owed where it was without sign-off."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.go_live.rules import CONFIRM_WITHIN, GateLine, Route
from planning.operations.rules import OperationState
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, transaction


class ReviewSeen(msgspec.Struct, frozen=True):
    """What looking back at going live without sign-off found."""

    why: str
    unmet: str
    changes: str
    reviewed_by_name: str
    reviewed_at: datetime


class GoLiveSeen(msgspec.Struct, frozen=True):
    """How an operation went live, with the lines as they were then.

    `retrospective_signed_at`: when the last signature was given that both plans now have of every
    required agency. `escalation_id`: of what was raised when the time for them had run out.
    """

    id: UUID
    operation_id: UUID
    compartment_id: UUID
    route: Route
    reason: str
    gate_lines: list[GateLine]
    recorded_by: UUID
    recorded_by_name: str
    recorders_agency_id: UUID
    recorded_at: datetime
    sign_off_due_on: date | None
    confirmed_by_name: str | None
    confirmers_agency_id: UUID | None
    confirmed_at: datetime | None
    retrospective_signed_at: datetime | None
    escalation_id: UUID | None
    review: ReviewSeen | None

    @property
    def involved(self) -> frozenset[UUID]:
        """The agencies of the one or two people who stand behind going live without sign-off."""
        two = (self.recorders_agency_id, self.confirmers_agency_id)
        return frozenset(one for one in two if one)

    @property
    def confirm_by(self) -> datetime | None:
        """The end of the 24 hours for the second person, or `None` through the gate."""
        return self.recorded_at + CONFIRM_WITHIN if self.sign_off_due_on else None


class UnsignedRow(msgspec.Struct, frozen=True):
    """An operation that went live without sign-off, in the partnership's list."""

    operation_id: UUID
    name: str
    state: OperationState
    recorded_at: datetime
    recorders_agency: str
    confirmers_agency: str | None
    confirmed_at: datetime | None
    unmet: int
    sign_off_due_on: date
    retrospective_signed_at: datetime | None
    escalated: bool
    reviewed_at: datetime | None

    @property
    def confirm_by(self) -> datetime:
        """The end of the 24 hours for the second person."""
        return self.recorded_at + CONFIRM_WITHIN


_SIGNED_AT = """
case when g.route = 'without_sign_off' and accord_signed_by_all(g.operation_id)
     then (select max(answered_at) from accord_standing(g.operation_id)) end
"""

_RECORD = f"""
select g.id, g.operation_id, g.compartment_id, g.route, g.reason, g.gate_lines, g.recorded_by,
       p.name as recorded_by_name, p.agency_id as recorders_agency_id, g.recorded_at,
       g.sign_off_due_on, c2.name as confirmed_by_name, c2.agency_id as confirmers_agency_id,
       c.confirmed_at, {_SIGNED_AT} as retrospective_signed_at, d.escalation_id,
       case when r.go_live_record_id is not null then jsonb_build_object(
           'why', r.why, 'unmet', r.unmet, 'changes', r.changes,
           'reviewed_by_name', r2.name, 'reviewed_at', r.reviewed_at) end as review
from go_live_record g join person p on p.id = g.recorded_by
left join go_live_confirmation c on c.go_live_record_id = g.id
left join person c2 on c2.id = c.confirmed_by
left join go_live_overdue d on d.go_live_record_id = g.id
left join go_live_review r on r.go_live_record_id = g.id
left join person r2 on r2.id = r.reviewed_by
where g.operation_id = $1
"""

_UNSIGNED = f"""
select g.operation_id, o.name, o.state, g.recorded_at, a.name as recorders_agency,
       a2.name as confirmers_agency, c.confirmed_at,
       jsonb_array_length(jsonb_path_query_array(g.gate_lines, '$[*] ? (@.met == false)')) as unmet,
       g.sign_off_due_on, {_SIGNED_AT} as retrospective_signed_at,
       d.escalation_id is not null as escalated, r.reviewed_at
from go_live_record g
join operation o on o.compartment_id = g.compartment_id and o.id = g.operation_id
join person p on p.id = g.recorded_by join agency a on a.id = p.agency_id
left join go_live_confirmation c on c.go_live_record_id = g.id
left join person c2 on c2.id = c.confirmed_by left join agency a2 on a2.id = c2.agency_id
left join go_live_overdue d on d.go_live_record_id = g.id
left join go_live_review r on r.go_live_record_id = g.id
where g.route = 'without_sign_off'
  and ($1::timestamptz is null or (g.recorded_at, g.operation_id) < ($1, $2::uuid))
order by g.recorded_at desc, g.operation_id desc limit $3
"""


async def go_live_record_of(*, operation_id: UUID, actor: Actor) -> GoLiveSeen | None:
    """How the operation went live; `None` before it did."""
    async with transaction(actor.person_id):
        return await fetch_one(GoLiveSeen, _RECORD, operation_id)


async def live_without_sign_off(
    *, actor: Actor, limit: int = PAGE, cursor: str | None = None
) -> Page[UnsignedRow]:
    """Operations of the actor's that went live without sign-off, newest first.

    The partnership is let into each of them when it is told.
    """
    after = place(cursor)
    size = page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            UnsignedRow, _UNSIGNED, after and after.at, after and after.id, size + 1
        )
    return page(rows, [Place(at=row.recorded_at, id=row.operation_id) for row in rows], size)
