"""On problems small enough to try every schedule, the solver's answer is the best in every tier."""

import pytest

from planning.surge.forms.solution import Status
from planning.surge.solver.asking import Limit
from planning.surge.solver.solve import solve
from tests.surge.brute import best_of
from tests.surge.checker import faults, lies, values
from tests.surge.instances import small

SKIPPED = {2, 9, 11, 14, 22}
"""These have too many schedules to try each in a moment."""


@pytest.mark.parametrize("seed", sorted({*range(28)} - SKIPPED))
def test_nothing_is_better(seed: int) -> None:
    problem = small(seed)
    best = best_of(problem)
    solution = solve(problem, limit=Limit(20, workers=1))
    if best is None:
        assert (solution.status, solution.meetings) == (Status.INFEASIBLE, {})
    else:
        assert (faults(problem, solution), lies(problem, solution)) == ([], [])
        assert solution.status is Status.OPTIMAL
        assert (values(problem, solution), solution.objective) == (best, best)
        assert solution.bound == best[1:]
