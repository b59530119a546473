"""A running meeting of one child, with a minute taker beside the chair."""

from uuid import UUID

import msgspec

from planning.meetings.actions import Saved, record_items
from planning.meetings.queries import record_of
from planning.meetings.rules.record import Change, Content, Section
from planning.people.rules import Actor
from tests.factories import make_actor
from tests.scene import HELD, Scene, make_scene


class Held(msgspec.Struct):
    """The meeting, its child, and who writes beside the chair."""

    scene: Scene
    meeting_id: UUID
    child_id: UUID
    taker: Actor

    async def save(self, actor: Actor, *changes: Change) -> list[Saved]:
        return await record_items(
            meeting_id=self.meeting_id, changes=changes, actor=actor, now=HELD
        )

    async def write(self, actor: Actor, body: str, *read: int) -> Saved:
        content = Content(body=body)
        (saved,) = await self.save(actor, self.about(Section.ANALYSIS, content, *read))
        return saved

    def about(self, section: Section, content: Content, *read: int) -> Change:
        return Change(
            section=section, concern_id=self.child_id, read=list(read) or [1], content=content
        )

    async def texts(self) -> list[list[str]]:
        seen = await record_of(meeting_id=self.meeting_id, actor=self.taker, now=HELD)
        return [[text.body for text in item.texts] for item in seen.items]


async def running_meeting() -> Held:
    """Convened by the real acts; everybody came."""
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    taker = await make_actor(agency_id=scene.chair.agency_id)
    asked = msgspec.structs.replace(scene.convening([child.id]), minute_taker_id=taker.person_id)
    meeting_id = (await scene.convene(asked)).meeting_id
    await scene.come(meeting_id)
    return Held(scene, meeting_id, child.id, taker)
