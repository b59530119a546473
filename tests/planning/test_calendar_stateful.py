"""After any sequence of acts a calendar holds exactly its person's live invitations."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
import pytest

from planning.meetings.actions import answer_invitation, cancel, change_people, reschedule
from planning.meetings.queries import meeting
from planning.meetings.queries.calendar_feed import calendar_entries, calendar_version
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes
from planning.people.rules import Actor
from tests.factories import NOW
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")
STEPS = 16


class Line(NamedTuple):
    """An entry, as far as people can tell one from another."""

    meeting_id: UUID
    starts_at: datetime
    sequence: int
    stamped_at: datetime


@dataclass
class Seat:
    """Somebody who is or was asked; `ahead` counts how often they left or came back."""

    asked_at: datetime
    there: bool = True
    declined: bool = False
    ahead: int = 0


@dataclass
class Told:
    """A meeting as the model knows it."""

    id: UUID
    starts_at: datetime
    seats: dict[UUID, Seat]
    moves: int = 0
    cancelled: bool = False


@dataclass
class Model:
    """Right by being plain: whoever sits at a meeting that stands and has not said no."""

    meetings: list[Told] = field(default_factory=list)

    def lines(self, person: UUID) -> set[Line]:
        return {
            Line(told.id, told.starts_at, told.moves + seat.ahead, seat.asked_at)
            for told in self.meetings
            if not told.cancelled
            for somebody, seat in told.seats.items()
            if somebody == person and seat.there and not seat.declined
        }


class Story:
    """Applies random acts to Accord and to the model alike, a minute apart."""

    def __init__(self, scene: Scene, children: list[UUID], seed: int) -> None:
        self.scene, self.children, self.dice = scene, children, random.Random(seed)
        self.model, self.now = Model(), NOW
        self.guests = [scene.police, scene.health, scene.school, scene.stranger]
        self.versions: dict[UUID, tuple[set[Line], str]] = {}

    async def begin(self) -> None:
        """Two meetings of one child, two hours apart."""
        for hour in (10, 12):
            asked = self.scene.convening(self.children)
            times = LocalTimes(date(2026, 3, 4), time(hour), time(hour + 1))
            convened = await self.scene.convene(msgspec.structs.replace(asked, times=times))
            there = {one.person_id: Seat(NOW) for one in (self.scene.chair, *self.guests[:2])}
            starts_at = datetime(2026, 3, 4, hour, tzinfo=NOW.tzinfo)
            self.model.meetings.append(Told(convened.meeting_id, starts_at, there))

    async def step(self) -> None:
        """One act on a meeting that stands."""
        self.now += timedelta(minutes=1)
        standing = [told for told in self.model.meetings if not told.cancelled]
        if standing:
            acts = [self.come_or_go, self.answer, self.move, self.call_off]
            (act,) = self.dice.choices(acts, weights=[5, 5, 2, 1])
            await act(self.dice.choice(standing))

    async def come_or_go(self, told: Told) -> None:
        guest = self.dice.choice(self.guests).person_id
        seat = told.seats.get(guest)
        if seat and seat.there:
            change = PeopleChange(remove=[guest])
            told.seats[guest] = Seat(seat.asked_at, there=False, ahead=seat.ahead + 1)
        else:
            change = PeopleChange(add=[Ticked(guest, self.children)], ask_although_busy=[guest])
            told.seats[guest] = Seat(self.now, ahead=seat.ahead + 1 if seat else 0)
        await change_people(
            meeting_id=told.id, change=change, version=await self.version(told),
            actor=self.scene.scheduler, now=self.now, enqueue=self.scene.sent,
        )  # fmt: skip

    async def answer(self, told: Told) -> None:
        there = [one for one in self.guests if self._sits(one, told)]
        if there:
            person = self.dice.choice(there)
            answer = self.dice.choice([Answer.DECLINED, Answer.TENTATIVE])
            told.seats[person.person_id].declined = answer is Answer.DECLINED
            await answer_invitation(meeting_id=told.id, answer=answer, actor=person, now=self.now)

    def _sits(self, person: Actor, told: Told) -> bool:
        seat = told.seats.get(person.person_id)
        return seat is not None and seat.there

    async def move(self, told: Told) -> None:
        day = date(2026, 3, 5) + timedelta(days=self.dice.randrange(15))
        hour = 8 + 2 * self.model.meetings.index(told)
        told.starts_at = datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo)
        told.moves += 1
        for seat in told.seats.values():
            if seat.there:
                seat.declined, seat.asked_at = False, self.now
        await reschedule(
            meeting_id=told.id, times=LocalTimes(day, time(hour), time(hour + 1)),
            version=await self.version(told),
            ask_although_busy=[one.person_id for one in (self.scene.chair, *self.guests)],
            actor=self.scene.scheduler, now=self.now, enqueue=self.scene.sent,
        )  # fmt: skip

    async def call_off(self, told: Told) -> None:
        told.cancelled = True
        await cancel(
            meeting_id=told.id, reason="Not needed", actor=self.scene.scheduler, now=self.now,
            enqueue=self.scene.sent,
        )  # fmt: skip

    async def version(self, told: Told) -> int:
        seen = await meeting(meeting_id=told.id, actor=self.scene.scheduler, now=NOW)
        return seen.version

    async def check(self) -> None:
        """Every calendar is as the model has it; its fingerprint changes just when it does."""
        for person in (self.scene.chair, *self.guests):
            me, lines = person.person_id, self.model.lines(person.person_id)
            entries = await calendar_entries(person_id=me, now=self.now)
            assert {
                Line(one.meeting_id, one.starts_at, one.sequence, one.stamped_at) for one in entries
            } == lines
            version = await calendar_version(person_id=me, now=self.now)
            was, before = self.versions.get(me, (lines, version))
            assert (version == before) is (lines == was)
            self.versions[me] = (lines, version)


@pytest.mark.parametrize("seed", range(6))
async def test_a_calendar_holds_exactly_the_live_invitations(seed: int) -> None:
    scene = await make_scene()
    story = Story(scene, [one.id for one in await scene.concerns("N-1")], seed)
    await story.begin()
    for _ in range(STEPS):
        await story.check()
        await story.step()
    await story.check()
