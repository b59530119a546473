"""Small problems, exactly: the best schedule in all five tiers, with its proof.

Tiers 1 to 3 are one search, as weights keep their order. Idle time and balance follow, each among
the schedules that are the best so far.
"""

import time
from typing import NamedTuple

from planning.surge.solver.compiled import Compiled
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.named import NamedModel, Outcome
from planning.surge.solver.parts import Wishes
from planning.surge.solver.polish import balance, fragmentation
from planning.surge.solver.proving import searched
from planning.surge.solver.sat import Effort, Verdict

_MEETINGS = 20
_PLACES = 1500
_TIERS = 5


class Exact(NamedTuple):
    """`bound` holds what is proved of each tier from 1 on; all of it when the verdict is
    optimal.
    """

    verdict: Verdict
    seats: dict[int, Seat] | None
    bound: tuple[int | None, ...]


def is_small(compiled: Compiled) -> bool:
    """Whether the exact model can be expected to be solved in seconds."""
    people = sum(len(people) for job in compiled.jobs for people, _ in job.pools)
    return len(compiled.jobs) <= _MEETINGS and people <= _PLACES


def exactly(compiled: Compiled, effort: Effort) -> Exact:
    """The best schedule; what was found and proved until then when the effort is spent."""
    deadline = time.monotonic() + effort.seconds
    free = {job.number: compiled.everything for job in compiled.jobs}
    model = NamedModel(Diary(compiled), free)
    weights = model.lexicographic()
    model.charge(weights)
    first = model.solve(effort)
    if first.seats is None:
        sure = first.verdict == "infeasible" and searched(compiled, effort).verdict == "infeasible"
        return Exact("infeasible" if sure else "unknown", None, ())
    if first.verdict != "optimal":
        return Exact("feasible", first.seats, (first.bound // weights.late, *[None] * 4))
    late, rest = divmod(first.value, weights.late)
    best = [late, *divmod(rest, weights.missing)]
    return _polished(_Stage(compiled, free, deadline, effort), first.seats, best)


class _Stage(NamedTuple):
    """What each later search shares."""

    compiled: Compiled
    free: dict[int, int]
    deadline: float
    effort: Effort

    def search(self, seats: dict[int, Seat], best: list[int]) -> Outcome:
        """The best of the next tier, where the tiers before are as good as given."""
        model = NamedModel(Diary(self.compiled), self.free, Wishes(hint=seats))
        tiers = (model.lateness, model.missing, model.wait)
        for tier, value in zip(tiers, best, strict=False):
            model.sheet.at_most(tier(), value)
        idle = fragmentation(model)
        if len(best) == len(tiers):
            model.sheet.minimise(idle)
        else:
            model.sheet.at_most(idle, best[-1])
            model.sheet.minimise(balance(model))
        return model.solve(self.effort._replace(seconds=self.deadline - time.monotonic()))


def _polished(stage: _Stage, seats: dict[int, Seat], best: list[int]) -> Exact:
    """With idle time and balance, as far as the effort goes."""
    while len(best) < _TIERS:
        outcome = stage.search(seats, best)
        seats = seats if outcome.seats is None else outcome.seats
        if outcome.verdict != "optimal":
            bound = max(0, outcome.bound) if outcome.seats else None
            return Exact("feasible", seats, (*best, bound, *[None] * (_TIERS - 1 - len(best))))
        best.append(outcome.value)
    return Exact("optimal", seats, tuple(best))
