"""What a forecast is made from: the plan's figures, the weeks, and what there is of each role."""

from enum import StrEnum

from msgspec import Struct

from planning.people.rules import AgencyCategory
from planning.surge.forecast.assumptions import Assumptions

WEEKS = 26


class Victims(Struct, frozen=True):
    """As the plan has them; `planning` is taken as the number to expect, known ones with it."""

    known: int
    suspected: int
    planning: int


class Role(StrEnum):
    """What meetings ask of agencies; the keys of resource types where there is one for it."""

    CHAIRS = "meeting_chairs"
    MINUTE_TAKERS = "minute_takers"
    ROOMS = "room_days"
    CONFERENCES = "conference_slots"
    KEY_WORKERS = "key_workers"
    ATTENDING = "attending"


class Pool(Struct, frozen=True):
    """One role, of one category of agencies where they attend; `None`: not known that week."""

    role: Role
    capacity: tuple[float | None, ...]
    category: AgencyCategory | None = None


class Figures(Struct, frozen=True):
    """`days`: how many working days each week has after the day of go-live."""

    victims: Victims
    assumptions: Assumptions
    days: tuple[int, ...]
    pools: tuple[Pool, ...]


class Band(Struct, frozen=True):
    """Of all runs one in ten is below `low`, one in ten above `high`; `middle` is the median."""

    low: float
    middle: float
    high: float
    mean: float


class WeekAsked(Struct, frozen=True):
    """What a week asks of a role, what there is, and in which share of runs it is too little."""

    asked: Band
    capacity: float | None
    breach: float | None


class More(Struct, frozen=True):
    """The same runs with more of it: the chance of any breach, and what is beyond capacity."""

    more: int
    breach: float
    beyond: float


class RoleForecast(Struct, frozen=True):
    """One pool; everything after `weeks` is `None` where no capacity is known.

    `breach`: in which share of runs some week asks more than there is. `possible` and `likely`:
    the first week by which one run in ten, and one in two, has been beyond capacity. `beyond`: how
    many meetings (conferences, young people) that is on average. `enough`: how many more leave
    one run in ten or fewer beyond.
    """

    role: Role
    category: AgencyCategory | None
    weeks: tuple[WeekAsked, ...]
    breach: float | None = None
    beyond: float | None = None
    possible: int | None = None
    likely: int | None = None
    one_more: More | None = None
    enough: More | None = None


class Forecast(Struct, frozen=True):
    """`follow_on`: the chance that a meeting leads to another; `meetings` are by week."""

    runs: int
    seed: int
    follow_on: float
    victims: Band
    in_surge: Band
    meetings: tuple[Band, ...]
    roles: tuple[RoleForecast, ...]
