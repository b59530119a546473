"""The evidence that decides who has signed, read whole."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.operations.queries import RequiredAgency
from planning.operations.queries.operations import required_agencies_of
from planning.people.rules import Actor
from planning.plans.queries.comments import must_see_plan
from planning.plans.queries.plans import PlanRow, plans_by_operation
from planning.plans.queries.versions import (
    ScheduleSeen,
    VersionSeen,
    current_versions,
    schedules_of,
)
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.rules import Current, Given, holding, signed_by_all
from planning.transactions import fetch_all, transaction


class AnswerSeen(Given, frozen=True, kw_only=True):
    """An answer with who gave it, and to which version."""

    plan_id: UUID
    plan_version_id: UUID
    number: int
    agency_id: UUID
    person_id: UUID
    person_name: str
    note: str
    withdrawn_reason: str | None


class ConditionSeen(msgspec.Struct, frozen=True):
    """A condition of a signature."""

    id: UUID
    sign_off_id: UUID
    condition: str
    owner_id: UUID
    owner_name: str
    due_on: date
    blocking: bool
    met_at: datetime | None
    evidence: str | None
    confirmed_at: datetime | None


class Evidence(msgspec.Struct, frozen=True, dict=True):
    """Everything that decides who has signed, read in one transaction."""

    required: list[RequiredAgency]
    plans: list[PlanRow]
    versions: list[VersionSeen]
    schedules: list[ScheduleSeen]
    answers: list[AnswerSeen]
    conditions: list[ConditionSeen]

    def version(self, plan_id: UUID) -> VersionSeen | None:
        """The current version of a plan."""
        return next((one for one in self.versions if one.plan_id == plan_id), None)

    def current(self, plan_id: UUID, agency_id: UUID) -> Current | None:
        """What the agency would sign now."""
        found = self.version(plan_id)
        schedule = self._schedules.get((found.id, agency_id)) if found else None
        if found is None or schedule is None:
            return None
        return Current(
            shared_fingerprint=found.shared_fingerprint,
            schedule_fingerprint=schedule.fingerprint,
            is_empty=schedule.content.is_empty,
        )

    def given(self, plan_id: UUID, agency_id: UUID) -> list[AnswerSeen]:
        """The agency's answers to any version of the plan, oldest first."""
        return self._given.get((plan_id, agency_id), [])

    @cached_property
    def _schedules(self) -> dict[tuple[UUID, UUID], ScheduleSeen]:
        return {(one.plan_version_id, one.agency_id): one for one in self.schedules}

    @cached_property
    def _given(self) -> dict[tuple[UUID, UUID], list[AnswerSeen]]:
        found: dict[tuple[UUID, UUID], list[AnswerSeen]] = {}
        for one in self.answers:
            found.setdefault((one.plan_id, one.agency_id), []).append(one)
        return found

    def holding(self, plan_id: UUID, agency_id: UUID) -> Given | None:
        """The agency's signature that holds."""
        return holding(self.given(plan_id, agency_id), self.current(plan_id, agency_id))

    def signed_by_all(self) -> bool:
        """What the database's `accord_signed_by_all` says too."""
        held = {
            agency.agency_id: sum(
                self.holding(plan.id, agency.agency_id) is not None for plan in self.plans
            )
            for agency in self.required
        }
        return signed_by_all(list(held), held, len(PlanKind))


_ANSWER_COLUMNS = """
select s.id, s.plan_id, s.plan_version_id, v.number, s.agency_id, s.person_id,
       p.name as person_name, s.answer, s.note, s.shared_fingerprint, s.schedule_fingerprint,
       s.answered_at, w.sign_off_id is not null as withdrawn, w.reason as withdrawn_reason,
       exists (select from conflict_block b where b.person_id = s.person_id
               and b.compartment_id = s.compartment_id and b.lifted_at is null) as in_conflict
from sign_off s join plan_version v on v.id = s.plan_version_id
join person p on p.id = s.person_id left join sign_off_withdrawal w on w.sign_off_id = s.id
"""

_CONDITIONS = """
select c.id, c.sign_off_id, c.condition, c.owner_id, p.name as owner_name, c.due_on, c.blocking,
       c.met_at, c.evidence, c.confirmed_at
from sign_off_condition c join sign_off s on s.id = c.sign_off_id
join person p on p.id = c.owner_id
where s.plan_id = any($1) order by c.due_on, c.id
"""


async def evidence_of(operation_id: UUID) -> Evidence:
    """All evidence about an operation's signatures; in an open transaction. Raises `NotFound`."""
    found = await evidence_by_operation([operation_id])
    if not found:
        raise NotFound
    return found[operation_id]


async def evidence_by_operation(operation_ids: Sequence[UUID]) -> dict[UUID, Evidence]:
    """Of those that the actor sees, in six queries; inside an open transaction."""
    plans = await plans_by_operation(operation_ids)
    plan_ids = [one.id for rows in plans.values() for one in rows]
    required = await required_agencies_of(operation_ids)
    versions = await current_versions(operation_ids)
    together = Evidence(
        required=[],
        plans=[],
        versions=versions,
        schedules=await schedules_of([one.id for one in versions]),
        answers=await answers_to(plan_ids),
        conditions=await fetch_all(ConditionSeen, _CONDITIONS, plan_ids),
    )
    return {key: _about(rows, required.get(key, []), together) for key, rows in plans.items()}


def _about(plans: list[PlanRow], required: list[RequiredAgency], together: Evidence) -> Evidence:
    """What of all the evidence is about these plans."""
    of_plans = {one.id for one in plans}
    versions = [one for one in together.versions if one.plan_id in of_plans]
    of_versions = {one.id for one in versions}
    answers = [one for one in together.answers if one.plan_id in of_plans]
    of_answers = {one.id for one in answers}
    return Evidence(
        required=required,
        plans=plans,
        versions=versions,
        schedules=[one for one in together.schedules if one.plan_version_id in of_versions],
        answers=answers,
        conditions=[one for one in together.conditions if one.sign_off_id in of_answers],
    )


async def answers_of(*, plan_id: UUID, actor: Actor) -> list[AnswerSeen]:
    """Every answer to a plan, oldest first. Superseded and withdrawn ones stay visible.

    Raises `NotFound` for a plan that the actor does not see.
    """
    async with transaction(actor.person_id):
        await must_see_plan(plan_id)
        return await answers_to([plan_id])


async def answer_given(*, sign_off_id: UUID, actor: Actor) -> AnswerSeen:
    """One answer. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_all(AnswerSeen, _ANSWER_COLUMNS + "where s.id = $1", sign_off_id)
        if not found:
            raise NotFound
        return found[0]


async def answers_to(plan_ids: list[UUID]) -> list[AnswerSeen]:
    """Every answer to these plans, oldest first; inside an open transaction."""
    return await fetch_all(
        AnswerSeen,
        _ANSWER_COLUMNS + "where s.plan_id = any($1) order by s.answered_at, s.id",
        plan_ids,
    )
