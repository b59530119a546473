"""When a past chain would have turned amber and red, and why: the rules of today's chains.

Each day that changed something is a point from which the chain is worked out as it then was,
without what came later; an alert of which the day came before the next such day was raised.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import cast

import msgspec

from planning.chains.rules import Alert, Entry, Facts, Reckoning, alert_on, reckon, shown
from planning.procedures.rules import HANDED_OVER, Outcome, Profile
from planning.replays.rules.histories import (
    ONLY_VERSION,
    History,
    Names,
    Sizes,
    as_entry,
    as_hand_over,
)

_OPEN = HANDED_OVER | {Outcome.ADJOURNED}
_LOUD = (Alert.AMBER, Alert.RED)


class Turn(msgspec.Struct, frozen=True):
    """A chain grew louder on a day; `why` are the reasons for just this loudness."""

    alert: Alert
    on: date
    why: list[str]


class Course(msgspec.Struct, frozen=True):
    """How loud a chain was over time, up to a day; `run` and `undecided_since` are of that day."""

    turns: list[Turn]
    alert: Alert
    run: int
    longest_run: int
    undecided_since: date | None

    def first(self, alert: Alert) -> Turn | None:
        """When it first turned so loud."""
        return next((turn for turn in self.turns if turn.alert is alert), None)


_QUIET = Course([], Alert.NONE, 0, 0, None)


def course_of(
    history: History, profile: Profile, names: Names, sizes: Sizes, as_of: date
) -> Course:
    """Follow a chain from day to day up to `as_of`."""
    if all(met.outcome not in _OPEN for met in history.met):
        return _QUIET
    entries = [as_entry(met, names, sizes.of(met)) for met in history.met]
    profiles = {ONLY_VERSION: profile}
    turns: list[Turn] = []
    loudness, longest = Alert.NONE, 0
    days = _days(history, as_of)
    latest = _as_known(history, entries, days[0], profiles)
    for day, following in zip_longest(days, days[1:]):
        latest = _as_known(history, entries, day, profiles)
        longest = max(longest, latest.kept.run)
        last = following - timedelta(days=1) if following else as_of
        eased = min(loudness, alert_on(latest.kept.amber_on, latest.kept.red_on, day), key=_level)
        turns += _turns(latest, eased, day, last)
        loudness = alert_on(latest.kept.amber_on, latest.kept.red_on, last)
    return Course(turns, loudness, latest.kept.run, longest, latest.kept.undecided_since)


def _days(history: History, as_of: date) -> list[date]:
    """The days that changed something: meetings, and answers of receivers."""
    held = {met.held_on for met in history.met}
    answered = {met.answered_on for met in history.met if met.answered_on}
    return sorted(day for day in held | answered if day <= as_of)


def _as_known(
    history: History, entries: Sequence[Entry], day: date, profiles: Mapping[int, Profile]
) -> Reckoning:
    met = [one for one in history.met if one.held_on <= day]
    facts = Facts(
        entries=list(entries[: len(met)]),
        hand_overs=[as_hand_over(one, day) for one in met if one.outcome in HANDED_OVER],
    )
    # Only a chain without a meeting is nothing, and each of these days has had one.
    return cast("Reckoning", reckon(facts, profiles))


def _turns(latest: Reckoning, loudness: Alert, day: date, last: date) -> list[Turn]:
    kept = latest.kept
    found: list[Turn] = []
    for alert, on in ((Alert.AMBER, kept.amber_on), (Alert.RED, kept.red_on)):
        if on is None or on > last or _LOUD.index(alert) <= _level(loudness):
            continue
        turned = max(on, day)
        if found and found[-1].on == turned:
            found.pop()
        found.append(Turn(alert, turned, _why(latest, alert, turned)))
    return found


def _level(alert: Alert) -> int:
    return _LOUD.index(alert) if alert in _LOUD else -1


def _why(latest: Reckoning, alert: Alert, on: date) -> list[str]:
    return [one.message for one in shown(latest, on).warnings if one.alert is alert]
