"""Any order of asking, answering, confirming, adding and waiting, through the real acts.

Versions of every part have no gap and never change; final text stays; nobody reads, is told or
is counted anything of a part outside their compartments.
"""

from collections.abc import Awaitable
from datetime import timedelta
from random import Random
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.errors import Blocked, Stale
from planning.meetings.actions import NewCorrection
from planning.meetings.queries import MinutesSeen
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.transactions import Connection
from tests.held import undone
from tests.planning.minuted import APPROVED, SECRET, TEXT, Minuting, minuting

STEPS = ("ask joint", "ask first", "ask second", "accept", "decline", "confirm", "add", "wait")


def contents_of(seen: MinutesSeen) -> dict[UUID | None, msgspec.Struct]:
    children: dict[UUID | None, msgspec.Struct] = {one.concern_id: one for one in seen.children}
    return {None: seen.joint, **children}


class Living:
    """Minutes, what a model remembers of them, and the hour."""

    def __init__(self, minutes: Minuting, random: Random) -> None:
        self.minutes, self.random = minutes, random
        self.now = APPROVED
        self.open: list[tuple[UUID, UUID | None]] = []
        self.texts: dict[tuple[UUID | None, int], bytes] = {}
        self.final: dict[UUID | None, bytes] = {}
        self.made = 0

    async def step(self, name: str) -> None:
        self.now += timedelta(minutes=1)
        verb, _, about = name.partition(" ")
        await getattr(self, verb)(*filter(None, [about]))
        await self.look()

    async def ask(self, about: str) -> None:
        concern_id = None if about == "joint" else getattr(self.minutes, about)
        new = NewCorrection(TEXT, f"{SECRET}: no", f"{SECRET}: yes", concern_id)
        police = self.minutes.scene.police
        asked = await self.try_(self.minutes.ask(police, new, now=self.now))
        if isinstance(asked, UUID):
            self.open.append((asked, concern_id))

    async def accept(self) -> None:
        if self.open:
            asked, concern_id = self.open.pop(self.random.randrange(len(self.open)))
            seen = await self.read(self.minutes.scene.chair)
            number = next(one.version for one in seen.parts if one.concern_id == concern_id)
            self.made += 1
            made = await self.minutes.accept(
                asked,
                f"{'Joint' if concern_id is None else concern_id} text {self.made}",
                part_version=number,
                now=self.now,
            )
            assert made == number + 1

    async def decline(self) -> None:
        if self.open:
            asked, _ = self.open.pop()
            await self.minutes.decline(asked, now=self.now)

    async def confirm(self) -> None:
        reader = self.minutes.scene.school
        version = (await self.read(reader)).version
        await self.minutes.confirm(reader, version=version, now=self.now)
        assert (await self.read(reader)).acknowledged

    async def add(self) -> None:
        where = self.random.choice((None, self.minutes.first))
        text = SECRET if where else "For all"
        await self.try_(self.minutes.add(text, concern_id=where, now=self.now))

    async def wait(self) -> None:
        self.now += timedelta(days=self.random.choice((1, 6)))

    async def try_(self, act: Awaitable[object]) -> object:
        """What came of it; refused by the state of things it is nothing."""
        try:
            return await act
        except (Blocked, Stale):
            return None

    async def read(self, actor: Actor, version: int | None = None) -> MinutesSeen:
        return await self.minutes.read(actor, now=self.now, version=version)

    async def look(self) -> None:
        scene = self.minutes.scene
        for reader in (scene.chair, scene.police, scene.school):
            latest = await self.read(reader)
            for number in range(1, latest.versions + 1):
                self.remember(await self.read(reader, number))
            self.stays_final(latest)
        of_school = await self.read(scene.school)
        text = msgspec.json.encode(
            msgspec.structs.replace(
                of_school,
                corrections=[one for one in of_school.corrections if one.concern_id],
            )
        ).decode()
        first = str(self.minutes.first)
        hidden = [word for word in (first, "N-1") if word in text]
        assert hidden == []
        assert {one.concern_id for one in of_school.corrections} <= {None, self.minutes.second}
        assert [one.text for one in of_school.addenda if one.text == SECRET] == []

    def remember(self, seen: MinutesSeen) -> None:
        """Every version of every part says for ever what it said first."""
        contents = contents_of(seen)
        for part in seen.parts:
            said = msgspec.json.encode(contents[part.concern_id])
            key = (part.concern_id, part.version)
            assert self.texts.setdefault(key, said) == said
        for about in {key for key, _ in self.texts}:
            numbers = sorted(number for key, number in self.texts if key == about)
            assert numbers == list(range(1, len(numbers) + 1))

    def stays_final(self, seen: MinutesSeen) -> None:
        """The text of final minutes is never another one."""
        contents = contents_of(seen)
        for about, part in contents.items():
            said = msgspec.json.encode(part)
            if seen.state is MeetingState.FINAL:
                assert self.final.setdefault(about, said) == said


steps = st.lists(st.sampled_from(STEPS), max_size=9)


@pytest.mark.usefixtures("rolled_back")
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps, seed=st.integers(0, 99))
async def test_the_life_of_minutes_in_any_order(
    rolled_back: Connection, steps: list[str], seed: int
) -> None:
    async with undone(rolled_back):
        minutes = await minuting()
        await minutes.approve()
        living = Living(minutes, Random(seed))
        await living.look()
        for name in steps:
            await living.step(name)
