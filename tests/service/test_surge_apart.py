"""The worker outlives whatever its solver does, and keeps the best answer that was told."""

import time

import pytest

from planning.surge.actions.running import Step
from planning.surge.forms.problem import Day, Grid, Problem
from planning.surge.rules.asked import Asked
from service.surge.running import GRACE, Found, solve_apart


def asked(name: str) -> Asked:
    return Asked(
        Problem(
            format="surge/1",
            name=name,
            family="",
            objective="tiers",
            grid=Grid(30, (Day(None, 0, 16),)),
            people=(),
            rooms=(),
            locations=(),
            travel=(),
            meetings=(),
            categories=(),
            agencies=(),
            children=(),
        )
    )


async def solved(name: str, *, seconds: float = 5, stop: bool = False) -> tuple[Found, list[Step]]:
    steps: list[Step] = []

    async def heard(step: Step) -> bool:
        steps.append(step)
        return not stop

    found = await solve_apart(
        asked(name), seconds=seconds, heard=heard, module="tests.service.hostile"
    )
    return found, steps


@pytest.mark.parametrize("name", ["dies", "babbles", "hogs"])
async def test_a_solver_that_comes_to_nothing_leaves_no_answer(name: str) -> None:
    found, _ = await solved(name)
    assert found.answer is None


async def test_what_was_told_before_it_died_is_kept() -> None:
    found, _ = await solved("answers_and_dies")
    assert found.answer is not None
    assert found.answer.solution.objective == (0, 1, 0, 0, 0, 0)


async def test_one_that_hangs_is_killed_two_seconds_after_its_time() -> None:
    began = time.monotonic()
    found, steps = await solved("answers_and_hangs", seconds=0.2)
    assert found.answer is not None
    assert time.monotonic() - began < 0.2 + GRACE + 1
    assert [step.stage for step in steps if step.answer] == ["first"]
    assert len(steps) <= 4


async def test_one_that_does_not_stop_when_asked_is_killed() -> None:
    began = time.monotonic()
    await solved("hangs", seconds=30, stop=True)
    assert time.monotonic() - began < 1 + GRACE + 1
