"""Bounds hold: what is proved is never above the best schedule there is."""

import time
from contextlib import suppress
from multiprocessing import Pipe
from threading import Thread

import pytest

from planning.surge.solver.ascent import Ascent, Attendance
from planning.surge.solver.bounding import Bounds, Settled, prove
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.relaxed import Relaxation
from planning.surge.solver.sat import Effort
from planning.surge.solver.small import exactly
from planning.surge.solver.values import values
from planning.surge.solver.whole import bounded, columns_within
from tests.surge.instances import small, surge

STEPS = 150


@pytest.mark.parametrize("seed", range(12))
def test_no_bound_is_above_the_best_schedule(seed: int) -> None:
    compiled = Compiled(small(seed))
    exact = exactly(compiled, Effort(seconds=20))
    if exact.seats is None:
        return
    best = values(compiled, exact.seats)
    relaxation = Relaxation(compiled)
    ascent = Ascent(relaxation)
    for _ in range(STEPS):
        ascent.step(best.lateness + 1)
    assert ascent.whole() <= best.lateness
    assert ascent.beyond is not None
    columns = columns_within(relaxation, ascent.beyond, best.lateness - ascent.best)
    proved = bounded(relaxation, columns, upper=best.lateness, seconds=5)
    assert ascent.whole() <= proved <= best.lateness
    attendance = Attendance(relaxation, best.lateness)
    for _ in range(STEPS):
        attendance.step(best.missing + 1)
    assert attendance.whole() <= best.missing


def test_bounds_and_guides_are_told_until_all_is_settled() -> None:
    compiled = Compiled(surge(meetings=24, children=8, days=20, load=0.9, seed=3))
    here, there = Pipe()

    def proving() -> None:
        with suppress(OSError):
            prove(compiled, there, time.monotonic() + 3)

    Thread(target=proving, daemon=True).start()
    here.send(400.0)
    told: list[Bounds] = []
    while isinstance(said := here.recv(), Bounds):
        told.append(said)
    for job, groups in zip(compiled.jobs, said, strict=True):
        assert sum(groups) & ~job.starts == 0
    assert [one.lateness for one in told] == sorted(one.lateness for one in told)
    here.send(Settled(400, 60))
    while not (isinstance(said, Bounds) and said.missing_at == 400):
        said = here.recv()
    here.close()
