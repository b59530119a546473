"""A whole file replayed, in two steps: read it, then follow every chain."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from planning.chains.rules import Alert
from planning.procedures.rules import Profile
from planning.replays.rules.histories import (
    Flag,
    Names,
    histories,
    repeated,
    sizes_of,
    too_many,
)
from planning.replays.rules.reading import read_lines
from planning.replays.rules.rows import Fault, PastMeeting
from planning.replays.rules.totals import Told, Totals, told_of, totals_of
from planning.replays.rules.turning import course_of

Tick = Callable[[int], None]
"""Told how many rows are done, often."""


class File(msgspec.Struct, frozen=True):
    """What a file said: its good rows, and every fault in the order of its lines."""

    rows: list[PastMeeting]
    faults: list[Fault]


class Replay(msgspec.Struct, frozen=True):
    """What would have been flagged up to a day; red chains first turned red first.

    `later` are rows of meetings after that day, `torn` children of whom a row was left out.
    """

    as_of: date
    totals: Totals
    chains: list[Told]
    red: list[Told]
    amber: list[Told]
    flags: list[Flag]
    later: int
    torn: list[str]


def read_file(lines: Iterable[bytes], profile: Profile, *, today: date, tick: Tick) -> File:
    """Read every line; rows that contradict one another are faults too."""
    rows: list[PastMeeting] = []
    faults: list[Fault] = []
    for number, found in enumerate(read_lines(lines, profile, today), 1):
        if isinstance(found, Fault):
            faults.append(found)
        else:
            rows.append(found)
        tick(number)
    crowds = too_many(rows)
    crowded = {fault.child for fault in crowds}
    twice = repeated([met for met in rows if met.child not in crowded])
    spoiled = {fault.line for fault in twice}
    if not rows and not faults:
        faults.append(Fault(0, "There is no meeting in the file."))
    return File(
        [met for met in rows if met.line not in spoiled and met.child not in crowded],
        sorted([*faults, *crowds, *twice], key=lambda fault: fault.line),
    )


def replay(file: File, profile: Profile, *, as_of: date, tick: Tick) -> Replay:
    """Follow every chain up to the end of a day, by the rules of a profile."""
    held = [met for met in file.rows if met.held_on <= as_of]
    sizes, names = sizes_of(held), Names()
    chains: list[Told] = []
    done = 0
    for history in histories(held, profile):
        course = course_of(history, profile, names, sizes, as_of)
        chains.append(told_of(history, course, profile))
        done += len(history.met)
        tick(done)
    children = {met.child for met in held}
    return Replay(
        as_of=as_of,
        totals=totals_of(chains, profile, sizes),
        chains=chains,
        red=_turned(chains, Alert.RED),
        amber=[told for told in _turned(chains, Alert.AMBER) if not told.course.first(Alert.RED)],
        flags=sorted(
            (flag for told in chains for flag in told.history.flags), key=lambda flag: flag.line
        ),
        later=len(file.rows) - len(held),
        torn=sorted({fault.child for fault in file.faults} & children),
    )


def _turned(chains: Sequence[Told], alert: Alert) -> list[Told]:
    dated = [(turn.on, told) for told in chains if (turn := told.course.first(alert))]
    return [told for _, told in sorted(dated, key=lambda pair: (pair[0], pair[1].history.child))]
