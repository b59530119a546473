"""What free meetings may not do to each other: people, journeys, children, rooms and order."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from planning.surge.solver.parts import Part, Parts, Role

_FAR = 1 << 40


def keep_apart(parts: Parts) -> None:
    """Writes every condition between two free meetings."""
    _people(parts)
    _Journeys(parts).write()
    _children(parts)
    _rooms(parts)
    _order(parts)


def _people(parts: Parts) -> None:
    for roles in parts.roles.values():
        if len({meeting for meeting, _ in roles}) > 1:
            parts.sheet.no_overlap(_stretch(parts, role) for role in roles)


def _stretch(parts: Parts, role: Role) -> int:
    """The time that somebody spends in a meeting, if they are in it."""
    meeting, literal = role
    part = parts.of[meeting]
    if literal == part.held:
        return part.interval
    return parts.sheet.interval(part.start, part.job.duration, literal)


class _Journeys:
    """Two meetings of one person at different places leave the time to travel between them."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._first: dict[tuple[int, int], int] = {}

    def write(self) -> None:
        """One clause for each person who may be in both meetings."""
        if not self.parts.night:
            return
        far = self._far_pairs()
        always: set[tuple[int, int]] = set()
        for roles in self.parts.roles.values():
            for (a, in_a), (b, in_b) in combinations(roles, 2):
                if (a, b) in far and (a, b) not in always:
                    if in_a is None and in_b is None:
                        always.add((a, b))
                    absent = [~literal for literal in (in_a, in_b) if literal is not None]
                    self.parts.sheet.clause([*absent, self._before(a, b), self._before(b, a)])

    def _far_pairs(self) -> set[tuple[int, int]]:
        """Pairs that share a day and need a journey one way or the other, both ways round."""
        compiled = self.parts.compiled
        found = set()
        for (a, one), (b, other) in combinations(self.parts.of.items(), 2):
            there = compiled.journey(one.job, other.job)
            back = compiled.journey(other.job, one.job)
            if (there or back) and set(one.days) & set(other.days):
                found |= {(a, b), (b, a)}
        return found

    def _before(self, a: int, b: int) -> int:
        """The literal that says: from the end of a to the start of b there is time to travel."""
        literal = self._first.get((a, b))
        if literal is None:
            one, other = self.parts.of[a], self.parts.of[b]
            gap = one.job.duration + self.parts.compiled.journey(one.job, other.job)
            sheet = self.parts.sheet
            first, then = sheet.hinted(one.start), sheet.hinted(other.start)
            known = None if first is None or then is None else then - first >= gap
            literal = self._first[a, b] = sheet.boolean(known)
            sheet.linear(((other.start, 1), (one.start, -1)), (gap, _FAR), (literal,))
        return literal


def _children(parts: Parts) -> None:
    about: dict[int, list[int]] = defaultdict(list)
    for part in parts.of.values():
        for child in part.job.children:
            about[child].append(part.interval)
    for intervals in dict.fromkeys(tuple(found) for found in about.values() if len(found) > 1):
        parts.sheet.no_overlap(intervals)


def _rooms(parts: Parts) -> None:
    used: dict[int, list[Role]] = defaultdict(list)
    for meeting, part in parts.of.items():
        for room, literal in (part.rooms or {}).items():
            used[room].append((meeting, literal))
    for roles in used.values():
        if len(roles) > 1:
            parts.sheet.no_overlap(_stretch(parts, role) for role in roles)


def _order(parts: Parts) -> None:
    for part in parts.of.values():
        for earlier, days in part.job.after:
            if earlier in parts.of:
                other = parts.of[earlier]
                terms = [*_day(part, 1), *_day(other, -1)]
                least = days - part.days[0] + other.days[0]
                present = (*part.present, *other.present)
                if terms:
                    parts.sheet.linear(terms, (least, _FAR), present)
                elif least > 0:
                    parts.sheet.clause(~literal for literal in present)


def _day(part: Part, sign: int) -> Iterable[tuple[int, int]]:
    """Its day after its first, as terms of a sum."""
    return ((literal, sign * (day - before)) for before, day, literal in part.steps)
