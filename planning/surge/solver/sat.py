"""The few words of CP-SAT that our models are written in, straight into its form.

The helper below `cp_model` is used and not `cp_model` itself: without pandas it takes a tenth of
the time to import, and constraints written straight into its form a third of the time to build.
"""

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

from ortools.sat.python import cp_model_helper as cp

Verdict = Literal["optimal", "feasible", "infeasible", "unknown"]
_VERDICTS: dict[int, Verdict] = {
    int(cp.CpSolverStatus.OPTIMAL): "optimal",
    int(cp.CpSolverStatus.FEASIBLE): "feasible",
    int(cp.CpSolverStatus.INFEASIBLE): "infeasible",
}

_POLL_SECONDS = 0.05
_FAR = 1 << 50


class Effort(NamedTuple):
    """How long to search: seconds of the clock, or CP-SAT's own deterministic ones, or both."""

    seconds: float
    work: float | None = None
    seed: int = 0
    workers: int = 1
    stop: Callable[[], bool] | None = None


class Answer(NamedTuple):
    """What CP-SAT says. `value` and `bound` are of the objective, constant included."""

    verdict: Verdict
    values: Sequence[int]
    value: int
    bound: int

    @property
    def found(self) -> bool:
        """Whether there is an assignment in `values`."""
        return self.verdict in ("optimal", "feasible")

    def true(self, literal: int) -> bool:
        """The value of a literal; `not` is written `~literal`."""
        return bool(self.values[literal]) if literal >= 0 else not self.values[~literal]


class Sum:
    """A constant and (variable, coefficient) terms; a variable may come more than once."""

    def __init__(self) -> None:
        self.constant = 0
        self.terms: list[tuple[int, int]] = []

    def add(self, variable: int, coefficient: int) -> None:
        """One term more; of a negated literal, whether it does not hold."""
        if variable < 0:
            self.constant += coefficient
            variable, coefficient = ~variable, -coefficient
        self.terms.append((variable, coefficient))


