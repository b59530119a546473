"""Acts of people who escalate, in short."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.concerns.rules import NewConcern
from planning.escalations.actions import (
    Due,
    Raising,
    answer_escalation,
    move_up,
    move_up_by_clock,
    raise_escalation,
)
from planning.escalations.queries import (
    EscalationCourse,
    course_of,
)
from planning.escalations.rules import EscalationKind, Step
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from tests.factories import NOW
from tests.scene import Scene

SAFE = "She is with her aunt."


async def raised(
    scene: Scene,
    concern: NewConcern,
    by: Actor,
    *,
    now: datetime = NOW,
    urgent: bool = False,
    agency_id: UUID | None = None,
    kind: EscalationKind = EscalationKind.DECISION,
) -> UUID:
    raising = Raising(kind, concern.id, "We disagree.", SAFE, urgent, agency_id)
    return await raise_escalation(raising=raising, actor=by, now=now, enqueue=scene.sent)


async def answered(scene: Scene, escalation_id: UUID, by: Actor, now: datetime = NOW) -> None:
    await answer_escalation(
        escalation_id=escalation_id,
        outcome="We go on as planned.",
        child_safe_meanwhile=SAFE,
        actor=by,
        now=now,
        enqueue=scene.sent,
    )


async def moved(scene: Scene, escalation_id: UUID, by: Actor, reason: str = "Not enough.") -> None:
    await move_up(
        escalation_id=escalation_id,
        reason=reason,
        child_safe_meanwhile=SAFE,
        actor=by,
        now=NOW,
        enqueue=scene.sent,
    )


async def struck(scene: Scene, escalation_id: UUID, eyes: Actor, now: datetime) -> bool:
    due = Due(escalation_id, eyes.person_id)
    return await move_up_by_clock(due=due, now=now, enqueue=scene.sent)


async def seen(escalation_id: UUID, by: Actor) -> EscalationCourse:
    return await course_of(escalation_id=escalation_id, actor=by, now=NOW)


def acts(course: EscalationCourse) -> list[Step]:
    return [step.act for step in course.steps]


def told(scene: Scene, kind: NoticeKind) -> list[UUID]:
    return [
        message.recipient.person_id
        for message in scene.sent.messages
        if isinstance(message, Notice) and message.kind is kind
    ]


async def opened(scene: Scene) -> NewConcern:
    """A concern; the school is invited to its meeting, as the police are."""
    (child,) = await scene.concerns("N-1")
    convening = scene.convening([child.id])
    school = msgspec.structs.replace(convening.invitees[0], person_id=scene.school.person_id)
    await scene.convene(msgspec.structs.replace(convening, invitees=[*convening.invitees, school]))
    return child
