"""The solver on problems too large for the exact model: valid, bounded, steadily better."""

import pytest

from planning.surge.forms.solution import Status
from planning.surge.solver.asking import Limit, Progress
from planning.surge.solver.solve import solve
from tests.surge.checker import faults, values
from tests.surge.instances import surge


def test_ninety_meetings_are_scheduled_ever_better_and_bounded() -> None:
    problem = surge(meetings=90, children=27, days=42, load=0.7, seed=1)
    told: list[Progress] = []

    def hear(progress: Progress) -> bool:
        told.append(progress)
        return True

    answer = solve(problem, limit=Limit(2.5, seed=1), tell=hear)
    assert faults(problem, answer) == []
    assert answer.objective == values(problem, answer)
    assert answer.status is Status.FEASIBLE
    assert answer.bound is not None
    assert (answer.bound[0] or 0) <= answer.objective[1]
    late = [one.solution.objective[1] for one in told if one.solution.objective]
    assert late == sorted(late, reverse=True)
    assert told[0].stage == "first"


def test_who_has_heard_enough_gets_the_best_so_far() -> None:
    problem = surge(meetings=90, children=27, days=42, load=0.7, seed=2)
    answer = solve(problem, limit=Limit(60.0), tell=lambda _: False)
    assert faults(problem, answer) == []


def test_the_same_seed_and_work_give_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it tells on the way."""
    monkeypatch.setattr("planning.surge.solver.solve._TELLING", 0.0)
    problem = surge(meetings=24, children=8, days=20, load=0.9, seed=3)
    limit = Limit(60.0, seed=5, work=0.02, workers=1)
    assert solve(problem, limit=limit) == solve(problem, limit=limit)
