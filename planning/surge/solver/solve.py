"""The solver: one pure function from a problem to an answer.

A first valid schedule comes in milliseconds, and ever better ones follow: lateness first, then
attendance, then waiting. Meanwhile another process proves bounds. Small problems are solved exactly
instead, in all tiers.
"""

import math
import time
from typing import Literal

from planning.surge.forms.breaches import breaches
from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Solution, Status
from planning.surge.solver.asking import Limit, Progress, Told, go_on
from planning.surge.solver.bounding import Bounds, Prover, Settled
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.diary import Seat
from planning.surge.solver.improve import step
from planning.surge.solver.proving import confined, counted, searched
from planning.surge.solver.reasons import reasons
from planning.surge.solver.sat import Effort
from planning.surge.solver.search import Guide, Price, Search
from planning.surge.solver.small import exactly, is_small
from planning.surge.solver.values import placed, values

Stage = Literal["first", "lateness", "attendance", "polish"]
_LATENESS, _ATTENDANCE = 0.7, 0.95
_WHOLE = (0.33, 0.7)
# Counting takes milliseconds for so many meetings; for more, seating them all is mostly quicker.
_COUNTED_FIRST = 150
_PRICES = {
    "lateness": Price(1.0, 0.0, 1e-4),
    "attendance": Price(4.0, 1.0, 1e-4),
    "polish": Price(1_000.0, 50.0, 0.02),
}
_HEAT = {"lateness": (5.0, 0.5), "attendance": (1.0, 0.15), "polish": (0.5, 0.05)}
_BATCH = 25
_STEPS_OF_WORK = 3_000
_TELLING = 0.5
_ENDING = 0.15
_PROOF_WORK = 0.1


def solve(problem: Problem, *, limit: Limit, tell: Told = go_on) -> Solution:
    """The best schedule found in the time, with what is proved of it.

    Never later than a second after `limit.seconds`. Infeasible is said only with a proof, and then
    with the reasons found.
    """
    started = time.monotonic()
    answer = _solved(problem, Compiled(problem), limit, tell, started)
    if answer.meetings and breaches(problem, answer.meetings):  # pragma: no cover - never so far
        answer = Solution("surge-solution/1", problem.name, Status.UNKNOWN, {})
    return answer


def _solved(
    problem: Problem, compiled: Compiled, limit: Limit, tell: Told, started: float
) -> Solution:
    if not problem.meetings:
        return _answer(compiled, {}, (0,) * 5, Status.OPTIMAL)
    if len(problem.meetings) <= _COUNTED_FIRST and counted(compiled).verdict == "infeasible":
        return _infeasible(compiled, limit, started)
    if is_small(compiled) and problem.objective == "tiers":
        return _small(compiled, limit, tell, started)
    return _Run(compiled, limit, tell, started).answer()


def _small(compiled: Compiled, limit: Limit, tell: Told, started: float) -> Solution:
    left = limit.seconds - (time.monotonic() - started)
    found = exactly(compiled, Effort(left, limit.work, limit.seed, limit.workers))
    if found.verdict == "infeasible":
        return _infeasible(compiled, limit, started)
    if found.seats is None:
        return _Run(compiled, limit, tell, started).answer()
    return _answer(compiled, found.seats, found.bound, Status(found.verdict))


def _infeasible(compiled: Compiled, limit: Limit, started: float) -> Solution:
    left = min(2.0, limit.seconds - (time.monotonic() - started))
    return Solution(
        "surge-solution/1",
        compiled.problem.name,
        Status.INFEASIBLE,
        {},
        reasons=reasons(compiled, max(0.0, left)),
    )


def _answer(
    compiled: Compiled,
    seats: dict[int, Seat],
    bound: tuple[int | None, ...],
    status: Status = Status.FEASIBLE,
) -> Solution:
    return Solution(
        "surge-solution/1",
        compiled.problem.name,
        status,
        placed(compiled, seats),
        objective=(0, *values(compiled, seats)),
        bound=bound,
        solver="accord",
    )


