"""Which versions of its plans an operation works by, and whom newer ones wait for."""

from uuid import UUID

import msgspec

from planning.lessons.rules.in_force import NumberedAnswer, Signable, awaited, version_in_force
from planning.operations.queries import required_agencies
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import answers_to
from planning.sign_offs.rules import Current
from planning.transactions import fetch_all, transaction


class InForce(msgspec.Struct, frozen=True):
    """A submitted plan: the version in force if there is one, the current, and whom it awaits."""

    plan_id: UUID
    kind: PlanKind
    in_force: int | None
    current: int
    awaits: list[str]


class _Schedule(msgspec.Struct, frozen=True):
    plan_id: UUID
    kind: PlanKind
    number: int
    shared_fingerprint: str
    agency_id: UUID
    fingerprint: str
    is_empty: bool


_SCHEDULES = """
select p.id as plan_id, p.kind, v.number, v.shared_fingerprint, s.agency_id, s.fingerprint,
       s.content -> 'roles' = '[]' and s.content -> 'resources' = '[]' as is_empty
from plan p join plan_version v on v.plan_id = p.id
join plan_version_schedule s on s.plan_version_id = v.id
where p.operation_id = $1 order by p.kind, v.number
"""


async def versions_in_force(*, operation_id: UUID, actor: Actor) -> list[InForce]:
    """Of each plan that was submitted; nothing of an operation that the actor does not see."""
    async with transaction(actor.person_id):
        schedules = await fetch_all(_Schedule, _SCHEDULES, operation_id)
        plans = {one.plan_id: one.kind for one in schedules}
        names = {one.agency_id: one.agency_name for one in await required_agencies(operation_id)}
        answers: dict[UUID, list[NumberedAnswer]] = {plan_id: [] for plan_id in plans}
        for one in await answers_to(list(plans)):
            answers[one.plan_id].append(msgspec.convert(one, NumberedAnswer, from_attributes=True))
    return [
        _of(plan_id, kind, _signables(plan_id, schedules), names, answers[plan_id])
        for plan_id, kind in plans.items()
    ]


def _of(
    plan_id: UUID,
    kind: PlanKind,
    versions: list[Signable],
    names: dict[UUID, str],
    answers: list[NumberedAnswer],
) -> InForce:
    return InForce(
        plan_id=plan_id,
        kind=kind,
        in_force=version_in_force(versions, list(names), answers),
        current=versions[-1].number,
        awaits=[names[one] for one in awaited(versions[-1], list(names), answers)],
    )


def _signables(plan_id: UUID, schedules: list[_Schedule]) -> list[Signable]:
    found: dict[int, dict[UUID, Current]] = {}
    for one in schedules:
        if one.plan_id == plan_id:
            found.setdefault(one.number, {})[one.agency_id] = Current(
                one.shared_fingerprint, one.fingerprint, one.is_empty
            )
    return [Signable(number, agencies) for number, agencies in found.items()]
