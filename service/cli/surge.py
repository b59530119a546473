"""accord surge: schedules for a file of meetings. No database is opened, nothing is kept."""

import argparse
import os
import time
from pathlib import Path

import msgspec

from planning.surge.forms.breaches import breaches
from planning.surge.forms.problem import Problem
from planning.surge.forms.reading import MOST_BYTES, Unreadable, read_problem
from planning.surge.forms.schema import shipped_schema
from planning.surge.forms.solution import Solution, Status
from planning.surge.solver.asking import Limit
from service.cli.telling import complain, say
from service.cli.writing import write_whole
from service.surge.solving import Ending, Solved, solve_beside
from service.surge.telling import progress_line, words_of

DONE, REFUSED, UNDECIDED, BROKEN = 0, 1, 3, 70
_LONGEST = 24 * 60 * 60
_MOST_WORKERS = 64
_ENDINGS = {
    Ending.KILLED: "The solver did not stop in time and was ended.",
    Ending.OUT_OF_MEMORY: "The solver needed more than its 2 GB of memory and was ended.",
    Ending.FAILED: "The solver failed; this is a fault of Accord’s.",
}
_CODES = """exit codes:
  0  a schedule was written, or a proof that there is none
  1  the file has faults, all named with their places, or cannot be read or written
  2  not understood
  3  neither a schedule nor a proof was found in time; the answer says so
  70 the solver failed before it found anything

Ctrl-C, or SIGTERM, ends the search; the best answer so far is written."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`solve` answers a problem; `schema` tells its form."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="solve | schema")
    acts.add_parser("schema", help="show the form of problems and solutions, as JSON Schema")
    solve = acts.add_parser(
        "solve", help="find a schedule", epilog=_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    solve.add_argument("problem", type=Path, help="the file, in the form surge/1")
    solve.add_argument("--out", type=Path, required=True, metavar="SOLUTION.json")
    solve.add_argument("--time-limit", type=_seconds, default=60.0, metavar="S", help="default: 60")
    solve.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    solve.add_argument("--workers", type=_workers, default=2, metavar="N", help="default: 2")
    solve.add_argument("--work", type=_seconds, metavar="W", help=_WORK)


_WORK = (
    "stop after so much of the solver’s own time; with --workers 1 the answer is always the same"
)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= _LONGEST:
        raise argparse.ArgumentTypeError(f"choose more than 0 and at most {_LONGEST:,}")
    return value


def _workers(text: str) -> int:
    value = int(text)
    if not 1 <= value <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"choose 1 to {_MOST_WORKERS}")
    return value


def run(options: argparse.Namespace) -> int:
    """Read, solve, judge, write."""
    if options.act == "schema":
        say(shipped_schema().decode())
        return DONE
    began = time.monotonic() - _age()
    try:
        return _solve(options, read_problem(_bytes_of(options.problem)), began)
    except Unreadable as refusal:
        complain(f"{options.problem}: {fault}" for fault in refusal.faults)
    except OSError as fault:
        complain([f"{fault.filename}: {fault.strerror}."])
    except MemoryError:
        complain([f"{options.problem}: there is not memory enough to read it."])
    return REFUSED


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _solve(options: argparse.Namespace, problem: Problem, began: float) -> int:
    """The time limit counts from when the process began."""
    _check_folder(options.out)
    left = max(_LEAST, began + options.time_limit - time.monotonic())
    limit = Limit(left, options.seed, options.work, options.workers)
    solved = solve_beside(problem, limit, progress_line())
    answer = _answer(problem, solved)
    complain(_ENDINGS[solved.ending] for _ in [1] if solved.ending in _ENDINGS)
    wall = round(time.monotonic() - began, 2)
    write_whole(options.out, [_text(msgspec.structs.replace(answer, wall_s=wall))])
    say("\n".join(words_of(answer)))
    if answer.status is not Status.UNKNOWN:
        return DONE
    return BROKEN if solved.ending in {Ending.FAILED, Ending.OUT_OF_MEMORY} else UNDECIDED


def _check_folder(out: Path) -> None:
    """Better now than when a minute has passed."""
    if not out.parent.is_dir():
        raise NotADirectoryError(20, "there is no such folder", str(out.parent))


def _answer(problem: Problem, solved: Solved) -> Solution:
    """The best that was told and can be held; a schedule that cannot is worse than none."""
    for answer in reversed(solved.answers):
        found = breaches(problem, answer.meetings) if answer.meetings else []
        if not found:
            return answer
        complain(["The solver made a schedule that cannot be held; it is not written:", *found])
    return Solution("surge-solution/1", problem.name, Status.UNKNOWN, {})


def _text(answer: Solution) -> str:
    return msgspec.json.encode(answer).decode() + "\n"


def _age() -> float:
    """Seconds since this process was started: a moment where the system cannot tell.

    What has been something else for long, such as a program that calls this, counts as started now.
    """
    try:
        stat = Path("/proc/self/stat").read_text(encoding="utf-8")
        ticks = int(stat.rpartition(")")[2].split()[19])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        age = _MOMENT
    return age if 0 < age < _LONG else _MOMENT


_LEAST, _MOMENT, _LONG = 0.1, 0.2, 20.0
