"""Whether there is a schedule at all: proofs by counting first, then by the model with names.

A person who must come to a meeting may not fill one of its quorum places as well. Whoever reads the
rules otherwise would find a schedule where we find none, so a proof lets those who must come fill
such places at no cost: it then holds either way.
"""

from collections import Counter
from collections.abc import Collection
from copy import copy
from typing import NamedTuple

from planning.surge.solver.compiled import Compiled, Job, bits
from planning.surge.solver.counted import Shortage, Supply, openings, shortage_of, supplies
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.named import NamedModel
from planning.surge.solver.parts import Parts
from planning.surge.solver.sat import Effort, Verdict

_FEW_STARTS = 24
_FEW_MEETINGS = 60


class Proof(NamedTuple):
    """`seats` is a whole schedule where one was met on the way; `shortage` what counting found."""

    verdict: Verdict
    seats: dict[int, Seat] | None = None
    shortage: Shortage | None = None


def confined(compiled: Compiled) -> list[int]:
    """The meetings that could begin at few slots only: a proof by search is likeliest there."""
    found = [job.number for job in compiled.jobs if job.starts.bit_count() <= _FEW_STARTS]
    return found[:_FEW_MEETINGS]


def counted(compiled: Compiled, among: Collection[int] | None = None) -> Proof:
    """A proof without search for all meetings or these alone, in milliseconds, or unknown."""
    numbers = range(len(compiled.jobs)) if among is None else among
    lenient = with_jobs(compiled, [_lenient(compiled, job) for job in compiled.jobs])
    starts = openings(lenient, numbers)
    shortage = _nowhere(lenient, starts) or shortage_of(lenient, starts)
    return Proof("unknown") if shortage is None else Proof("infeasible", shortage=shortage)


def searched(compiled: Compiled, effort: Effort, among: Collection[int] | None = None) -> Proof:
    """A proof, or a schedule, or unknown when the effort was spent."""
    numbers = range(len(compiled.jobs)) if among is None else among
    jobs = [_lenient(compiled, job) for job in compiled.jobs]
    found = _schedule(with_jobs(compiled, jobs), numbers, effort)
    if found.seats is None or jobs == compiled.jobs:
        return found
    strict = _schedule(compiled, numbers, effort)
    return Proof("unknown") if strict.verdict == "infeasible" else strict


def with_jobs(compiled: Compiled, jobs: list[Job]) -> Compiled:
    """The same world with other meetings."""
    other = copy(compiled)
    other.jobs = jobs
    return other


def _lenient(compiled: Compiled, job: Job) -> Job:
    """Each of those who must come fills a place of every category that they are of."""
    filled = Counter(
        category
        for category in job.categories
        for person in job.required
        if person in compiled.quorum_members[category]
    )
    left = [
        (category, people, count - filled[category])
        for category, (people, count) in zip(job.categories, job.pools, strict=True)
        if count > filled[category]
    ]
    return job._replace(
        categories=tuple(category for category, _, _ in left),
        pools=tuple((people, count) for _, people, count in left),
    )


def _nowhere(compiled: Compiled, starts: dict[int, int]) -> Shortage | None:
    """The first meeting that has no start, alone or because of those before and after it."""
    for number, mask in starts.items():
        if not mask:
            job = compiled.jobs[number]
            ordered = (other for other, _ in (*job.after, *job.before))
            alone = not Diary(compiled).starts(number)
            meetings = (number,) if alone else tuple(sorted({number, *ordered}))
            supply = Supply("window" if alone else "order", (), (), {})
            return Shortage(supply, meetings, _days_of(compiled, meetings))
    return None


def _days_of(compiled: Compiled, meetings: tuple[int, ...]) -> tuple[int, ...]:
    """The days that the time of these meetings allows."""
    days = {compiled.day_of[slot] for n in meetings for slot in bits(compiled.jobs[n].starts)}
    return tuple(sorted(days))


def _schedule(compiled: Compiled, numbers: Collection[int], effort: Effort) -> Proof:
    model = NamedModel(Diary(compiled), dict.fromkeys(numbers, compiled.everything))
    if not model.parts.impossible:
        _count(model.parts)
    outcome = model.solve(effort)
    return Proof(outcome.verdict, outcome.seats)


def _count(parts: Parts) -> None:
    """At no time more of a category, or of the rooms of a place, than there are free."""
    for supply in supplies(parts.compiled, parts.of):
        if supply.kind in ("pool", "room") and len(supply.wanted) > 1:
            demands = [(parts.of[n].interval, count) for n, count in supply.wanted.items()]
            demands += _away(parts, supply)
            parts.sheet.cumulative(demands, len(supply.free))


def _away(parts: Parts, supply: Supply) -> list[tuple[int, int]]:
    """The time that each of them is busy, as demands of one."""
    everything = parts.compiled.everything
    return [
        (parts.sheet.block(first, last + 1 - first), 1)
        for mask in supply.free
        for first, last in zip(*[iter(parts.axis(everything & ~mask))] * 2, strict=True)
    ]
