"""One child's plan, whole."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date, monday
from planning.concerns.queries import record_concerns_read
from planning.errors import NotFound
from planning.history.actions import record_read
from planning.operations.rules import OperationState
from planning.people.rules import Actor
from planning.support.queries.promises import promises_of
from planning.support.queries.rows import AMONG, SupportSeen, support_rows
from planning.support.rules.contact import (
    WEEK,
    WEEKS_SHOWN,
    ContactKind,
    WeekSeen,
    weeks_of,
)
from planning.support.rules.plans import PartKey
from planning.support.rules.posts import Spell, breaks, may_assign
from planning.transactions import fetch_all, fetch_one, transaction

CONTACTS_SHOWN = 50


class RiskSeen(msgspec.Struct, frozen=True):
    """A risk assessment."""

    immediate: str
    ongoing: str
    assessed_on: date
    next_on: date
    assessed_by_name: str
    recorded_at: datetime


class ReviewSeen(msgspec.Struct, frozen=True):
    """A review that was held."""

    held_on: date
    summary: str
    next_on: date
    recorded_by_name: str
    recorded_at: datetime


class PartSeen(msgspec.Struct, frozen=True):
    """A part as it reads now."""

    key: PartKey
    content: str
    due_on: date | None
    done_on: date | None
    edited_by_name: str
    edited_at: datetime
    version: int


class ContactSeen(msgspec.Struct, frozen=True):
    """An entry of the contact log."""

    id: UUID
    happened_on: date
    kind: ContactKind
    seen: bool
    note: str
    made_by: UUID
    made_by_name: str
    made_at: datetime
    struck_reason: str | None


class ChildPlanSeen(msgspec.Struct, frozen=True):
    """All of one child's plan; `contacts` are the latest, `breaks` of the key worker alone."""

    summary: SupportSeen
    state: OperationState
    not_criminalised: bool
    ended_reason: str | None
    may_assign: bool
    breaks: int
    spells: list[Spell]
    risks: list[RiskSeen]
    reviews: list[ReviewSeen]
    parts: list[PartSeen]
    contacts: list[ContactSeen]
    weeks: list[WeekSeen]


class _Head(msgspec.Struct, frozen=True):
    compartment_id: UUID
    lead_id: UUID
    state: OperationState
    not_criminalised: bool
    ended_reason: str | None
    only_own: bool


class _Made(msgspec.Struct, frozen=True):
    happened_on: date


_HEAD = """
select o.compartment_id, o.lead_id, o.state,
       coalesce(p.not_criminalised, false) as not_criminalised, p.ended_reason,
       o.compartment_id = any (accord_key_worker_compartments()) as only_own
from operation_child c join operation o on o.id = c.operation_id
left join child_plan p on p.id = c.id
where c.id = $1
"""

_SPELLS = """
select s.person_id, p.name as person_name, a.name as agency_name, s.post, s.reason, s.from_at,
       s.ended_at, s.ended_reason
from key_worker_spell s join person p on p.id = s.person_id join agency a on a.id = p.agency_id
where s.child_plan_id = $1 order by s.from_at desc, s.post desc limit 50
"""

_RISKS = """
select r.immediate, r.ongoing, r.assessed_on, r.next_on, p.name as assessed_by_name, r.recorded_at
from child_risk r join person p on p.id = r.assessed_by
where r.child_plan_id = $1 order by r.recorded_at desc limit 10
"""

_REVIEWS = """
select r.held_on, r.summary, r.next_on, p.name as recorded_by_name, r.recorded_at
from child_plan_review r join person p on p.id = r.recorded_by
where r.child_plan_id = $1 order by r.recorded_at desc limit 10
"""

_PARTS = """
select t.key, t.content, t.due_on, t.done_on, p.name as edited_by_name, t.edited_at, t.version
from child_plan_part t join person p on p.id = t.edited_by
where t.child_plan_id = $1
"""

_CONTACTS = """
select t.id, t.happened_on, t.kind, t.seen, t.note, t.made_by, p.name as made_by_name, t.made_at,
       t.struck_reason
from child_contact t join person p on p.id = t.made_by
where t.child_plan_id = $1 order by t.happened_on desc, t.made_at desc, t.id limit $2
"""

_MADE = """
select happened_on from child_contact
where child_plan_id = $1 and struck_at is null and kind <> 'attempt' and happened_on >= $2
"""


async def child_summary(*, child_id: UUID, actor: Actor, now: datetime) -> SupportSeen:
    """The child's line in the list, for forms about it; the reading is logged.

    Raises `NotFound`, also outside one of the two walls.
    """
    async with transaction(actor.person_id):
        found = await support_rows(AMONG, [child_id], today=london_date(now))
        if not found:
            raise NotFound
        await record_concerns_read([found[0].child.concern_id], actor=actor, now=now)
        return found[0]


async def child_plan(*, child_id: UUID, actor: Actor, now: datetime) -> ChildPlanSeen:
    """One child's plan; the reading is logged. Raises `NotFound` outside one of the two walls."""
    today = london_date(now)
    async with transaction(actor.person_id):
        summary = await child_summary(child_id=child_id, actor=actor, now=now)
        head = await fetch_one(_Head, _HEAD, child_id)
        assert head is not None  # noqa: S101 - the summary is of the same row
        await record_read(
            subject_kind="child_plan",
            subject_id=child_id,
            compartment_id=head.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        spells = await fetch_all(Spell, _SPELLS, child_id)
        return ChildPlanSeen(
            summary=summary,
            state=head.state,
            not_criminalised=head.not_criminalised,
            ended_reason=head.ended_reason,
            may_assign=may_assign(actor, lead_id=head.lead_id, only_own=head.only_own),
            breaks=breaks(spells),
            spells=spells,
            risks=await fetch_all(RiskSeen, _RISKS, child_id),
            reviews=await fetch_all(ReviewSeen, _REVIEWS, child_id),
            parts=await fetch_all(PartSeen, _PARTS, child_id),
            contacts=await fetch_all(ContactSeen, _CONTACTS, child_id, CONTACTS_SHOWN),
            weeks=await _weeks(summary, today),
        )


async def _weeks(summary: SupportSeen, today: date) -> list[WeekSeen]:
    child = summary.child
    promise = (await promises_of([child.operation_id]))[child.operation_id]
    attached_on = london_date(child.attached_at)
    made = await fetch_all(_Made, _MADE, child.id, monday(today) - WEEKS_SHOWN * WEEK)
    return weeks_of(
        promise, [one.happened_on for one in made], attached_on=attached_on, today=today
    )
