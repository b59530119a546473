"""Reads a problem from a file, or names every fault of it with its place."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from planning.errors import Blocker, Invalid
from planning.surge.forms.contradictions import Known, Places, contradictions
from planning.surge.forms.problem import Grid, Problem
from planning.surge.forms.schema import Fault, problem_check

MOST_BYTES = 64 * 2**20
_LISTS = ("people", "rooms", "meetings")
_SPARE = {"format": "surge/1", "name": "-", "family": "", "objective": "tiers", "source": {}}
"""What these are read as where they have faults, so that the rest can be judged."""
_TOP = re.compile(r"\.(\w+)(?:\[(\d+)\])?")


class Unreadable(Invalid):
    """Every fault of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__([Blocker(str(fault)) for fault in self.faults])


class _Sound(NamedTuple):
    """The parts without a fault of form."""

    problem: Problem
    known: Known
    places: Places


def read_problem(data: bytes) -> Problem:
    """Raises `Unreadable`. Parts with a fault of form are left out while the rest is judged."""
    raw = _decoded(data)
    faults = list(problem_check()(raw))
    sound = _sound(raw, faults)
    if sound is not None:
        faults += contradictions(*sound)
    if faults or sound is None:
        raise Unreadable(faults)
    return sound.problem


def _decoded(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise Unreadable([Fault("", f"is larger than {MOST_BYTES // 2**20} MiB")])
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Unreadable([Fault("", f"is not JSON: {fault}")]) from None
    except RecursionError:
        raise Unreadable([Fault("", "is nested too deeply")]) from None


def _sound(raw: Any, faults: Sequence[Fault]) -> _Sound | None:
    """None where a fault spoils the days, a list of ids or a whole list of parts."""
    spoiled = [(found[1], found[2]) for one in faults if (found := _TOP.match(one.place))]
    fields = {field for field, place in spoiled if field not in _LISTS or place is None}
    if not isinstance(raw, dict) or (fields - _SPARE.keys()) & {*Problem.__struct_fields__}:
        return None
    places = Places(*(_unspoiled(raw, name, spoiled) for name in _LISTS))
    parts = {name: raw[name] for name in Problem.__struct_fields__ if name in raw}
    parts |= {name: value for name, value in _SPARE.items() if name in fields}
    parts |= {
        name: [raw[name][at] for at in where] for name, where in zip(_LISTS, places, strict=True)
    }
    parts["grid"] = {name: raw["grid"][name] for name in Grid.__struct_fields__}
    return _Sound(msgspec.convert(parts, Problem), _known(raw), places)


def _unspoiled(raw: dict[str, Any], name: str, spoiled: Sequence[tuple[str, str]]) -> list[int]:
    bad = {int(place) for field, place in spoiled if field == name and place is not None}
    return [at for at in range(len(raw[name])) if at not in bad]


def _known(raw: dict[str, Any]) -> Known:
    """Ids of parts with faults too: who names them is right to."""
    return Known(
        **{
            name: {
                own
                for one in raw[name]
                if isinstance(one, dict) and isinstance(own := one.get("id"), str)
            }
            for name in _LISTS
        },
        **{name: set(raw[name]) for name in Known._fields if name not in _LISTS},
    )
