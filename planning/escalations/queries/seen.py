"""Escalations as those who need to know see them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.escalations.rules import EscalationKind, State, Step
from planning.escalations.settlers import may_settle
from planning.history.actions import record_read
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import fetch_all, fetch_one, transaction

LONGEST_LIST = 100


class EscalationSeen(msgspec.Struct, frozen=True):
    """An escalation, and the child or the plan that it is about.

    `police_sensitive`: it is in that tier of the plan's operation; who was let in to answer sees no
    more of the plan. Of the present stage: the owner (none once it went to the partnership without
    one), its times and its answer. `raised_by_name` is none of what the clock raised.
    """

    id: UUID
    compartment_id: UUID
    kind: EscalationKind
    state: State
    urgent: bool
    concern_id: UUID | None
    child_name: str | None
    reference: str | None
    plan_id: UUID | None
    plan_kind: str | None
    operation_name: str | None
    police_sensitive: bool
    agency_name: str
    stage: int
    reason: str
    owner_id: UUID | None
    owner_name: str | None
    raised_by: UUID
    raised_by_name: str | None
    raised_from: UUID
    raised_at: datetime
    due_on: date
    due_at: datetime
    moves_up_at: datetime
    answered_at: datetime | None
    child_safe_meanwhile: str | None
    outcome: str | None
    ended_at: datetime | None
    by_clock: bool
    profile_version: int


class StepSeen(msgspec.Struct, frozen=True):
    """One step of an escalation's course; without a name the ladder itself took it."""

    act: Step
    stage: int
    at: datetime
    by_name: str | None
    by_agency_name: str | None
    owner_name: str | None
    due_at: datetime | None
    words: str | None
    child_safe_meanwhile: str | None


class EscalationCourse(msgspec.Struct, frozen=True):
    """One escalation with its steps in order; `titles` are those of the stages.

    `may_settle`: the actor may accept the answer, move it up or withdraw.
    """

    escalation: EscalationSeen
    steps: list[StepSeen]
    titles: list[str]
    may_settle: bool


class Which(StrEnum):
    """The lists of escalations."""

    WAITING = "waiting"
    RAISED = "raised"
    AGENCY = "agency"


_SEE = """
with chosen as materialized ({which})
select e.id, e.compartment_id, e.kind, e.state, e.urgent, e.concern_id, c.name as child_name,
       c.reference, e.plan_id, n.kind as plan_kind, x.name as operation_name,
       e.plan_id is not null and e.plan_compartment_id <> e.compartment_id as police_sensitive,
       g.name as agency_name, e.stage, e.profile_version, e.by_clock, e.reason,
       e.owner_id, o.name as owner_name, e.raised_by,
       case when not e.by_clock then r.name end as raised_by_name, e.raised_from, e.raised_at,
       e.due_on, e.due_at, e.moves_up_at, e.answered_at, e.child_safe_meanwhile, e.outcome,
       e.ended_at
from chosen e
left join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
left join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
left join plan n on n.compartment_id = e.plan_compartment_id and n.id = e.plan_id
left join operation x on x.compartment_id = n.compartment_id and x.id = n.operation_id
left join person o on o.id = e.owner_id
join person r on r.id = e.raised_by
join agency g on g.id = e.agency_id
order by {order}
"""
"""The page is cut before names are joined: a join over many walled rows is slow."""

_WAITING = """
(select * from escalation where owner_id = $1 and state = 'open' order by due_at, id limit $2)
union all
(select * from escalation where raised_by = $1 and state = 'answered' and not by_clock
 order by raised_at desc, id desc limit $2)
union all
(select e.* from escalation e
 join plan n on n.compartment_id = e.plan_compartment_id and n.id = e.plan_id
 join operation o on o.compartment_id = n.compartment_id and o.id = n.operation_id
 where o.lead_id = $1 and e.owner_id <> $1 and e.state = 'answered' and e.by_clock
 order by e.raised_at desc, e.id desc limit $2)
"""
"""What is to be answered, and answers that wait: what the clock asked of a plan, for its lead."""
_WHICH = {
    Which.WAITING: f"select * from ({_WAITING}) w where true",
    Which.RAISED: "select * from escalation where raised_by = $1 and not by_clock",
    Which.AGENCY: "select * from escalation where (agency_id = $1 or raised_from = $1)",
}
_PAGE = """
 and ($3::timestamptz is null or (raised_at, id) < ($3, $4::uuid))
 order by raised_at desc, id desc limit $2
"""
_STEPS = """
select s.act, s.stage, s.at, p.name as by_name, a.name as by_agency_name, o.name as owner_name,
       s.due_at, s.words, s.child_safe_meanwhile
from escalation_step s
left join person p on p.id = s.by_id
left join agency a on a.id = p.agency_id
left join person o on o.id = s.owner_id
where s.escalation_id = $1
order by s.number
"""


async def waiting_for(*, actor: Actor) -> list[EscalationSeen]:
    """What the actor must answer, the soonest due first, then what was answered to the actor."""
    async with transaction(actor.person_id):
        return await fetch_all(
            EscalationSeen,
            _SEE.format(which=_WAITING, order="e.state desc, e.due_at, e.raised_at, e.id"),
            actor.person_id,
            LONGEST_LIST,
        )


async def escalations(
    *, which: Which, actor: Actor, cursor: str | None = None, limit: int = PAGE
) -> Page[EscalationSeen]:
    """A page of what waits for the actor, of what they raised, or of what their agency is asked or
    raised, of all that they see; the latest first. `Invalid` for a bad cursor.
    """
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            EscalationSeen,
            _SEE.format(which=_WHICH[which] + _PAGE, order="e.raised_at desc, e.id desc"),
            actor.agency_id if which is Which.AGENCY else actor.person_id,
            size + 1,
            after.at if after else None,
            after.id if after else None,
        )
    return page(rows, [Place(row.raised_at, row.id) for row in rows], size)


async def escalations_of(concern_id: UUID) -> list[EscalationSeen]:
    """All of a concern, latest first; inside an open transaction."""
    return await fetch_all(
        EscalationSeen,
        _SEE.format(
            which="select * from escalation where concern_id = $1"
            " order by raised_at desc, id desc limit $2",
            order="e.raised_at desc, e.id desc",
        ),
        concern_id,
        LONGEST_LIST,
    )


async def escalation(*, escalation_id: UUID, actor: Actor, now: datetime) -> EscalationSeen:
    """One escalation; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(
            EscalationSeen,
            _SEE.format(which="select * from escalation where id = $1", order="e.id"),
            escalation_id,
        )
        if found is None:
            raise NotFound
        await record_read(
            subject_kind="escalation",
            subject_id=escalation_id,
            compartment_id=found.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return found


async def course_of(*, escalation_id: UUID, actor: Actor, now: datetime) -> EscalationCourse:
    """One escalation with all that happened to it; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await escalation(escalation_id=escalation_id, actor=actor, now=now)
        profile = (await profile_of(found.profile_version)).profile
        return EscalationCourse(
            escalation=found,
            steps=await fetch_all(StepSeen, _STEPS, escalation_id),
            titles=profile.escalation.titles,
            may_settle=await may_settle(found, actor),
        )
