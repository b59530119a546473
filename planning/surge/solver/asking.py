"""What the solver is asked and what it tells on the way."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from planning.surge.forms.solution import Solution


class Limit(NamedTuple):
    """`seconds` of wall-clock time from the call; `work` in CP-SAT's deterministic seconds.

    With `workers=1`, a `work` limit and time enough, the same seed gives the same answer.
    """

    seconds: float
    seed: int = 0
    work: float | None = None
    workers: int = 2


class Progress(NamedTuple):
    """The best answer so far: a whole valid schedule, with the bounds known by then."""

    seconds: float
    stage: Literal["first", "lateness", "attendance", "polish"]
    solution: Solution


# Answers whether to go on: False stops the search, which then returns its best answer.
Told = Callable[[Progress], bool]


def go_on(_: Progress) -> bool:
    """Nobody listens."""
    return True