class Sheet:
    """A model while it is written. Variables are numbers, and `~v` is the negation of a boolean.

    Each variable may carry the value it has in a known solution, as a hint.
    """

    def __init__(self) -> None:
        self.form = cp.CpModelProto()
        self.constant = 0
        self._size = 0
        self._costs: dict[int, int] = {}
        self._hints: dict[int, int] = {}
        self._variables = self.form.variables
        self._constraints = self.form.constraints
        self._intervals = 0

    def variable(self, domain: Sequence[int], hint: int | None = None) -> int:
        """A number in the domain, a flat list of first and last of each run."""
        self._variables.add().domain.extend(domain)
        if hint is not None:
            self._hints[self._size] = hint
        self._size += 1
        return self._size - 1

    def boolean(self, hint: bool | None = None) -> int:  # noqa: FBT001
        """A literal."""
        return self.variable((0, 1), hint)

    def clause(self, literals: Iterable[int]) -> None:
        """At least one holds."""
        self._constraints.add().bool_or.literals.extend(literals)

    def at_most_one(self, literals: Iterable[int]) -> None:
        """No two hold."""
        self._constraints.add().at_most_one.literals.extend(literals)

    def linear(
        self,
        terms: Iterable[tuple[int, int]],
        domain: Sequence[int],
        when: Iterable[int] = (),
    ) -> None:
        """The sum of (variable, coefficient) lies in the domain when all of `when` hold."""
        constraint = self._constraints.add()
        constraint.enforcement_literal.extend(when)
        form = constraint.linear
        variables, coefficients = zip(*terms, strict=True)
        form.vars.extend(variables)
        form.coeffs.extend(coefficients)
        form.domain.extend(domain)

    def within(self, variable: int, domain: Sequence[int], when: int) -> None:
        """The variable lies in the domain when the literal holds."""
        constraint = self._constraints.add()
        constraint.enforcement_literal.append(when)
        form = constraint.linear
        form.vars.append(variable)
        form.coeffs.append(1)
        form.domain.extend(domain)

    def interval(self, start: int, size: int, when: int | None = None) -> int:
        """A stretch of time that is there when the literal holds."""
        number = len(self._constraints)
        constraint = self._constraints.add()
        if when is not None:
            constraint.enforcement_literal.append(when)
        form = constraint.interval
        form.start.vars.append(start)
        form.start.coeffs.append(1)
        form.size.offset = size
        form.end.vars.append(start)
        form.end.coeffs.append(1)
        form.end.offset = size
        return number

    def no_overlap(self, intervals: Iterable[int]) -> None:
        """No two stretches of time meet."""
        self._constraints.add().no_overlap.intervals.extend(intervals)

    def cumulative(self, demands: Iterable[tuple[int, int]], capacity: int) -> None:
        """At no time do the stretches there take more; demands are (stretch, how much)."""
        form = self._constraints.add().cumulative
        form.capacity.offset = capacity
        for interval, demand in demands:
            form.intervals.append(interval)
            form.demands.add().offset = demand

    def block(self, first: int, size: int) -> int:
        """A stretch of time that is always there."""
        number = len(self._constraints)
        form = self._constraints.add().interval
        form.start.offset, form.size.offset, form.end.offset = first, size, first + size
        return number

    def minimise(self, total: Sum, weight: int = 1) -> None:
        """Adds a sum to what is minimised."""
        self.constant += weight * total.constant
        for variable, coefficient in total.terms:
            self._costs[variable] = self._costs.get(variable, 0) + weight * coefficient

    def at_most(self, total: Sum, value: int) -> None:
        """The sum is no more than that."""
        if total.terms:
            self.linear(total.terms, (-_FAR, value - total.constant))

    def hinted(self, variable: int) -> int | None:
        """The value that a variable has in the known solution."""
        return self._hints.get(variable)

    def hinted_value(self) -> int:
        """What the hinted solution costs."""
        return self.constant + sum(c * self._hints[v] for v, c in self._costs.items())

    def solve(self, effort: Effort, below: int | None = None) -> Answer:
        """Minimises, or only satisfies where nothing costs; `below` asks for less than it."""
        costs = {v: c for v, c in self._costs.items() if c}
        if costs:
            self._write_objective(costs, below)
        if self._hints:
            self.form.solution_hint.vars.extend(self._hints.keys())
            self.form.solution_hint.values.extend(self._hints.values())
        return self._answer(_solved(self.form, effort), costs=bool(costs))

    def _write_objective(self, costs: dict[int, int], below: int | None) -> None:
        objective = self.form.objective
        objective.vars.extend(costs.keys())
        objective.coeffs.extend(costs.values())
        if below is not None:
            objective.domain.extend((-_FAR, below - self.constant - 1))

    def _answer(self, response: Any, *, costs: bool) -> Answer:
        if response.status == cp.CpSolverStatus.MODEL_INVALID:
            raise ValueError(cp.CpSatHelper.validate_model(self.form))
        verdict = _VERDICTS.get(int(response.status), "unknown")
        return Answer(
            verdict=verdict,
            values=tuple(response.solution),
            value=round(response.objective_value) + self.constant if costs else 0,
            bound=_up(response.best_objective_bound) + self.constant if costs else 0,
        )


def _solved(form: Any, effort: Effort) -> Any:
    wrapper: Any = cp.SolveWrapper()
    wrapper.set_parameters(_parameters(effort))
    if effort.stop is None:
        return wrapper.solve(form)
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(wrapper, effort.stop, done), daemon=True)
    watch.start()
    try:
        return wrapper.solve(form)
    finally:
        done.set()
        watch.join()


def _watch(wrapper: Any, stop: Callable[[], bool], done: threading.Event) -> None:
    while not done.wait(_POLL_SECONDS):
        if stop():
            wrapper.stop_search()


def _parameters(effort: Effort) -> Any:
    parameters = cp.SatParameters()
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    parameters.max_time_in_seconds = max(0.0, effort.seconds)
    if effort.work is not None:
        parameters.max_deterministic_time = effort.work
    return parameters


def _up(value: float) -> int:
    """The least whole number that is not below it, but for rounding."""
    return math.ceil(value - 1e-6)
