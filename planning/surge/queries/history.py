"""What earlier surges of the partnership came to: means alone, once there are enough of them."""

from datetime import date

from msgspec import Struct

from planning.procedures.queries import closed_days
from planning.surge.forecast import SURGE_DAYS, meetings_forecast
from planning.surge.forecast.given import sound
from planning.surge.rules.calendar import history_days
from planning.transactions import fetch_one

LEAST_MEETINGS, LEAST_VICTIMS, LEAST_OPERATIONS = 90, 27, 3
"""A history: as many as the review rests on, and so many operations that none of them shows."""


class _Means(Struct, frozen=True):
    meetings_per_victim: float | None
    attendees: float | None


async def surge_history(today: date, closed: frozenset[date]) -> dict[str, float]:
    """By assumption, those that the history tells; inside an open transaction.

    Empty for who is in no operation, and until the partnership has a history.
    """
    found = await fetch_one(
        _Means,
        "select * from accord_surge_history($1, $2)",
        history_days(today, closed),
        SURGE_DAYS,
    )
    return sound({
        field: number
        for field in _Means.__struct_fields__
        if (number := getattr(found, field, None)) is not None
    })  # fmt: skip


class Expected(Struct, frozen=True):
    """Meetings to expect of a surge, whoever asks.

    `rate`: for each victim, by the partnership's own history once there is one.
    """

    rate: float | None

    def meetings(self, victims: int) -> int:
        """For so many victims, rounded up."""
        return meetings_forecast(victims, self.rate)


async def expected_surge(today: date) -> Expected:
    """What the gate asks capacity for; inside an open transaction."""
    history = await surge_history(today, await closed_days())
    return Expected(history.get("meetings_per_victim"))
