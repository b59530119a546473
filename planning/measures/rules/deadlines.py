"""When things were due, each date worked out once: a million meetings share a thousand dates."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime
from typing import TypeVar

from planning.clock import london_date, working_days_between
from planning.procedures.rules import (
    MeetingKind,
    Profile,
    conference_due,
    convene_limit,
    convene_target,
    minutes_due,
)

Due = TypeVar("Due")


class Deadlines:
    """Deadlines by the procedure of each meeting, with the days closed as known today."""

    def __init__(self, profiles: Mapping[int, Profile], closed: frozenset[date]) -> None:
        self.profiles = profiles
        self._closed = closed
        self._known: dict[Hashable, object] = {}

    def minutes(self, version: int, held_at: datetime) -> date:
        """By the end of which day the minutes are due."""
        key = ("minutes", version, london_date(held_at))
        return self._once(key, lambda: minutes_due(self.profiles[version], held_at))

    def conference(self, version: int, start_on: date) -> date:
        """By the end of which day a conference is due that is counted from a day."""
        key = ("conference", version, start_on)
        return self._once(key, lambda: conference_due(self.profiles[version], start_on))

    def convened(
        self, version: int, kind: MeetingKind, decided_at: datetime
    ) -> tuple[datetime, datetime]:
        """Target and limit of convening: of urgent types hours count from the very moment."""
        profile = self.profiles[version]
        since = decided_at if profile.kinds[kind].urgent else london_date(decided_at)
        return self._once(
            ("convened", version, kind, since),
            lambda: (
                convene_target(profile, kind, decided_at),
                convene_limit(profile, kind, decided_at),
            ),
        )

    def working_days(self, start: date, end: date) -> int:
        """Working days after one day up to and with another."""
        return self._once(
            ("days", start, end), lambda: working_days_between(start, end, self._closed)
        )

    def _once(self, key: Hashable, work: Callable[[], Due]) -> Due:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = work()
        return found  # type: ignore[return-value]