class _Run:
    """One search, stage by stage."""

    def __init__(self, compiled: Compiled, limit: Limit, tell: Told, started: float) -> None:
        self.compiled, self.limit, self.tell = compiled, limit, tell
        self.started = started
        self.end = started + limit.seconds - _ENDING
        self.best: dict[int, Seat] = {}
        self.late = self.missing = 0
        self.bounds = Bounds()
        self.prover: Prover | None = None
        self.guide: Guide = []
        self.stopped = False
        self._told = -math.inf

    def answer(self) -> Solution:
        """Search until the end, or until nothing is left to gain."""
        search = self._search("lateness", attended=False)
        search.construct()
        late_count = search.best_tally.unseated and len(self.compiled.jobs) > _COUNTED_FIRST
        if late_count and counted(self.compiled).verdict == "infeasible":
            return _infeasible(self.compiled, self.limit, self.started)
        status = self._seat_all(search)
        if status == Status.INFEASIBLE:
            return _infeasible(self.compiled, self.limit, self.started)
        if status == Status.UNKNOWN:
            return Solution("surge-solution/1", self.compiled.problem.name, status, {})
        self._keep(search, "first")
        if self.compiled.problem.objective == "feasibility":
            return _answer(self.compiled, self.best, ())
        try:
            if self.limit.workers > 1:
                tries = [self.started + self.limit.seconds * share for share in _WHOLE]
                self.prover = Prover(self.compiled, tries)
                self.prover.tell(self.late)
            self._improve(search, "lateness", _LATENESS)
            self._settle()
            self._improve(self._attended(), "attendance", _ATTENDANCE)
            polish = self._search("polish", attended=True)
            polish.adopt(self.best)
            self._improve(polish, "polish", 1.0)
        finally:
            if self.prover:
                self._hear()
                self.prover.end()
        return _answer(self.compiled, self.best, self._bound())

    def _search(self, stage: Stage, *, attended: bool) -> Search:
        return Search(self.compiled, seed=self.limit.seed, price=_PRICES[stage], attended=attended)

    def _attended(self) -> Search:
        search = self._search("attendance", attended=True)
        search.adopt(self.best)
        self._keep(search, "attendance")
        return search

    def _seat_all(self, search: Search) -> Status:
        """Go on until everybody is seated, or until it is proved that this cannot be.

        Seating and proving take turns, each longer than the one before.
        """
        turn, few = 1, confined(self.compiled)
        whole = len(few) == len(self.compiled.jobs)
        while search.best_tally.unseated and self._left() > 0:
            for _ in range(turn * _BATCH):
                if search.best_tally.unseated and self._left() > 0:
                    step(search, 1.0)
            if search.best_tally.unseated and few:
                effort = Effort(self._left(), turn * _PROOF_WORK, self.limit.seed)
                found = searched(self.compiled, effort, few)
                if found.verdict == "infeasible":
                    return Status.INFEASIBLE
                if whole and found.seats:
                    search.adopt(found.seats)
            turn *= 2
        return Status.UNKNOWN if search.best_tally.unseated else Status.FEASIBLE

    def _left(self) -> float:
        return 0.0 if self.stopped else self.end - time.monotonic()

    def _improve(self, search: Search, stage: Stage, until: float) -> None:
        """Cool over this stage's share of the time, or of the work."""
        hot, cold = _HEAT[stage]
        begun, end = time.monotonic(), self.started + self.limit.seconds * until - _ENDING
        work = self.limit.work
        steps = math.inf if work is None else work * _STEPS_OF_WORK * _share(stage)
        done = 0
        while self._left() > 0 and done < steps and not self._proved(stage):
            now = time.monotonic()
            spent = done / steps if work is not None else (now - begun) / max(1e-9, end - begun)
            if now >= end:
                break
            heat = hot * (cold / hot) ** min(1.0, spent)
            better = False
            for _ in range(_BATCH):
                better |= step(search, heat)
            done += _BATCH
            if better:
                self._keep(search, stage)
            if now - self._told >= _TELLING:
                self._report(stage)
                search.guide = self.guide if stage == "lateness" else []

    def _keep(self, search: Search, stage: Stage) -> None:
        self.best = search.best
        if search.best_tally.late != self.late and self.prover:
            self.prover.tell(search.best_tally.late)
        self.late, self.missing = search.best_tally.late, search.best_tally.missing
        if stage == "first":
            self._report(stage)

    def _settle(self) -> None:
        if self.prover:
            self.prover.tell(Settled(self.late, sum(len(j.preferred) for j in self.compiled.jobs)))

    def _proved(self, stage: Stage) -> bool:
        """Whether nothing is left to gain in this stage."""
        if stage == "lateness":
            return self.late <= self.bounds.lateness
        return False

    def _report(self, stage: Stage) -> None:
        self._told = time.monotonic()
        self._hear()
        answer = _answer(self.compiled, self.best, self._bound())
        self.stopped |= not self.tell(Progress(self._told - self.started, stage, answer))

    def _hear(self) -> None:
        if self.prover:
            self.bounds = self.prover.hear()
            self.guide = self.prover.guide

    def _bound(self) -> tuple[int | None, ...]:
        """`missing` is bounded for the lateness that was settled or any lower one."""
        at = self.bounds.missing_at
        missing = self.bounds.missing if at is not None and at >= self.late else None
        return (self.bounds.lateness, missing, None, None, None)


def _share(stage: Stage) -> float:
    return {"lateness": _LATENESS, "attendance": _ATTENDANCE - _LATENESS}.get(
        stage, 1.0 - _ATTENDANCE
    )
