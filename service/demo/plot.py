"""What happened in Northborough: drawn once from a fixed seed, laid on the days before today.

The shape is the review's: 27 young people, 90 strategy meetings in about 42 working days (§4.33),
many of them repeats without a decision (§4.16). Names and events are invented.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planning.clock import NONE_CLOSED, add_working_days, is_working_day, working_days_between
from planning.procedures.rules import NoDecisionReason, Outcome

CHILDREN, MEETINGS, WORKING_DAYS, SEED = 27, 90, 42, 2009
PLANNED = 105
"""Working days ago that the operation was planned: January, where go-live was in spring."""
LONG_CHAINS = 2
GROWN_UP, GROWN_UP_IN = 4, timedelta(days=60)
"""Which child turns 18 soon, and when."""
LONGEST_RUN = 5
FIRST_NAMES = (
    "Aisha Bethan Chloe Dana Elif Freya Gemma Hana Isla Jade Keira Leah Maya Nadia Orla Poppy "
    "Quinn Rosie Skye Tara Uma Violet Willow Ximena Yasmin Zara Amber"
).split()
LAST_NAMES = (
    "Ashdown Barlow Cartwright Dunmore Ellery Fenwick Garside Holroyd Ingham Jessop Kirkby "
    "Langdale Marsden Netherton Oakes Pickering Quarmby Rawson Selby Thackray Ullswater Varley "
    "Wetherby Yarrow Appleton Birkin Crossley"
).split()

TEAM = "Exploitation team"
CORE = ("police", "nurse")
OTHERS = ("paediatrics", "camhs", "school", "youthjustice", "support")

_REASONS = (
    NoDecisionReason.INFORMATION_OUTSTANDING,
    NoDecisionReason.KEY_AGENCY_ABSENT,
    NoDecisionReason.FORENSIC_OR_DIGITAL_EVIDENCE,
    NoDecisionReason.POLICE_EMBARGO,
    NoDecisionReason.CHILD_MISSING_OR_NOT_SEEN,
    NoDecisionReason.DISAGREEMENT_ON_THRESHOLD,
)
_ENDINGS = (Outcome.S47_CONCLUDED_WITH_CONFERENCE, Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE)
_AT_ONCE = (Outcome.S47_INITIATED_JOINT, Outcome.NO_S47_ASSESSMENT_CONTINUES)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of one child: its day, hour and what it decided."""

    on: date
    hour: int
    outcome: Outcome
    reason: NoDecisionReason | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Story:
    """One child's concern."""

    reference: str
    name: str
    born_on: date
    sittings: tuple[Sitting, ...]


def stories(today: date) -> list[Story]:
    """The 27 stories, the two long undecided ones first; the last meeting is before today."""
    drawn = random.Random(SEED)  # noqa: S311 - the same story each time
    first_day = working_days_before(today, WORKING_DAYS)
    return [
        _story(number, meetings, first_day, today, drawn)
        for number, meetings in enumerate(_meetings_per_child(drawn))
    ]


def parties(told: Sequence[Story]) -> list[tuple[tuple[str, ...], str]]:
    """Who comes to the meetings of each story, and who chairs them."""
    drawn = random.Random(SEED)  # noqa: S311 - the same meetings each time
    return [
        (
            (*CORE, *drawn.sample(OTHERS, drawn.randint(2, 4))),
            drawn.choice(("chair", "scheduler")),
        )
        for _ in told
    ]


def _meetings_per_child(drawn: random.Random) -> list[int]:
    counts = [LONGEST_RUN + 1, LONGEST_RUN, *[2] * (CHILDREN - LONG_CHAINS)]
    while sum(counts) < MEETINGS:
        child = drawn.randrange(LONG_CHAINS, CHILDREN)
        counts[child] += counts[child] < LONGEST_RUN
    return counts


def _story(number: int, meetings: int, first_day: date, today: date, drawn: random.Random) -> Story:
    undecided = meetings if number < LONG_CHAINS else _undecided(meetings, drawn)
    days = _days(meetings, first_day, today, drawn, long=number < LONG_CHAINS)
    sittings = tuple(
        _sitting(position, undecided, days, today, drawn) for position in range(meetings)
    )
    return Story(
        reference=f"NB-{1000 + number * 37}",
        name=f"{FIRST_NAMES[number]} {LAST_NAMES[number]}",
        born_on=_born_on(number, today, drawn),
        sittings=sittings,
    )


def _born_on(number: int, today: date, drawn: random.Random) -> date:
    year, month, day = (
        today.year - drawn.randint(12, 17),
        drawn.randint(1, 12),
        drawn.randint(1, 28),
    )
    if number == GROWN_UP:
        birthday = today + GROWN_UP_IN
        year, month, day = birthday.year - 18, birthday.month, min(birthday.day, 28)
    return date(year, month, day)


def _undecided(meetings: int, drawn: random.Random) -> int:
    return min(meetings - 1, drawn.choices((0, 1, 2, 3), weights=(4, 4, 3, 1))[0])


def _days(
    meetings: int, first_day: date, today: date, drawn: random.Random, *, long: bool
) -> list[date]:
    """Increasing working days between go-live and yesterday: a surge at first, or to this week."""
    room = working_days_between(first_day, today, NONE_CLOSED) - 1
    if long:
        last = room - drawn.randint(0, 2)
        offsets = {last - 4 * back - drawn.randint(0, 1) for back in range(meetings)}
    else:
        offsets = set()
    while len(offsets) < meetings:
        offsets.add(min(room, int(drawn.expovariate(1 / 14))))
    return [add_working_days(first_day, offset, NONE_CLOSED) for offset in sorted(offsets)]


def _sitting(
    position: int, undecided: int, days: list[date], today: date, drawn: random.Random
) -> Sitting:
    on, hour = days[position], drawn.choice((9, 10, 11, 13, 14, 15))
    if position < undecided:
        following = (
            days[position + 1]
            if position + 1 < len(days)
            else add_working_days(today, 2, NONE_CLOSED)
        )
        return Sitting(on, hour, Outcome.ADJOURNED, drawn.choice(_REASONS), following)
    if position + 1 < len(days):
        started = Outcome.S47_CONTINUES if position > undecided else Outcome.S47_INITIATED_JOINT
        return Sitting(on, hour, started, None, None)
    return Sitting(
        on, hour, drawn.choice(_ENDINGS if position > undecided else _AT_ONCE), None, None
    )


def working_days_before(day: date, days: int) -> date:
    """The date that many working days before another."""
    current = day
    while days:
        current -= timedelta(days=1)
        days -= is_working_day(current, NONE_CLOSED)
    return current
