"""A person's calendar holds what they are asked to or chair, and a change of it is known."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest

from planning.meetings.actions import (
    add_action,
    answer_invitation,
    cancel,
    change_people,
    reschedule,
)
from planning.meetings.queries import calendar_feed, meeting
from planning.meetings.queries.calendar_feed import (
    CalendarEntry,
    calendar_entries,
    calendar_version,
)
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import LocalTimes
from planning.outbox import MeetingInvitation
from planning.people.rules import Actor
from planning.transactions import Connection
from tests.factories import NOW
from tests.planning.test_meetings_held import outcome, tell, told
from tests.scene import Scene, make_scene

LATER = NOW + timedelta(minutes=5)


async def shown(person: Actor, now: datetime = NOW) -> list[CalendarEntry]:
    return await calendar_entries(person_id=person.person_id, now=now)


async def version(person: Actor, now: datetime = NOW) -> str:
    return await calendar_version(person_id=person.person_id, now=now)


class Met(msgspec.Struct):
    """The usual meeting of one child."""

    scene: Scene
    id: UUID
    child_id: UUID

    async def change(self, change: PeopleChange) -> None:
        await change_people(
            meeting_id=self.id, change=change, version=await self._version(),
            actor=self.scene.scheduler, now=LATER, enqueue=self.scene.sent,
        )  # fmt: skip

    async def move(self) -> None:
        times = LocalTimes(date(2026, 3, 9), time(15), time(16))
        await reschedule(
            meeting_id=self.id, times=times, version=await self._version(),
            actor=self.scene.scheduler, now=LATER, enqueue=self.scene.sent,
        )  # fmt: skip

    async def call_off(self) -> None:
        await cancel(
            meeting_id=self.id, reason="Not needed", actor=self.scene.scheduler, now=LATER,
            enqueue=self.scene.sent,
        )  # fmt: skip

    async def answer(self, person: Actor, answer: Answer) -> None:
        await answer_invitation(meeting_id=self.id, answer=answer, actor=person, now=LATER)

    async def _version(self) -> int:
        seen = await meeting(meeting_id=self.id, actor=self.scene.scheduler, now=NOW)
        return seen.version


@pytest.fixture
async def met(rolled_back: Connection) -> Met:
    scene = await make_scene()
    (concern,) = await scene.concerns("N-1")
    return Met(scene, await scene.meet(concern.id), concern.id)


async def test_an_entry_says_what_the_mail_said(met: Met) -> None:
    """The same UID and SEQUENCE, so that a program which holds both knows them for one."""
    scene = met.scene
    for _ in range(2):
        asked = [
            one
            for one in scene.sent.messages
            if isinstance(one, MeetingInvitation)
            and one.recipient.person_id == scene.police.person_id
        ][-1]
        (entry,) = await shown(scene.police)
        assert entry == CalendarEntry(
            meeting_id=met.id,
            uid=asked.uid,
            sequence=asked.sequence,
            reference=asked.reference,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            stamped_at=LATER if asked.sequence else NOW,
        )
        await met.change(PeopleChange(remove=[scene.police.person_id]))
        await met.change(PeopleChange(add=[Ticked(scene.police.person_id, [met.child_id])]))


async def test_who_is_not_asked_has_no_entry_and_who_chairs_has_one(met: Met) -> None:
    scene = met.scene
    assert [len(await shown(one)) for one in (scene.chair, scene.police, scene.health)] == [1] * 3
    assert [await shown(one) for one in (scene.scheduler, scene.stranger)] == [[], []]
    await met.answer(scene.chair, Answer.DECLINED)
    assert len(await shown(scene.chair)) == 1


CHANGES: dict[str, Callable[[Met], Awaitable[None]]] = {
    "declined": lambda met: met.answer(met.scene.police, Answer.DECLINED),
    "taken off": lambda met: met.change(PeopleChange(remove=[met.scene.police.person_id])),
    "called off": lambda met: met.call_off(),
    "moved": lambda met: met.move(),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_changes_a_person_s_calendar_changes_its_fingerprint(
    met: Met, change: str
) -> None:
    before = await shown(met.scene.police)
    was = await version(met.scene.police)
    await CHANGES[change](met)
    after = await shown(met.scene.police)
    assert len(after) == (change == "moved")
    assert after != before
    assert await version(met.scene.police) != was


async def _somebody_else_joins(met: Met) -> None:
    await met.change(PeopleChange(add=[Ticked(met.scene.school.person_id, [met.child_id])]))


async def _something_is_to_be_done(met: Met) -> None:
    await add_action(
        meeting_id=met.id, concern_id=met.child_id, what="Visit",
        owner_id=met.scene.police.person_id, due_on=date(2026, 3, 9), actor=met.scene.chair,
        now=LATER,
    )  # fmt: skip


async def _another_meeting(met: Met) -> None:
    (concern,) = await met.scene.concerns("N-2")
    asked = met.scene.convening([concern.id], on=date(2026, 3, 5))
    await met.scene.convene(msgspec.structs.replace(asked, invitees=[]))


OTHERS: dict[str, Callable[[Met], Awaitable[object]]] = {
    "accepted": lambda met: met.answer(met.scene.police, Answer.ACCEPTED),
    "somebody else declines": lambda met: met.answer(met.scene.health, Answer.DECLINED),
    "somebody else joins": _somebody_else_joins,
    "the record is written": lambda met: met.scene.write(
        met.id, Section.ANALYSIS, "A", met.child_id
    ),
    "an action is added": _something_is_to_be_done,
    "people come": lambda met: met.scene.come(met.id),
    "a meeting of others": _another_meeting,
}


@pytest.mark.parametrize("other", OTHERS)
async def test_nothing_else_changes_it(met: Met, other: str) -> None:
    before, was = await shown(met.scene.police), await version(met.scene.police)
    await OTHERS[other](met)
    assert (await shown(met.scene.police), await version(met.scene.police)) == (before, was)


async def test_meetings_of_the_last_thirty_days_stay(met: Met) -> None:
    for day, there in ((date(2026, 4, 3), 1), (date(2026, 4, 4), 0)):
        now = datetime.combine(day, time(12), tzinfo=NOW.tzinfo)
        assert len(await shown(met.scene.police, now)) == there
        assert (await version(met.scene.police, now) == await version(met.scene.stranger)) is (
            there == 0
        )


async def test_an_invitation_that_has_lapsed_shows_nothing(
    met: Met, rolled_back: Connection
) -> None:
    was = await version(met.scene.police)
    await rolled_back.execute("set local accord.now = '2027-01-01'")
    assert await shown(met.scene.police) == []
    assert await version(met.scene.police) != was


async def test_a_discussion_told_after_it_was_held_was_in_nobody_s_calendar(met: Met) -> None:
    (concern,) = await met.scene.concerns("N-2")
    before = await shown(met.scene.chair)
    await tell(met.scene, told(met.scene, outcome(concern)))
    assert await shown(met.scene.chair) == before


async def test_of_too_many_the_latest_are_shown(met: Met, monkeypatch: pytest.MonkeyPatch) -> None:
    (concern,) = await met.scene.concerns("N-2")
    await met.scene.convene(met.scene.convening([concern.id], on=date(2026, 3, 5)))
    both = await shown(met.scene.police)
    assert [one.starts_at for one in both] == sorted(one.starts_at for one in both)
    limited = calendar_feed._SHOWN.replace("limit 5000", "limit 1")
    for name in ("_ENTRIES", "_VERSION"):
        statement = getattr(calendar_feed, name)
        monkeypatch.setattr(calendar_feed, name, statement.replace(calendar_feed._SHOWN, limited))
    assert await shown(met.scene.police) == both[1:]
