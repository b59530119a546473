"""How each required agency stands to each plan."""

from uuid import UUID

import msgspec

from planning.operations.queries import RequiredAgency
from planning.people.rules import Actor
from planning.plans.queries.plans import PlanRow
from planning.plans.queries.versions import changes_for
from planning.plans.rules.differences import Difference
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import AnswerSeen, ConditionSeen, Evidence, evidence_of
from planning.sign_offs.rules import Status, status
from planning.transactions import transaction


class SignOffState(msgspec.Struct, frozen=True):
    """How one required agency stands to one plan.

    `answer` is the signature that holds, or else the last answer; `changes` is what changed
    since the version it was given to.
    """

    plan_id: UUID
    kind: PlanKind
    agency_id: UUID
    agency_name: str
    status: Status
    plan_version_id: UUID | None
    number: int | None
    answer: AnswerSeen | None
    conditions: list[ConditionSeen]
    changes: list[Difference]


async def sign_off_states(*, operation_id: UUID, actor: Actor) -> list[SignOffState]:
    """Each required agency and plan, by plan and agency name. Raises `NotFound`."""
    async with transaction(actor.person_id):
        evidence = await evidence_of(operation_id)
        pairs = [(plan, agency) for plan in evidence.plans for agency in evidence.required]
        last = {
            (plan.id, agency.agency_id): _decisive(evidence, plan.id, agency.agency_id)
            for plan, agency in pairs
        }
        compared = {
            key: (answer.plan_version_id, version.id, answer.agency_id)
            for key, answer in last.items()
            if answer
            and (version := evidence.version(key[0]))
            and version.id != answer.plan_version_id
        }
        changes = await changes_for(list(compared.values()))
        return [
            _state(
                evidence,
                plan,
                agency,
                last[key := (plan.id, agency.agency_id)],
                changes[compared[key]] if key in compared else [],
            )
            for plan, agency in pairs
        ]


def _decisive(evidence: Evidence, plan_id: UUID, agency_id: UUID) -> AnswerSeen | None:
    given = evidence.given(plan_id, agency_id)
    held = evidence.holding(plan_id, agency_id)
    if held:
        return next(one for one in given if one.id == held.id)
    return given[-1] if given else None


def _state(
    evidence: Evidence,
    plan: PlanRow,
    agency: RequiredAgency,
    answer: AnswerSeen | None,
    changes: list[Difference],
) -> SignOffState:
    conditions = [one for one in evidence.conditions if answer and one.sign_off_id == answer.id]
    version = evidence.version(plan.id)
    return SignOffState(
        plan_id=plan.id,
        kind=plan.kind,
        agency_id=agency.agency_id,
        agency_name=agency.agency_name,
        status=status(
            evidence.given(plan.id, agency.agency_id),
            evidence.current(plan.id, agency.agency_id),
            open_conditions=any(one.confirmed_at is None for one in conditions),
        ),
        plan_version_id=version.id if version else None,
        number=version.number if version else None,
        answer=answer,
        conditions=conditions,
        changes=changes,
    )
