"""Meetings that wait for each other, so that none of them could come first."""

from collections.abc import Iterator, Mapping, Sequence

from planning.surge.forms.problem import Meeting
from planning.surge.forms.schema import Fault


def circles(meetings: Sequence[Meeting], places: Sequence[int]) -> Iterator[Fault]:
    """One fault for each circle, at the meeting of it that stands first in the file."""
    place_of = {one.id: place for one, place in zip(meetings, places, strict=True)}
    waits = _waiting_for_ever(meetings)
    seen: set[str] = set()
    for name in waits:
        circle = _circle_from(name, waits)
        if seen.isdisjoint(circle):
            first = min(range(len(circle)), key=lambda at: place_of[circle[at]])
            turned = [*circle[first:], *circle[:first], circle[first]]
            chain = " after ".join(f"“{one}”" for one in turned)
            yield Fault(f".meetings[{place_of[circle[first]]}].after", f"goes in a circle: {chain}")
        seen.update(circle)


def _waiting_for_ever(meetings: Sequence[Meeting]) -> dict[str, str]:
    """For each meeting in a circle, or behind one, one of those that it waits for in vain."""
    known = {one.id for one in meetings}
    left = {
        one.id: {rule.meeting for rule in one.after if rule.meeting in known} - {one.id}
        for one in meetings
    }
    waiting: dict[str, list[str]] = {}
    for name, befores in left.items():
        for before in befores:
            waiting.setdefault(before, []).append(name)
    ready = [name for name, befores in left.items() if not befores]
    while ready:
        done = ready.pop()
        for name in waiting.get(done, ()):
            left[name].discard(done)
            if not left[name]:
                ready.append(name)
    return {name: min(befores) for name, befores in left.items() if befores}


def _circle_from(name: str, waits: Mapping[str, str]) -> list[str]:
    """The circle in which the way from this meeting ends."""
    way = {name: 0}
    while (name := waits[name]) not in way:
        way[name] = len(way)
    return [*way][way[name] :]
