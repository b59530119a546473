"""Programs that are not ours read a subscription of any size, and it keeps nobody waiting."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid5

import pytest

from planning.meetings.queries.calendar_feed import MOST_ENTRIES, CalendarEntry
from service.calendar.feed import feed_of, fingerprint
from tests.calendar.oracles import ORACLES
from tests.factories import NOW

BASE = "https://accord.test"


def entries(count: int) -> list[CalendarEntry]:
    """An hour each, one after the other over the changes of the clocks."""
    return [
        CalendarEntry(
            meeting_id=uuid5(UUID(int=0), str(number)),
            uid=f"{uuid5(UUID(int=1), str(number))}@accord",
            sequence=number % 3,
            reference="7K4-QXP",
            starts_at=NOW + timedelta(hours=2 * number),
            ends_at=NOW + timedelta(hours=2 * number + 1),
            stamped_at=NOW,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("oracle", ORACLES)
async def test_every_meeting_of_a_full_feed_is_read(oracle: str) -> None:
    sent = entries(MOST_ENTRIES)
    (read,) = ORACLES[oracle]([await feed_of(sent, base_url=BASE, zipped=False)])
    assert read.method is None
    assert [(one.uid, one.sequence, one.starts_at, one.ends_at) for one in read.events] == [
        (one.uid, one.sequence, one.starts_at, one.ends_at) for one in sent
    ]
    assert {(one.organiser, *one.attendees) for one in read.events} == {(None,)}


async def test_others_are_served_while_a_full_feed_is_made() -> None:
    making = asyncio.create_task(feed_of(entries(MOST_ENTRIES), base_url=BASE, zipped=True))
    turns = 0
    while not making.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 5


async def test_the_same_entries_make_the_same_bytes() -> None:
    made = [await feed_of(entries(3), base_url=BASE, zipped=zipped) for zipped in (False, True) * 2]
    assert made[:2] == made[2:]


def test_a_feed_of_another_address_has_another_fingerprint() -> None:
    told = [
        fingerprint(version, base_url=url)
        for version, url in (("a", BASE), ("b", BASE), ("a", "https://other.test"), ("a", BASE))
    ]
    assert len(set(told)) == 3
    assert told[0] == told[3]
