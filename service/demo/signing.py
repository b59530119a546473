"""Who has signed Operation Harbour's plans, who asks, and who has not answered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from planning.clock import NONE_CLOSED, add_working_days
from planning.go_live.actions import accept_risk
from planning.go_live.queries import gaps_of
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import (
    confirm_condition,
    meet_condition,
    name_delegate,
    reply_to_answer,
    sign,
    submit_for_sign_off,
)
from planning.sign_offs.queries import parts_of
from planning.sign_offs.rules import Answer, NewCondition
from service.demo.cast import PLAYERS
from service.demo.plan_words import (
    CONDITION,
    KEPT_PROMISE,
    PROMISE,
    QUESTION,
    REPLY,
    RISK,
    TOO_MANY,
)
from service.demo.stage import Stage, at, fresh, no_mail

SIGNATORIES = [player.key for player in PLAYERS if player.signatory]
HEALTH_SIGNS, SCHOOLS_SIGN = "health.signatory", "education.signatory"
"""Who has signed no plan as it is now."""
OBJECTIONS = {
    HEALTH_SIGNS: (Answer.ASKED, QUESTION),
    SCHOOLS_SIGN: (Answer.CHANGES_REQUESTED, TOO_MANY),
}
"""What they said to the first version of the victim-support strategy."""


async def submit(stage: Stage, plan_id: UUID, now: datetime) -> UUID:
    """The version that agencies are asked to sign."""
    submitted = await submit_for_sign_off(
        plan_id=plan_id, actor=stage.people["lead"], now=now, enqueue=no_mail
    )
    return submitted.version_id


async def answer_first(stage: Stage, version_id: UUID, kind: PlanKind, now: datetime) -> None:
    """Everybody answers the first version; a question is replied to."""
    for key in SIGNATORIES:
        objects = kind is PlanKind.VICTIM_SUPPORT and key in OBJECTIONS
        answer, note = OBJECTIONS[key] if objects else (Answer.SIGNED, "")
        conditions = _conditions(stage, key, now.date()) if kind is PlanKind.CONTINGENCY else []
        sign_off_id = await sign(
            plan_version_id=version_id,
            answer=Answer.SIGNED_WITH_CONDITIONS if conditions else answer,
            note=note,
            conditions=conditions,
            actor=fresh(stage.people[key], now),
            now=now,
        )
        if answer is Answer.ASKED:
            await reply_to_answer(
                sign_off_id=sign_off_id,
                text=REPLY,
                actor=stage.people["lead"],
                now=now + timedelta(hours=3),
                enqueue=no_mail,
            )


def _conditions(stage: Stage, key: str, day: date) -> Sequence[NewCondition]:
    """One that is still open but keeps no gate shut, and one that does and is met."""
    due_on = add_working_days(day, 10, NONE_CLOSED)
    return {
        "hospitals.signatory": [NewCondition(CONDITION, stage.id("chair"), due_on, blocking=False)],
        "youthjustice.signatory": [
            NewCondition(PROMISE, stage.id("police"), due_on, blocking=True)
        ],
    }.get(key, [])


async def keep_promise(stage: Stage, now: datetime) -> None:
    """The police show that the blocking condition is met; who set it confirms."""
    owner, setter = stage.people["police"], stage.people["youthjustice.signatory"]
    for one in (await parts_of(actor=owner)).conditions:
        await meet_condition(condition_id=one.id, evidence=KEPT_PROMISE, actor=owner, now=now)
    for kept in (await parts_of(actor=setter)).to_confirm:
        later = now + timedelta(hours=1)
        await confirm_condition(condition_id=kept.id, actor=setter, now=later)


async def accept_gap(stage: Stage, operation_id: UUID, now: datetime) -> None:
    """The agency that is short, and the lead, sign that the operation goes live with it."""
    lead = stage.people["lead"]
    for gap in await gaps_of(operation_id=operation_id, actor=lead):
        for actor in (stage.people["seniormanager"], lead):
            await accept_risk(
                operation_id=operation_id,
                resource_id=gap.resource_id,
                gap=gap.gap,
                reason=RISK,
                actor=fresh(actor, now),
                now=now,
            )


async def delegate(stage: Stage, on: date, now: datetime) -> None:
    """Who signs for health while its signatory is away, from the next working day on."""
    await name_delegate(
        person_id=stage.id("nurse"),
        from_on=add_working_days(on, 1, NONE_CLOSED),
        until_on=add_working_days(on, 10, NONE_CLOSED),
        reason="On leave; knows both plans.",
        actor=stage.people[HEALTH_SIGNS],
        now=min(at(on, 9), now),
        enqueue=no_mail,
    )
