"""Bounds are proved in a process of their own while schedules are being improved."""

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import NamedTuple

from planning.surge.solver.ascent import Ascent, Attendance
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.relaxed import Relaxation
from planning.surge.solver.search import Guide
from planning.surge.solver.whole import COLUMNS_AT_MOST, bounded, columns_within

_ENDING, _GUIDING, _PAUSE = 0.5, 1.0, 0.1
_CELLS_AT_MOST = 8_000_000


class Settled(NamedTuple):
    """The lateness that is not improved any more, and how many miss a meeting there."""

    lateness: int
    missing: int


class Bounds(NamedTuple):
    """What is proved: of the lateness, and of those missing for the lateness it was proved for."""

    lateness: int = 0
    missing: int = 0
    missing_at: int | None = None


def better(known: Bounds, told: Bounds) -> Bounds:
    """What is known after a message. Of two latenesses, the bound of those missing is the later."""
    lateness = max(known.lateness, told.lateness)
    if told.missing_at is None:
        told = known
    elif told.missing_at == known.missing_at:
        told = told._replace(missing=max(told.missing, known.missing))
    return told._replace(lateness=lateness)


def prove(compiled: Compiled, talk: Connection, tries: Sequence[float]) -> None:
    """Tell ever better bounds, and guides; hear what better schedules cost, then what is settled.

    `tries` are the moments (of the monotonic clock) at which a try in whole meetings ends: the
    first knows the bound by prices, each later one a better schedule as well.
    """
    if len(compiled.jobs) * compiled.size > _CELLS_AT_MOST:
        return
    relaxation = Relaxation(compiled)
    if not relaxation.allowed.any(axis=1).all():
        return
    hear = _Hearing(talk, float((relaxation.late * relaxation.allowed).max(axis=1).sum()))
    ascent = _climbed(relaxation, talk, hear)
    for end in tries:
        _try_whole(ascent, talk, hear, end)
    _attend(relaxation, talk, hear.settled_at_last())


def _try_whole(ascent: Ascent, talk: Connection, hear: "_Hearing", end: float) -> None:
    """One try, or nothing until its end where there are too many columns."""
    spare = end - time.monotonic() - _ENDING
    if not hear.going() or spare < 1 or ascent.beyond is None:
        return
    upper = int(hear.upper)
    columns = columns_within(ascent.relaxation, ascent.beyond, upper - ascent.best)
    if len(columns.costs) <= COLUMNS_AT_MOST:
        talk.send(Bounds(bounded(ascent.relaxation, columns, upper=upper, seconds=spare)))
        return
    while hear.going() and time.monotonic() < end:
        time.sleep(_PAUSE)


def _climbed(relaxation: Relaxation, talk: Connection, hear: "_Hearing") -> Ascent:
    ascent = Ascent(relaxation)
    told, guided = 0, time.monotonic()
    while hear.going() and ascent.step(hear.upper) and not ascent.at_rest:
        if ascent.whole() > told:
            told = ascent.whole()
            talk.send(Bounds(told))
        if time.monotonic() - guided > _GUIDING:
            talk.send(ascent.guide())
            guided = time.monotonic()
    talk.send(Bounds(ascent.whole()))
    talk.send(ascent.guide())
    return ascent


def _attend(relaxation: Relaxation, talk: Connection, settled: Settled) -> None:
    attendance = Attendance(relaxation, settled.lateness)
    told = -1
    while attendance.step(settled.missing) and not attendance.at_rest:
        if attendance.whole() > told:
            told = attendance.whole()
            talk.send(Bounds(0, told, settled.lateness))


class _Hearing:
    """What the other side said last."""

    def __init__(self, talk: Connection, upper: float) -> None:
        self._talk = talk
        self.upper = upper
        self.settled: Settled | None = None

    def going(self) -> bool:
        """Whether lateness is still being improved."""
        while self.settled is None and self._talk.poll():
            self._take()
        return self.settled is None

    def settled_at_last(self) -> Settled:
        """Waits for it. Raises EOFError when the other side has gone."""
        while self.settled is None:
            self._take()
        return self.settled

    def _take(self) -> None:
        said = self._talk.recv()
        if isinstance(said, Settled):
            self.settled = said
        else:
            self.upper = said


class Prover:
    """The process, from the side of those who improve schedules."""

    def __init__(self, compiled: Compiled, tries: Sequence[float]) -> None:
        context = multiprocessing.get_context("fork")
        self._talk, other = context.Pipe()
        self._process = context.Process(target=_run, args=(compiled, other, tries), daemon=True)
        self._process.start()
        other.close()
        self.bounds = Bounds()
        self.guide: Guide = []

    def hear(self) -> Bounds:
        """The best bounds told by now."""
        with contextlib.suppress(EOFError, OSError):
            while self._talk.poll():
                told = self._talk.recv()
                if isinstance(told, Bounds):
                    self.bounds = better(self.bounds, told)
                else:
                    self.guide = told
        return self.bounds

    def tell(self, said: float | Settled) -> None:
        """Say what the best schedule costs, or what is settled."""
        with contextlib.suppress(OSError):
            self._talk.send(said)

    def end(self) -> None:
        """Ends it, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._talk.close()


def _run(  # pragma: no cover - in a process of its own, which `prove` is tested without
    compiled: Compiled, talk: Connection, tries: Sequence[float]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # HiGHS prints remarks of its own
    with contextlib.suppress(EOFError, OSError, MemoryError):
        prove(compiled, talk, tries)
