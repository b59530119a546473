"""The last two tiers as sums of the model with names: idle time and balance.

They hold where every meeting of the problem is free: nothing that stands is counted.
"""

from typing import NamedTuple

from planning.surge.solver.named import NamedModel
from planning.surge.solver.parts import Part
from planning.surge.solver.sat import Sum

_WHOLE = 100
_LONG = 1 << 30


class _Spent(NamedTuple):
    """A meeting that somebody may be in on a day, and the literal that says so; None: they are."""

    part: Part
    when: int | None
    fills: bool


def fragmentation(model: NamedModel) -> Sum:
    """Idle slots between the first and the last meeting of each day that somebody is needed on.

    It may only be minimised: then the limits of a day close in upon its meetings.
    """
    total = Sum()
    on_day = {n: _on_days(model, part) for n, part in model.parts.of.items()}
    fillers = {p for part in model.parts.of.values() for place in part.places for p in place}
    for person in sorted(fillers):
        for day in range(len(model.parts.compiled.day_mask)):
            spent = _spent(model, person, [(n, on[day]) for n, on in on_day.items() if day in on])
            if len({time.part.job.number for time in spent}) > 1:
                total.add(_idle(model, day, spent), 1)
    return total


def balance(model: NamedModel) -> Sum:
    """Points between the largest and the smallest share of free time used, over categories."""
    total = Sum()
    shares = {
        person: _share(model, person, free.bit_count())
        for person, free in enumerate(model.parts.compiled.free)
        if free
    }
    for people in model.parts.compiled.quorum_members.values():
        some = [shares[person] for person in people if person in shares]
        if len(some) > 1:
            high, low = (model.sheet.variable((0, _WHOLE)) for _ in range(2))
            for share in some:
                model.sheet.linear(((high, 1), (share, -1)), (0, _WHOLE))
                model.sheet.linear(((share, 1), (low, -1)), (0, _WHOLE))
            total.add(high, 1)
            total.add(low, -1)
    return total


def _share(model: NamedModel, person: int, free: int) -> int:
    """The share of their free slots that this person meets in, in points, rounded down."""
    share = model.sheet.variable((0, _WHOLE))
    terms, always = [(share, -free)], 0
    for number, literal in model.parts.roles.get(person, ()):
        used = _WHOLE * model.parts.of[number].job.duration
        if literal is None:
            always += used
        else:
            terms.append((literal, used))
    model.sheet.linear(terms, (-always, free - 1 - always))
    return share


def _on_days(model: NamedModel, part: Part) -> dict[int, int | None]:
    """A literal for each day that says that the meeting is on it; None where it must be."""
    if len(part.days) == 1:
        return {part.days[0]: None}
    found: dict[int, int | None] = {}
    reached = None
    for day, passed in zip(part.days, [*(s for _, _, s in part.steps), None], strict=True):
        edges = [*([] if reached is None else [reached]), *([] if passed is None else [~passed])]
        found[day] = _all_of(model, edges)
        reached = passed
    return found


def _all_of(model: NamedModel, literals: list[int]) -> int | None:
    """A literal that holds just when all of these do; None if there are none."""
    if len(literals) < 2:  # noqa: PLR2004
        return literals[0] if literals else None
    both = model.sheet.boolean()
    model.sheet.clause((both, *(~literal for literal in literals)))
    for literal in literals:
        model.sheet.clause((~both, literal))
    return both


def _spent(model: NamedModel, person: int, on_day: list[tuple[int, int | None]]) -> list[_Spent]:
    """What a person may be in on a day."""
    found = []
    for number, on in on_day:
        part = model.parts.of[number]
        places = {place[person] for place in part.places if person in place}
        for meeting, role in model.parts.roles[person]:
            if meeting == number:
                when = _all_of(model, [literal for literal in (role, on) if literal is not None])
                found.append(_Spent(part, when, role in places))
    return found


def _idle(model: NamedModel, day: int, spent: list[_Spent]) -> int:
    """The idle slots of one person on one day, 0 if they fill no place on it."""
    sheet, slots = model.sheet, model.parts.compiled.problem.grid.days[day]
    night = model.parts.night * day
    first, last = (sheet.variable((slots.first + night, slots.end + night)) for _ in range(2))
    idle, fills = sheet.variable((0, slots.slots)), sheet.boolean()
    total = Sum()
    for variable, sign in ((idle, 1), (first, 1), (last, -1)):
        total.add(variable, sign)
    for time in spent:
        when = () if time.when is None else (time.when,)
        start, duration = time.part.start, time.part.job.duration
        sheet.linear(((start, 1), (first, -1)), (0, _LONG), when)
        sheet.linear(((last, 1), (start, -1)), (duration, _LONG), when)
        if time.fills:
            sheet.clause((fills, *(~literal for literal in when)))
        if time.when is None:
            total.constant += duration
        else:
            total.add(time.when, duration)
    sheet.linear(total.terms, (-total.constant, _LONG), (fills,))
    return idle
