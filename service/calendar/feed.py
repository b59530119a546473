"""A person's calendar as what calendar programs fetch, made off the event loop."""

import asyncio
import gzip
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from planning.meetings.queries.calendar_feed import CalendarEntry
from service.calendar.invitations import Entry, serialise_feed

REFRESH = timedelta(hours=1)
"""How often programs are asked to look again."""
_ONE_AFTER_ANOTHER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feeds")
_MODERATE = 5
_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_SOME_MEETING = CalendarEntry(UUID(int=0), "", 0, "", _SOME_TIME, _SOME_TIME, _SOME_TIME)


async def feed_of(entries: Sequence[CalendarEntry], *, base_url: str, zipped: bool) -> bytes:
    """The feed's bytes: the same ones for the same entries. One feed is made at a time."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_ONE_AFTER_ANOTHER, _made, entries, base_url, zipped)


def fingerprint(version: str, *, base_url: str) -> str:
    """Of `feed_of`, without making it; another release that writes otherwise tells by it too."""
    return hashlib.sha256(f"{version} {_manner(base_url)}".encode()).hexdigest()[:32]


@cache
def _manner(base_url: str) -> str:
    """How this release writes a feed here."""
    return hashlib.sha256(_made([_SOME_MEETING], base_url, zipped=False)).hexdigest()


def _made(entries: Sequence[CalendarEntry], base_url: str, zipped: bool) -> bytes:  # noqa: FBT001 - called by position
    feed = serialise_feed([_entry(one, base_url) for one in entries], refresh=REFRESH)
    return gzip.compress(feed, _MODERATE, mtime=0) if zipped else feed


def _entry(entry: CalendarEntry, base_url: str) -> Entry:
    return Entry(
        uid=entry.uid,
        sequence=entry.sequence,
        reference=entry.reference,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        link=f"{base_url}/meetings/{entry.meeting_id}",
        stamped_at=entry.stamped_at,
    )
