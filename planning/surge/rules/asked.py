"""What a run is asked and what it answers, as both are kept."""

import msgspec

from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Placed, Solution


class Asked(msgspec.Struct, frozen=True):
    """A problem; of a re-plan also what stands, and how many people each move asks again."""

    problem: Problem
    standing: dict[str, Placed] | None = None
    prices: dict[str, int] = {}


class Answer(msgspec.Struct, frozen=True):
    """The best schedule so far; of a re-plan also what it moves, and at what price."""

    solution: Solution
    moved: tuple[str, ...] = ()
    must_move: tuple[str, ...] = ()
    price: int = 0
