"""A partnership's past meetings replayed: read from a file, every chain followed."""

import random
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from planning.procedures.rules import parse_profile
from planning.procedures.shipped import shipped_profile
from planning.replays.rules import read_file, replay
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark

ROWS, SECONDS, MEGABYTES = 100_000, 60, 500
TODAY = date(2026, 3, 3)
_LENGTHS, _WEIGHTS = (1, 2, 3, 4, 6), (60, 20, 12, 6, 2)


@benchmark("replay")
async def replaying(_lab: Lab) -> list[Figure]:
    """Seconds for 100,000 rows, and the memory that a second run takes."""
    with tempfile.TemporaryDirectory(prefix="accord-") as folder:
        path = _written(Path(folder, "past.csv"))
        seconds = _seconds(path)
        tracemalloc.start()
        _seconds(path, rows=ROWS // 10)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return [
        at_most("replay: 100,000 rows", seconds, "s", SECONDS),
        at_most("replay: memory for 100,000 rows", most * 10 / 1e6, "MB", MEGABYTES),
    ]


def _written(path: Path) -> Path:
    path.write_text("\n".join(_rows()), encoding="utf-8")
    return path


def _seconds(path: Path, rows: int = ROWS) -> float:
    profile = parse_profile(shipped_profile())
    started = time.perf_counter()
    with path.open("rb") as lines:
        file = read_file(
            (line for line, _ in zip(lines, range(rows + 1), strict=False)),
            profile, today=TODAY, tick=_unheard,
        )  # fmt: skip
    found = replay(file, profile, as_of=TODAY, tick=_unheard)
    if (found.totals.meetings, file.faults) != (rows, []):
        raise AssertionError("The file was not read whole.")
    return time.perf_counter() - started


def _unheard(_done: int) -> None:
    """Nobody waits for a benchmark's progress."""


def _rows() -> Iterator[str]:
    drawn = random.Random(1)
    yield "child,held on,outcome,reason,next date,present,absent,team,minutes,minutes approved"
    written = child = 0
    while written < ROWS:
        child += 1
        held = date(2023, 1, 2) + timedelta(days=drawn.randrange(900))
        length = drawn.choices(_LENGTHS, _WEIGHTS)[0]
        for place in range(min(length, ROWS - written)):
            next_on = held + timedelta(days=drawn.randint(1, 12))
            decided = place == length - 1 and drawn.random() < 0.9
            outcome = "no further action,," if decided else "adjourned,medical,"
            yield (
                f"C{child},{held:%d/%m/%Y},{outcome}{'' if decided else f'{next_on:%d/%m/%Y}'},"
                f"social care; police; health,School,Team {child % 9},60,{next_on:%d/%m/%Y}"
            )
            held = next_on
            written += 1
