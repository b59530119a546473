"""Ranking times for forty people over twenty working days, against looking at each in turn."""

import random
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

from planning.clock import add_working_days, end_of_day, london_date
from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import DEFAULT_HOURS
from planning.finding.rules.ranking import ranked
from planning.finding.rules.search import Diary, Guest, Helper, Place, Search
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, parse_profile
from planning.procedures.shipped import shipped_profile
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark
from tests.rules.naive_finding import naive

PEOPLE, WORKING_DAYS, BUSY_EACH = 40, 20, 60
MOST_MILLISECONDS, LEAST_RATIO = 200, 10
NOW = datetime(2026, 3, 3, 9, 7, tzinfo=UTC)


@benchmark("finding")
async def finding(_: Lab) -> list[Figure]:
    """Milliseconds of ranking in quarter hours, and how many times as long the naive scan takes."""
    search = _search()
    quick = median([_milliseconds(search) for _ in range(9)])
    started = time.perf_counter()
    slow = naive(search)
    slowly = (time.perf_counter() - started) * 1000
    if slow != [slot.starts_at for slot in ranked(search)]:
        raise RuntimeError("The two ways disagree.")
    return [
        at_most("finding: 40 people, 20 working days", quick, "ms", MOST_MILLISECONDS),
        at_least("finding: the naive scan takes", slowly / quick, "times", LEAST_RATIO),
    ]


def _milliseconds(search: Search) -> float:
    started = time.perf_counter()
    ranked(search)
    return (time.perf_counter() - started) * 1000


def _search() -> Search:
    drawn = random.Random(20)
    until = end_of_day(add_working_days(london_date(NOW), WORKING_DAYS, frozenset()))
    categories = list(AgencyCategory)
    return Search(
        now=NOW,
        until=until,
        quarters=4,
        target=NOW + timedelta(days=1),
        limit=NOW + timedelta(days=3),
        kind=parse_profile(shipped_profile()).kinds[MeetingKind.INITIAL],
        children=[],
        guests=[
            Guest(
                UUID(int=number),
                f"Person {number}",
                categories[number % len(categories)],
                True,
                [],
                _diary(drawn),
            )
            for number in range(PEOPLE)
        ],
        chairs=[Helper(UUID(int=100 + n), f"Chair {n}", _diary(drawn)) for n in range(5)],
        minute_takers=[Helper(UUID(int=200 + n), f"Taker {n}", _diary(drawn)) for n in range(5)],
        rooms=[Place(UUID(int=300 + n), f"Room {n}", _diary(drawn).busy) for n in range(5)],
        needs_minute_taker=True,
        needs_room=True,
    )


def _diary(drawn: random.Random) -> Diary:
    starts = [NOW + timedelta(minutes=15 * drawn.randrange(28 * 96)) for _ in range(BUSY_EACH)]
    return Diary(DEFAULT_HOURS, [Taken(start, start + timedelta(hours=1)) for start in starts])
