"""A meeting that gives somebody something to do."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from planning.concerns.rules import NewConcern
from planning.meetings.actions import (
    add_action,
    complete_action,
)
from planning.meetings.queries import ActionSeen, action, running
from planning.meetings.rules.minutes import MeetingActionLine
from planning.people.rules import Actor
from tests.scene import HELD, Scene, decided

DUE = date(2026, 3, 5)
LATE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


async def met(scene: Scene) -> tuple[UUID, NewConcern]:
    """A meeting of one child that runs, decided, so that it can be closed."""
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, decided())
    return meeting_id, child


async def given(scene: Scene, owner: Actor | None = None, *, joint: bool = False) -> UUID:
    """An action that its meeting has given to the police, or to `owner`."""
    meeting_id, child = await met(scene)
    action_id = await add(scene, meeting_id, None if joint else child.id, owner)
    await scene.close(meeting_id)
    return action_id


async def add(
    scene: Scene,
    meeting_id: UUID,
    concern_id: UUID | None,
    owner: Actor | None = None,
    *,
    in_days: int = 1,
) -> UUID:
    return await add_action(
        meeting_id=meeting_id,
        concern_id=concern_id,
        what=f"Visit in {in_days}",
        owner_id=(owner or scene.police).person_id,
        due_on=HELD.date() + timedelta(days=in_days),
        success_test="Seen alone",
        actor=scene.chair,
        now=HELD,
    )


async def seen(action_id: UUID, actor: Actor, now: datetime = HELD) -> ActionSeen:
    return await action(action_id=action_id, actor=actor, now=now)


async def written(scene: Scene, meeting_id: UUID) -> list[MeetingActionLine]:
    seen = await running(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    return seen.children[0].actions


async def done(action_id: UUID, actor: Actor, evidence: str = "Seen at school") -> None:
    await complete_action(action_id=action_id, evidence=evidence, actor=actor, now=HELD)


def change(meeting_id: UUID, action_id: UUID, version: int) -> dict[str, object]:
    return {"meeting_id": meeting_id, "action_id": action_id, "version": version, "now": HELD}
