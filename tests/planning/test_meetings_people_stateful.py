"""Any sequence of changes lets in exactly who should be, told against a slow, plain model."""

import random
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

import msgspec
import pytest

from planning.errors import Blocked
from planning.meetings.actions import cancel, change_children, change_people, reschedule
from planning.meetings.queries import meeting
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.children import ChildrenChange
from planning.meetings.rules.scheduling import LocalTimes
from planning.transactions import fetch_value, transaction
from tests.factories import NOW
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")
STEPS = 14


@dataclass
class Told:
    """One meeting as the model knows it: who is there for which children."""

    id: UUID
    people: dict[UUID, set[UUID]]
    children: set[UUID]
    cancelled: bool = False


@dataclass
class Model:
    """Right by being plain: somebody is in a concern while a standing invitation says so."""

    chair: UUID
    meetings: list[Told] = field(default_factory=list)

    def sees(self, person: UUID, concern: UUID) -> bool:
        return any(
            concern in told.people.get(person, set())
            and (not told.cancelled or person == self.chair)
            for told in self.meetings
        )


class Story:
    """Applies random acts to Accord and to the model alike."""

    def __init__(self, scene: Scene, concerns: list[UUID], seed: int) -> None:
        self.scene, self.concerns, self.dice = scene, concerns, random.Random(seed)
        self.model = Model(scene.chair.person_id)
        self.guests = [
            one.person_id for one in (scene.police, scene.health, scene.school, scene.stranger)
        ]

    async def begin(self) -> None:
        """Two meetings of the first two children, an hour apart."""
        for hour in (10, 12):
            asked = self.scene.convening(self.concerns[:2], on=date(2026, 3, 4))
            times = LocalTimes(date(2026, 3, 4), time(hour), time(hour + 1))
            convened = await self.scene.convene(msgspec.structs.replace(asked, times=times))
            people = (self.model.chair, *self.guests[:2])
            there = {person: set(self.concerns[:2]) for person in people}
            self.model.meetings.append(Told(convened.meeting_id, there, set(self.concerns[:2])))

    async def step(self) -> None:
        """One act on a meeting that stands."""
        standing = [told for told in self.model.meetings if not told.cancelled]
        if not standing:
            return
        told = self.dice.choice(standing)
        acts = [self.people, self.people, self.people, self.child, self.move, self.call_off]
        try:
            await self.dice.choices(acts, weights=[4, 4, 4, 2, 1, 1])[0](told)
        except Blocked as refusal:
            raise AssertionError(refusal.message) from refusal

    async def people(self, told: Told) -> None:
        """Somebody comes, goes, or is there for other children."""
        guest = self.dice.choice(self.guests)
        ticks = {one for one in told.children if self.dice.random() < 0.6}
        if guest not in told.people:
            wanted = PeopleChange(add=[Ticked(guest, list(ticks))])
            told.people[guest] = ticks
        elif self.dice.random() < 0.5:
            wanted = PeopleChange(remove=[guest])
            del told.people[guest]
        else:
            wanted = PeopleChange(ticks=[Ticked(guest, list(ticks))])
            told.people[guest] = ticks
        await change_people(
            meeting_id=told.id,
            change=wanted,
            version=await self.version(told),
            actor=self.scene.scheduler,
            now=NOW,
            enqueue=self.scene.sent,
        )

    async def child(self, told: Told) -> None:
        """The third child joins or leaves."""
        third = self.concerns[2]
        wanted = ChildrenChange(add=[third])
        if third in told.children:
            wanted = ChildrenChange(remove=[third])
            told.children.discard(third)
            for theirs in told.people.values():
                theirs.discard(third)
        else:
            for theirs in told.people.values():
                if theirs >= told.children:
                    theirs.add(third)
            told.children.add(third)
        await change_children(
            meeting_id=told.id,
            change=wanted,
            version=await self.version(told),
            actor=self.scene.scheduler,
            now=NOW,
        )

    async def move(self, told: Told) -> None:
        """Another day, at an hour when nobody is busy."""
        day = date(2026, 3, 5) + timedelta(days=self.dice.randrange(200))
        hour = 8 + 2 * self.model.meetings.index(told)
        await reschedule(
            meeting_id=told.id,
            times=LocalTimes(day, time(hour), time(hour + 1)),
            version=await self.version(told),
            actor=self.scene.scheduler,
            now=NOW,
            enqueue=self.scene.sent,
        )

    async def call_off(self, told: Told) -> None:
        """It does not take place."""
        told.cancelled = True
        await cancel(
            meeting_id=told.id,
            reason="Not needed",
            actor=self.scene.scheduler,
            now=NOW,
            enqueue=self.scene.sent,
        )

    async def version(self, told: Told) -> int:
        seen = await meeting(meeting_id=told.id, actor=self.scene.scheduler, now=NOW)
        return seen.version

    async def check(self) -> None:
        """Accord lets in exactly whom the model does."""
        for person in (self.model.chair, *self.guests):
            for concern in self.concerns:
                async with transaction(person):
                    found = await fetch_value("select true from concern where id = $1", concern)
                assert bool(found) is self.model.sees(person, concern)


@pytest.mark.parametrize("seed", range(6))
async def test_exactly_the_right_people_are_in(seed: int) -> None:
    scene = await make_scene()
    concerns = [one.id for one in await scene.concerns("N-1", "N-2", "N-3")]
    story = Story(scene, concerns, seed)
    await story.begin()
    for _ in range(STEPS):
        await story.check()
        await story.step()
    await story.check()
