"""Escalations of the demonstration: old ones are settled; one has climbed, and some wait."""

from datetime import datetime
from uuid import UUID

from planning.clock import NONE_CLOSED, add_working_days, today
from planning.escalations.actions import (
    Raising,
    accept_answer,
    answer_escalation,
    due_escalations,
    move_up_by_clock,
    raise_escalation,
)
from planning.escalations.queries import waiting_for
from planning.escalations.rules import EscalationKind
from planning.go_live.actions import escalate_overdue, overdue_sign_offs
from planning.go_live.rules import SIGN_OFF_WITHIN
from service.demo.plot import WORKING_DAYS, Sitting, Story, working_days_before
from service.demo.stage import Stage, at, no_mail

SAFE = "Yes: safety plan agreed with the carer, daily contact."
ANSWER = "I have rung the agency that holds it up. The next meeting has what it needs to decide."
UNANSWERED = "Aisha Ashdown"
"""Whose escalation nobody answered from the meeting before the last on."""
NOT_SETTLED = "Bethan Barlow"
"""Whose chair has not yet said what the last answer is worth."""
CLIMBING = WORKING_DAYS
"""Working days ago from which what nobody answered moves up."""


async def answer_drift(
    stage: Stage, story: Story, sitting: Sitting, concern_id: UUID, chair: str
) -> None:
    """The manager answers on the day after what a meeting has opened; its chair accepts it."""
    if story.name == UNANSWERED and sitting in story.sittings[-2:]:
        return
    manager, day = stage.people["seniormanager"], add_working_days(sitting.on, 1, NONE_CLOSED)
    for one in await waiting_for(actor=manager):
        if one.concern_id == concern_id:
            await answer_escalation(
                escalation_id=one.id,
                outcome=ANSWER,
                child_safe_meanwhile=SAFE,
                actor=manager,
                now=at(day, 10),
                enqueue=no_mail,
            )
            if not (story.name == NOT_SETTLED and sitting is story.sittings[-1]):
                await accept_answer(
                    escalation_id=one.id,
                    outcome="The next meeting decides.",
                    actor=stage.people[chair],
                    now=at(day, 11),
                    enqueue=no_mail,
                )


async def disagree(stage: Stage, concern_id: UUID, now: datetime) -> None:
    """The police were not there when it was decided."""
    await raise_escalation(
        raising=Raising(
            EscalationKind.DECISION,
            concern_id,
            "We would have asked for a joint enquiry: the adult she owes money to is known to us.",
            "Yes: her school sees her home, and our patrol knows the way that she takes.",
        ),
        actor=stage.people["police"],
        now=now,
        enqueue=no_mail,
    )


async def miss_sign_off(*, now: datetime) -> None:
    """Escalate what went live unsigned, on the morning after its time ran out; as the worker."""
    overdue_at = at(working_days_before(today(now), WORKING_DAYS - SIGN_OFF_WITHIN - 1), 9)
    for overdue in await overdue_sign_offs(overdue_at):
        await escalate_overdue(overdue=overdue, now=overdue_at, enqueue=no_mail)


async def climb(*, now: datetime) -> None:
    """Move up what nobody answered, at nine on each of the last days; as the worker."""
    for days in range(CLIMBING, -1, -1):
        moment = min(at(working_days_before(today(now), days), 9), now)
        for due in await due_escalations(moment):
            await move_up_by_clock(due=due, now=moment, enqueue=no_mail)
