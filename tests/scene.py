"""A social care team, police and health, a child, and their meeting, made by the real acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from planning.chains.actions import record_review
from planning.chains.rules import ReviewAnswer, Reviewing
from planning.clock import london_date
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, NewConcern, Opening
from planning.meetings.actions import (
    Attendance,
    Convened,
    close,
    convene,
    record_attendance,
    record_child,
    record_items,
)
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import Change, Content, Section
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.people.rules import Actor, AgencyCategory, Role
from planning.procedures.actions import install_shipped_profile
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW, Sent, make_actor, make_agency

HELD = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
"""An hour into the meeting that `Scene.meet` convenes by default."""
NO_ROOM = "No room that is large enough is free."
"""Told where other tests have left rooms."""


@dataclass
class Scene:
    """People who meet, and what was sent to them."""

    scheduler: Actor
    chair: Actor
    manager: Actor
    police: Actor
    health: Actor
    school: Actor
    stranger: Actor
    sent: Sent = field(default_factory=Sent)

    async def concerns(self, *references: str) -> list[NewConcern]:
        """Open concerns for children of these references."""
        return await open_concerns(opening=self.opening(*references), actor=self.scheduler, now=NOW)

    def opening(self, *references: str) -> Opening:
        """Children called after their references."""
        return Opening(
            children=[NewChild(reference, f"Child {reference}") for reference in references],
            reason="Bruises that nobody explains",
            senior_manager_id=self.manager.person_id,
            team="North",
        )

    def convening(self, concern_ids: list[UUID], *, on: date = date(2026, 3, 4)) -> Convening:
        """An initial meeting from 10 to 11 with police and health, who come busy or not."""
        return Convening(
            kind=MeetingKind.INITIAL,
            purpose="To decide whether to start section 47",
            mode=Mode.ROOM,
            decided_at=NOW,
            times=LocalTimes(on, time(10), time(11)),
            chair_id=self.chair.person_id,
            invitees=[Invitee(self.police.person_id), Invitee(self.health.person_id)],
            concern_ids=concern_ids,
            ask_although_busy=[
                person.person_id
                for person in (self.scheduler, self.chair, self.police, self.health, self.school)
            ],
        )

    async def convene(self, convening: Convening, *, now: datetime = NOW) -> Convened:
        """Convene as the scheduler."""
        return await convene(convening=convening, actor=self.scheduler, now=now, enqueue=self.sent)

    async def meet(self, *concern_ids: UUID) -> UUID:
        """Convene the usual meeting for these concerns; its id."""
        return (await self.convene(self.convening(list(concern_ids)))).meeting_id

    async def come(self, meeting_id: UUID, *people: Actor, now: datetime = HELD) -> None:
        """Record these people as present; everybody of the usual meeting by default."""
        await record_attendance(
            meeting_id=meeting_id,
            attendance=[
                Attendance(person.person_id, present=True)
                for person in people or (self.chair, self.police, self.health)
            ],
            actor=self.chair,
            now=now,
        )

    async def decide(self, meeting_id: UUID, concern_id: UUID, draft: ChildDraft) -> None:
        """Record a child's outcome."""
        version = await self._version(meeting_id, concern_id)
        await record_child(
            meeting_id=meeting_id,
            concern_id=concern_id,
            draft=draft,
            version=version,
            actor=self.chair,
            now=HELD,
        )

    async def write(
        self, meeting_id: UUID, section: Section, body: str, concern_id: UUID | None = None
    ) -> None:
        """Write one item of the record as the chair: of the joint part, or of a child."""
        change = Change(section=section, concern_id=concern_id, content=Content(body=body))
        await record_items(meeting_id=meeting_id, changes=[change], actor=self.chair, now=HELD)

    async def _version(self, meeting_id: UUID, concern_id: UUID) -> int:
        async with transaction(self.chair.person_id):
            return int(
                await fetch_value(
                    "select version from meeting_child where meeting_id = $1 and concern_id = $2",
                    meeting_id,
                    concern_id,
                )
            )

    async def close(self, meeting_id: UUID, *, now: datetime = HELD, why: str = "") -> None:
        """Close as the chair; without quorum (`why`) it is followed up three days later."""
        await close(
            meeting_id=meeting_id,
            no_quorum_reason=why,
            follow_up_on=london_date(now) + timedelta(days=3) if why else None,
            actor=self.chair,
            now=now,
            enqueue=self.sent,
        )

    async def hold(
        self, concern_id: UUID, draft: ChildDraft, *, day: date = date(2026, 3, 4)
    ) -> UUID:
        """Convene, hold and close a whole meeting of one child on a day."""
        starts = datetime.combine(day, time(10), tzinfo=UTC)
        convening = replace_decided(self.convening([concern_id], on=day), starts)
        convened = await self.convene(convening, now=starts - timedelta(hours=3))
        await self.come(convened.meeting_id)
        await self.decide(convened.meeting_id, concern_id, draft)
        await self.close(convened.meeting_id, now=starts + timedelta(hours=1))
        return convened.meeting_id

    async def review(
        self,
        concern_id: UUID,
        answer: ReviewAnswer = ReviewAnswer.ACCEPT_ONE_MORE,
        *,
        day: date,
        meetings: int = 2,
    ) -> None:
        """Record the named manager's review at nine on a day, after so many meetings."""
        asked = Reviewing(concern_id, answer, "The scan is on Monday.", meetings)
        await record_review(
            reviews=[asked],
            actor=self.manager,
            now=datetime.combine(day, time(9), tzinfo=UTC),
            enqueue=self.sent,
        )

    def adjourned(
        self,
        reason: NoDecisionReason = NoDecisionReason.MEDICAL,
        *,
        next_on: date | None = date(2026, 3, 30),
        agency_id: UUID | None = None,
    ) -> ChildDraft:
        """Adjourned, no decision, with all that it needs."""
        return ChildDraft(
            outcome=Outcome.ADJOURNED,
            no_decision_reason=reason,
            reason_agency_id=agency_id,
            next_on=next_on,
            authorised_by=self.manager.person_id,
        )


def replace_decided(convening: Convening, starts: datetime) -> Convening:
    """The same meeting, decided four hours before its start."""
    return msgspec.structs.replace(convening, decided_at=starts - timedelta(hours=4))


def decided(outcome: Outcome = Outcome.S47_INITIATED_JOINT) -> ChildDraft:
    """A substantive outcome with its reason."""
    return ChildDraft(outcome=outcome, outcome_reason="The threshold is met.")


async def make_scene() -> Scene:
    """Everybody, in six agencies, with the shipped profile in force."""
    await install_shipped_profile(now=NOW)
    care = await make_agency(AgencyCategory.SOCIAL_CARE)
    return Scene(
        scheduler=await make_actor(Role.SCHEDULER, agency_id=care),
        chair=await make_actor(Role.CHAIR, agency_id=care),
        manager=await make_actor(Role.SENIOR_MANAGER, agency_id=care),
        police=await make_actor(category=AgencyCategory.POLICE),
        health=await make_actor(category=AgencyCategory.HEALTH),
        school=await make_actor(category=AgencyCategory.EDUCATION),
        stranger=await make_actor(Role.SCHEDULER, category=AgencyCategory.POLICE),
    )


@contextmanager
def noting_statements(connection: Connection) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, savepoints of the test's own transaction aside."""
    seen: list[str] = []

    def note(query: Any) -> None:
        if "savepoint" not in query.query.lower():
            seen.append(query.query)

    connection.add_query_logger(note)
    yield seen
    connection.remove_query_logger(note)
