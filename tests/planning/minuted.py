"""A closed meeting about two siblings: everybody for both, the school for the second only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from planning.meetings.actions import (
    Acceptance,
    NewAddendum,
    NewCorrection,
    accept_correction,
    acknowledge_minutes,
    add_addendum,
    approve_minutes,
    ask_correction,
    decline_correction,
    make_final,
)
from planning.meetings.queries import MinutesSeen, minutes_of
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import Invitee
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from tests.scene import HELD, Scene, decided, make_scene

SECRET = "What only the first child’s people read"
APPROVED = HELD + timedelta(hours=1)
"""Wednesday 4 March 2026, midday."""
LATER = HELD + timedelta(days=1)
"""Inside the time for corrections, which ends with Wednesday 11 March 2026."""
AFTER = HELD + timedelta(days=8)
TEXT = "items.0.body"
"""The one text of each part's record."""
JOINT = NewCorrection(TEXT, "It says five.", "It should say six.")


@dataclass
class Minuting:
    """The acts of a meeting's minutes, each with what it usually takes."""

    scene: Scene
    meeting_id: UUID
    first: UUID
    second: UUID

    async def approve(self, *, now: datetime = APPROVED) -> None:
        await approve_minutes(
            meeting_id=self.meeting_id, actor=self.scene.chair, now=now, enqueue=self.scene.sent
        )

    async def ask(self, actor: Actor, new: NewCorrection = JOINT, *, now: datetime = LATER) -> UUID:
        return await ask_correction(
            meeting_id=self.meeting_id, new=new, actor=actor, now=now, enqueue=self.scene.sent
        )

    async def accept(
        self,
        correction_id: UUID,
        text: str = "We were six.",
        *,
        section: str = TEXT,
        part_version: int = 1,
        actor: Actor | None = None,
        now: datetime = LATER,
    ) -> int:
        return await accept_correction(
            meeting_id=self.meeting_id,
            correction_id=correction_id,
            acceptance=Acceptance(section, text, part_version),
            actor=actor or self.scene.chair,
            now=now,
            enqueue=self.scene.sent,
        )

    async def decline(
        self, correction_id: UUID, reason: str = "It was five.", *, now: datetime = LATER
    ) -> None:
        await decline_correction(
            meeting_id=self.meeting_id,
            correction_id=correction_id,
            reason=reason,
            actor=self.scene.chair,
            now=now,
            enqueue=self.scene.sent,
        )

    async def confirm(self, *people: Actor, version: int = 1, now: datetime = LATER) -> None:
        for person in people:
            await acknowledge_minutes(
                meeting_id=self.meeting_id, version=version, actor=person, now=now
            )

    async def add(
        self,
        text: str = "The doctor wrote since.",
        *,
        reason: str = "It came late.",
        concern_id: UUID | None = None,
        actor: Actor | None = None,
        now: datetime = AFTER,
    ) -> UUID:
        return await add_addendum(
            meeting_id=self.meeting_id,
            new=NewAddendum(text, reason, concern_id),
            actor=actor or self.scene.chair,
            now=now,
            enqueue=self.scene.sent,
        )

    async def finish(self, *, actor: Actor | None = None, now: datetime = LATER) -> None:
        await make_final(
            meeting_id=self.meeting_id,
            actor=actor or self.scene.chair,
            now=now,
            enqueue=self.scene.sent,
        )

    async def read(
        self, actor: Actor, *, now: datetime = LATER, version: int | None = None
    ) -> MinutesSeen:
        return await minutes_of(meeting_id=self.meeting_id, actor=actor, now=now, version=version)

    def told(self, kind: NoticeKind) -> set[UUID]:
        """Whom a notice of this kind went to."""
        return {
            message.recipient.person_id
            for message in self.scene.sent.messages
            if isinstance(message, Notice) and message.kind is kind
        }

    @property
    def everybody(self) -> set[UUID]:
        """Chair, police, health and school."""
        people = (self.scene.chair, self.scene.police, self.scene.health, self.scene.school)
        return {person.person_id for person in people}


async def minuting() -> Minuting:
    """Convened, held and closed through the real acts; not approved."""
    scene = await make_scene()
    first, second = [one.id for one in await scene.concerns("N-1", "N-2")]
    convening = scene.convening([first, second])
    school = Invitee(scene.school.person_id, concern_ids=[second])
    convened = await scene.convene(
        msgspec.structs.replace(convening, invitees=[*convening.invitees, school])
    )
    meeting_id = convened.meeting_id
    await scene.come(meeting_id, scene.chair, scene.police, scene.health, scene.school)
    await scene.write(meeting_id, Section.JOINT_INFORMATION, "We were five.")
    for concern_id, text in ((first, SECRET), (second, "Known to the school")):
        await scene.write(meeting_id, Section.ANALYSIS, text, concern_id)
        await scene.decide(meeting_id, concern_id, decided())
    await scene.close(meeting_id)
    return Minuting(scene, meeting_id, first, second)
