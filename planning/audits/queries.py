"""What people see of audits: the partnership numbers, auditors their cases."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.audits.rules import Answer, Counted, Found, Strata, counted
from planning.clock import today
from planning.concerns.queries import ConcernSeen, concern
from planning.errors import NotFound
from planning.people.queries import PersonSeen, people
from planning.people.rules import Actor, Role
from planning.transactions import fetch_all, fetch_one, transaction

MOST_SAMPLES = 100


class SampleSeen(msgspec.Struct, frozen=True):
    """How a sample was drawn, and how far it is."""

    id: UUID
    algorithm: int
    seed: str
    size: int
    strata: Strata
    from_on: date
    until_on: date
    due_on: date
    fingerprint: str
    drawn_by_name: str
    drawn_at: datetime


class CaseState(msgspec.Struct, frozen=True):
    """A case as the partnership sees it: a number, never a child."""

    number: int
    auditor_id: UUID | None
    auditor_name: str | None
    audited: bool


class SampleWhole(msgspec.Struct, frozen=True):
    """A sample with its cases; `counts` are empty until no case can be audited any more."""

    sample: SampleSeen
    cases: list[CaseState]
    counts: list[Counted]


class CaseToAudit(msgspec.Struct, frozen=True):
    """A case that is not audited yet: by the reader (`own`), or of the reader's concern."""

    id: UUID
    number: int
    due_on: date
    own: bool


class SampleOpen(msgspec.Struct, frozen=True):
    """A sample that is not audited yet, and how many of its cases are."""

    id: UUID
    due_on: date
    size: int
    audited: int
    given: int


class Chosen(msgspec.Struct, frozen=True):
    """That a concern was drawn for a case audit, and by whom."""

    drawn_at: datetime
    drawn_by_name: str


class CaseSeen(msgspec.Struct, frozen=True):
    """A case with its concern, and what was found once it is audited."""

    id: UUID
    number: int
    due_on: date
    auditor_id: UUID
    audited_at: datetime | None
    concern: ConcernSeen
    found: dict[str, Found]


class _Case(msgspec.Struct, frozen=True):
    id: UUID
    concern_id: UUID
    number: int
    due_on: date
    auditor_id: UUID | None
    audited_at: datetime | None


class _Finding(msgspec.Struct, frozen=True):
    question: str
    answer: Answer
    words: str


class _Count(msgspec.Struct, frozen=True):
    question: str
    answer: Answer
    cases: int


_SAMPLES = """
select s.id, s.algorithm, s.seed, s.size, s.strata, s.from_on, s.until_on, s.due_on,
       s.fingerprint, p.name as drawn_by_name, s.drawn_at
from audit_sample s join person p on p.id = s.drawn_by
"""


_OPEN = """
select s.id, s.due_on, s.size, count(*) filter (where c.audited) as audited,
       count(c.auditor_id) as given
from (select * from audit_sample where due_on >= $1 order by due_on, id limit $2) s
cross join lateral accord_audit_cases(s.id) c
group by s.id, s.due_on, s.size
having not bool_and(c.audited)
order by s.due_on, s.id
"""
_CHOSEN = """
select h.happened_at as drawn_at, p.name as drawn_by_name
from audit_case c
join history_event h on h.subject_id = c.id and h.act = 'audit.case_drawn'
join person p on p.id = h.actor_id
where c.concern_id = $1
order by h.happened_at desc, c.id
"""


async def samples(*, actor: Actor) -> list[SampleSeen]:
    """The latest samples; raises `NotFound` for who is not of the partnership."""
    _only_partnership(actor)
    async with transaction(actor.person_id):
        return await fetch_all(
            SampleSeen, f"{_SAMPLES} order by s.drawn_at desc, s.id limit $1", MOST_SAMPLES
        )


async def sample(*, sample_id: UUID, actor: Actor, now: datetime) -> SampleWhole:
    """One sample. Raises `NotFound`."""
    _only_partnership(actor)
    async with transaction(actor.person_id):
        seen = await fetch_one(SampleSeen, f"{_SAMPLES} where s.id = $1", sample_id)
        if seen is None:
            raise NotFound
        cases = await fetch_all(
            CaseState,
            "select c.number, c.auditor_id, p.name as auditor_name, c.audited"
            " from accord_audit_cases($1) c left join person p on p.id = c.auditor_id"
            " order by c.number",
            sample_id,
        )
        counts = await fetch_all(
            _Count,
            "select question, answer, cases from accord_audit_counts($1, $2)",
            sample_id,
            today(now),
        )
    return SampleWhole(
        seen, cases, counted([(one.question, one.answer, one.cases) for one in counts])
    )


async def samples_open(*, actor: Actor, now: datetime) -> list[SampleOpen]:
    """For the partnership: samples that somebody still has to audit, the soonest due first."""
    if not actor.has(Role.PARTNERSHIP):
        return []
    async with transaction(actor.person_id):
        return await fetch_all(SampleOpen, _OPEN, today(now), MOST_SAMPLES)


async def chosen_of(*, concern_id: UUID, actor: Actor) -> list[Chosen]:
    """When a concern was drawn, the latest first; for those in the concern, of others none."""
    async with transaction(actor.person_id):
        return await fetch_all(Chosen, _CHOSEN, concern_id)


async def auditors(*, actor: Actor) -> list[PersonSeen]:
    """Who may be given cases, auditors first; nobody who draws."""
    _only_partnership(actor)
    async with transaction(actor.person_id):
        found = [
            *await people(actor=actor, role=Role.AUDITOR),
            *await people(actor=actor, role=Role.SENIOR_MANAGER),
        ]
        own = {one.id for one in await people(actor=actor, role=Role.PARTNERSHIP)}
    return list({one.id: one for one in found if one.id not in own}.values())


async def cases_to_audit(*, actor: Actor, now: datetime) -> list[CaseToAudit]:
    """Cases that the actor is to audit, or that others are to audit of the actor's concerns."""
    async with transaction(actor.person_id):
        return await fetch_all(
            CaseToAudit,
            "select c.id, c.number, c.due_on, c.auditor_id = $1 as own"
            " from audit_case c join concern k on k.id = c.concern_id"
            " where c.audited_at is null and c.due_on >= $2 and c.auditor_id is not null"
            " and $1 in (c.auditor_id, k.senior_manager_id)"
            " order by c.due_on, c.number, c.id",
            actor.person_id,
            today(now),
        )


async def case_to_audit(*, case_id: UUID, actor: Actor, now: datetime) -> CaseSeen:
    """One case, for its auditor and for senior managers of the concern; the reading is logged.

    Raises `NotFound`, also for everybody else who is in the concern.
    """
    async with transaction(actor.person_id):
        case = await fetch_one(
            _Case,
            "select id, concern_id, number, due_on, auditor_id, audited_at from audit_case"
            " where id = $1",
            case_id,
        )
        if case is None or case.auditor_id is None or not _may_read(case, actor):
            raise NotFound
        findings = await fetch_all(
            _Finding,
            "select question, answer, words from audit_finding where case_id = $1",
            case_id,
        )
        seen = await concern(concern_id=case.concern_id, actor=actor, now=now)
    return CaseSeen(
        case.id,
        case.number,
        case.due_on,
        case.auditor_id,
        case.audited_at,
        seen,
        {one.question: Found(one.answer, one.words) for one in findings},
    )


def _may_read(case: _Case, actor: Actor) -> bool:
    return case.auditor_id == actor.person_id or actor.has(Role.SENIOR_MANAGER)


def _only_partnership(actor: Actor) -> None:
    if not actor.has(Role.PARTNERSHIP):
        raise NotFound
