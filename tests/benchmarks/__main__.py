"""python -m tests.benchmarks [name …]: measure all, or only these; 1 when a bound is broken."""

import asyncio
import sys
import time
from collections.abc import Sequence

import uvloop

from tests.benchmarks.lab import open_lab
from tests.benchmarks.registry import Benchmark, Figure, all_benchmarks
from tests.benchmarks.report import table, write


def main(names: Sequence[str]) -> int:
    """Run them one after another on one database server; the exit code."""
    known = all_benchmarks()
    unknown = [name for name in names if name not in known]
    if unknown:
        _say(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    chosen = [known[name] for name in names] or list(known.values())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        figures = runner.run(_measure(chosen))
    write(figures, whole=not names)
    _say(f"\n{table(figures)}")
    return 1 if any(figure.holds is False for figure in figures) else 0


async def _measure(chosen: Sequence[Benchmark]) -> list[Figure]:
    figures: list[Figure] = []
    async with open_lab() as lab:
        for one in chosen:
            started = time.monotonic()
            figures += await one.run(lab)
            _say(f"{one.name}: measured in {time.monotonic() - started:.0f} s")
    return figures


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


sys.exit(main(sys.argv[1:]))
