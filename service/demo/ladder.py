"""Escalations of the demonstration: the old ones answered and accepted, two that wait."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from planning.escalations.actions import (
    Raising,
    accept_answer,
    answer_escalation,
    raise_escalation,
)
from planning.escalations.queries import waiting_for
from planning.escalations.rules import EscalationKind
from service.demo.stage import Stage, no_mail

SAFE = "Yes: safety plan agreed with the carer, daily contact."


async def settle_escalations(stage: Stage, chairs: Mapping[UUID, str], now: datetime) -> None:
    """The manager answers what red chains have opened; `chairs` of the concerns accept it."""
    manager = stage.people["seniormanager"]
    for waiting in await waiting_for(actor=manager):
        await answer_escalation(
            escalation_id=waiting.id,
            outcome="Decided at the meeting that followed; reviewed with the chair.",
            child_safe_meanwhile=SAFE,
            actor=manager,
            now=now,
            enqueue=no_mail,
        )
        if waiting.concern_id:
            await accept_answer(
                escalation_id=waiting.id,
                outcome="The next meeting decides.",
                actor=stage.people[chairs[waiting.concern_id]],
                now=now,
                enqueue=no_mail,
            )


async def escalate_again(stage: Stage, chairs: Mapping[UUID, str], now: datetime) -> None:
    """The next meetings did not decide: their chairs ask the manager once more."""
    for concern_id, chair in chairs.items():
        await raise_escalation(
            raising=Raising(
                EscalationKind.DRIFT,
                concern_id,
                "The meetings after your answer decided nothing either. Who decides, and when?",
                SAFE,
            ),
            actor=stage.people[chair],
            now=now,
            enqueue=no_mail,
        )
