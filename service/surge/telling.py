"""A solution in words, for a terminal."""

import sys
from collections.abc import Callable, Iterator
from time import monotonic

from planning.surge.forms.solution import Solution, Status
from service.surge.child import Line

_TIERS = ("lateness", "preferred people missing", "wait", "fragmentation", "imbalance")
_STAGES = {
    "first": "looking for a schedule",
    "lateness": "lessening lateness",
    "attendance": "getting preferred people to come",
    "polish": "shortening waits and idle time",
}
_SECONDS = 0.2
_WIDTH = 78


def words_of(solution: Solution) -> Iterator[str]:
    """What was found, one sentence or tier to a line."""
    if solution.status is Status.INFEASIBLE:
        yield "There is no schedule, and that is proved."
        yield from (f"  {reason.words}" for reason in solution.reasons)
    elif solution.status is Status.UNKNOWN:
        yield "Neither a schedule nor a proof that there is none was found in time."
    else:
        best = "; none is better" if solution.status is Status.OPTIMAL else ""
        yield f"{len(solution.meetings):,} meetings placed{best}."
        yield from (f"  {tier}" for tier in _tiers(solution))


def _tiers(solution: Solution) -> Iterator[str]:
    """A bound is told as long as every tier before reaches its own."""
    bounds = [*(solution.bound or ()), *[None] * len(_TIERS)]
    for name, value, bound in zip(_TIERS, (solution.objective or ())[1:], bounds, strict=False):
        proved = "" if bound is None else f" (proved: {bound:,} or more)"
        yield f"{name}: {value:,}{proved}"


def progress_line() -> Callable[[Line], None]:
    """Keeps one line of standard error up to date, where it is a terminal."""
    if not sys.stderr.isatty():
        return lambda _: None
    started = spoken = monotonic()

    def tick(line: Line) -> None:
        nonlocal spoken
        if line.stage is None or monotonic() - spoken < _SECONDS:
            return
        spoken = monotonic()
        best = ", ".join([*_tiers(line.solution)][:2])
        text = f"{spoken - started:.0f} s, {_STAGES[line.stage]}: {best}"
        sys.stderr.write(f"{text[:_WIDTH]:<{_WIDTH}}\r")
        sys.stderr.flush()

    return tick
