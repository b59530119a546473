"""Every state that acts of the model lead to, the nearest first.

The search begins at several points of an ordinary course, each reached by acts of the model, so
that what comes before and after the signatures is near, too.
"""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from tests.rules.gate_model import (
    CONTINGENCY,
    FULL,
    HEALTH,
    LEAD,
    POLICE,
    SCHOOL,
    SUPPORT,
    Act,
    Phase,
    Term,
)
from tests.rules.gate_states import State, follow

_BOTH = (CONTINGENCY, SUPPORT)
_LINE = [Act("line", CONTINGENCY, LEAD, 1, FULL)]
_SUBMIT = [Act("submit", kind, LEAD) for kind in _BOTH]
_SIGN = [
    Act("sign", kind, person, agency, Term.NONE)
    for kind in _BOTH
    for agency, person in enumerate((POLICE, HEALTH, SCHOOL))
]
_TELL = [Act("tell", person=LEAD)]
COURSES: list[list[Act]] = [
    [],
    [*_LINE, *_SUBMIT],
    [*_LINE, *_SUBMIT, *_SIGN[:4]],
    [*_LINE, *_SUBMIT, *_SIGN, *_TELL],
]
"""Nothing yet; submitted; half signed; the gate is open."""


@dataclass
class Search:
    """What was found: states by number, each with the state before it and the act between."""

    known: dict[State, int] = field(default_factory=dict)
    before: "array[int]" = field(default_factory=lambda: array("q"))
    acts: list[Act] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    """How many states were first met at each depth."""
    live: int = 0

    def add(self, state: State, before: int, act: Act) -> bool:
        if state in self.known:
            return False
        self.known[state] = len(self.known)
        self.before.append(before)
        self.acts.append(act)
        self.live += state.phase is Phase.LIVE
        return True

    def trace(self, number: int) -> list[Act]:
        """The acts that lead to a state from the beginning."""
        found: list[Act] = []
        while self.before[number] >= 0:
            found.append(self.acts[number])
            number = self.before[number]
        return [*COURSES[-1 - self.before[number]], *reversed(found)]


def explore(limit: int, see: Callable[[State], None]) -> Search:
    """States breadth-first until there are `limit`; `see` is asked about each one."""
    search = Search()
    depth = []
    for place, course in enumerate(COURSES):
        state = along(course)
        search.add(state, -1 - place, Act("begin"))
        see(state)
        depth.append(state)
    while depth and len(search.known) < limit:
        search.depths.append(len(depth))
        depth = list(_next(search, depth, limit, see))
    search.depths.append(len(depth))
    return search


def _next(
    search: Search, depth: list[State], limit: int, see: Callable[[State], None]
) -> Iterator[State]:
    for state in depth:
        before = search.known[state]
        for act, after in follow(state):
            if search.add(after, before, act):
                see(after)
                yield after
        if len(search.known) >= limit:
            return


def along(acts: list[Act]) -> State:
    """Where these acts lead."""
    state = State()
    for act in acts:
        state = dict(follow(state))[act]
    return state


def sampled(search: Search, count: int, random: Random) -> list[list[Act]]:
    """Traces to so many states: half of them in proportion, the others by how the last act is."""
    by_verb: dict[str, list[int]] = {}
    for number, act in enumerate(search.acts):
        by_verb.setdefault(act.verb, []).append(number)
    chosen = set(random.sample(range(len(search.acts)), count // 2))
    while len(chosen) < count:
        chosen.add(random.choice(random.choice(list(by_verb.values()))))
    return [search.trace(number) for number in sorted(chosen)]
