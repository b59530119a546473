"""Two do the same with the minutes at the same moment: one wins, the other is told."""

import asyncio
from collections.abc import Awaitable

import asyncpg
import pytest

from planning.errors import Blocked, Stale
from planning.meetings.actions import finish_by_clock
from planning.meetings.rules.states import MeetingState
from planning.outbox import Notice, NoticeKind
from planning.transactions import using
from tests.planning.minuted import AFTER, Minuting, minuting

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
async def minutes() -> Minuting:
    made = await minuting()
    await made.approve()
    return made


async def together(*acts: Awaitable[object]) -> list[str]:
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert all(isinstance(one, Blocked | Stale | int | None) for one in results)
    return [str(one) for one in results if isinstance(one, BaseException)]


async def test_a_correction_is_answered_once(minutes: Minuting) -> None:
    asked = await minutes.ask(minutes.scene.police)
    lost = await together(minutes.accept(asked), minutes.decline(asked), minutes.accept(asked))
    assert lost == ["This correction has been answered already."] * 2
    (kept,) = (await minutes.read(minutes.scene.police)).corrections
    assert kept.answered_at is not None


async def test_two_accepted_at_once_do_not_overwrite_each_other(minutes: Minuting) -> None:
    first, second = [await minutes.ask(who) for who in (minutes.scene.police, minutes.scene.health)]
    lost = await together(minutes.accept(first, "Six."), minutes.accept(second, "Seven."))
    assert lost == [
        "This part was corrected while you had it open. Read its new text, then answer."
    ]
    assert (await minutes.read(minutes.scene.police)).versions == 2


async def test_asked_in_the_moment_of_the_chair_s_final_act_it_is_heard_or_refused(
    minutes: Minuting,
) -> None:
    scene = minutes.scene
    await minutes.confirm(scene.police, scene.health, scene.school)
    results = await asyncio.gather(
        minutes.ask(scene.police), minutes.finish(), return_exceptions=True
    )
    seen = await minutes.read(scene.police)
    refused = [one for one in results if isinstance(one, Blocked)]
    assert len(refused) == 1
    asked_first = seen.state is MeetingState.IN_CORRECTION
    assert len(seen.corrections) == (1 if asked_first else 0)


async def test_two_workers_make_minutes_final_once(
    minutes: Minuting, worker_pool: asyncpg.Pool
) -> None:
    async def strike() -> None:
        with using(worker_pool):
            await finish_by_clock(now=AFTER, enqueue=minutes.scene.sent)

    assert await together(strike(), strike()) == []
    told = [
        message.recipient.person_id
        for message in minutes.scene.sent.messages
        if isinstance(message, Notice)
        and message.kind is NoticeKind.MINUTES_FINAL
        and message.subject_id == minutes.meeting_id
    ]
    assert sorted(told) == sorted(minutes.everybody)
