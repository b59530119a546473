"""Bounds hold: what is proved is never above the best schedule there is."""

import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Thread

import pytest

from planning.surge.solver import bounding
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


def test_bounds_never_fall() -> None:
    known = bounding.better(Bounds(5), Bounds(3))
    assert known == Bounds(5)
    known = bounding.better(known, Bounds(0, 7, 40))
    assert bounding.better(known, Bounds(0, 6, 40)) == Bounds(5, 7, 40)
    assert bounding.better(known, Bounds(0, 2, 38)) == Bounds(5, 2, 38)


def test_what_is_too_large_is_not_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Better no bound than more memory than there is."""
    monkeypatch.setattr(bounding, "_CELLS_AT_MOST", 3)
    here, there = Pipe()
    prove(Compiled(small(1)), there, [])
    assert not here.poll()


def test_without_a_bound_there_is_nothing_to_be_guided_by() -> None:
    ascent = Ascent(Relaxation(Compiled(small(0))))
    assert (ascent.whole(), ascent.guide()) == (0, [])


def proving(compiled: Compiled, *tries: float) -> Connection:
    """The near end of a pipe; the proof goes on beside until it is closed."""
    here, there = Pipe()

    def run() -> None:
        with suppress(OSError, EOFError):
            prove(compiled, there, [time.monotonic() + one for one in tries])

    Thread(target=run, daemon=True).start()
    return here


@pytest.mark.parametrize("most", [-1, 25_000])
def test_bounds_and_a_guide_are_told_until_all_is_settled(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With too many columns nothing is tried in whole meetings, and nothing waits for it."""
    monkeypatch.setattr(bounding, "COLUMNS_AT_MOST", most)
    compiled = Compiled(small(1))
    here = proving(compiled, 60, 0)
    here.send(400.0)
    told: list[Bounds] = []
    while isinstance(said := here.recv(), Bounds):
        told.append(said)
    for job, groups in zip(compiled.jobs, said, strict=True):
        assert sum(groups) & ~job.starts == 0
    if most > 0:
        told.append(here.recv())
    assert not here.poll(0.5), "nothing more is told until all is settled"
    assert [one.lateness for one in told] == sorted(one.lateness for one in told)
    here.send(Settled(400, 60))
    while not (isinstance(said, Bounds) and said.missing_at == 400):
        said = here.recv()
    here.close()


def test_guides_are_told_on_the_way_and_climbing_ends_when_all_is_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounding, "_GUIDING", 0.05)
    here = proving(Compiled(surge(meetings=60, children=20, days=30, load=1.05, seed=3)))
    here.send(2000.0)
    told: list[Bounds] = []
    while isinstance(said := here.recv(), Bounds):
        told.append(said)
    assert told[0].lateness > 0
    here.send(Settled(2000, 60))
    while not (isinstance(said, Bounds) and said.missing_at == 2000):
        said = here.recv()
    here.close()
