"""What a benchmark is. A module here named `bench_*.py` adds its own by decorating a function."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tests.benchmarks.lab import Lab


class Figure(msgspec.Struct, frozen=True):
    """One measured value; `bound` is in words, `holds` is `None` for what is only told."""

    name: str
    value: float
    unit: str
    bound: str = ""
    holds: bool | None = None


Run = Callable[[Lab], Awaitable[list[Figure]]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A named run that can be done alone."""

    name: str
    run: Run


_known: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Run], Run]:
    """Register a run under a name for `make bench ONLY=name`."""

    def register(run: Run) -> Run:
        if name in _known:
            raise ValueError(f"Two benchmarks are called {name}.")
        _known[name] = Benchmark(name, run)
        return run

    return register


def all_benchmarks() -> dict[str, Benchmark]:
    """Every benchmark of this folder, by name, in the order of the modules' names."""
    folder = Path(__file__).parent
    for module in sorted(found.name for found in pkgutil.iter_modules([str(folder)])):
        if module.startswith("bench_"):
            importlib.import_module(f"tests.benchmarks.{module}")
    return dict(_known)


def at_least(name: str, value: float, unit: str, bound: float) -> Figure:
    """A figure that holds from its bound upwards."""
    return Figure(name, value, unit, f"≥ {bound:g}", holds=value >= bound)


def at_most(name: str, value: float, unit: str, bound: float) -> Figure:
    """A figure that holds up to its bound."""
    return Figure(name, value, unit, f"≤ {bound:g}", holds=value <= bound)


def told(name: str, value: float, unit: str) -> Figure:
    """A figure without a bound."""
    return Figure(name, value, unit)
