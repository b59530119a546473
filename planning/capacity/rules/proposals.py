"""Who could fill what is short: spare capacity first, then what a later operation could give up.

Each week is solved by itself, so nothing is proposed beyond what is spare in any one week, and as
much is filled as can be. Weeks in a row with the same answer make one proposal.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.capacity.rules.solving import transport
from planning.capacity.rules.weeks import WEEK
from planning.plans.rules.resource_types import Per

HUNDREDTHS = 100
Units = list[int]


class From(StrEnum):
    """Where a proposed amount comes from, the least trouble first."""

    SPARE = "spare"
    SURPLUS = "surplus"
    PRECEDENCE = "precedence"


class Need(msgspec.Struct, frozen=True):
    """A line of which less is committed than asked for; both dates are included."""

    resource_id: UUID
    agency_id: UUID
    type_key: str
    per: Per
    gap: Decimal
    from_on: date
    until_on: date


class Source(msgspec.Struct, frozen=True):
    """What an agency could give in each week; of an operation, what it commits there now.

    `precedence` is that operation's: of two the higher number gives way first.
    """

    kind: From
    agency_id: UUID
    type_key: str
    operation_id: UUID | None
    precedence: int
    spare: list[Decimal]


class Proposal(msgspec.Struct, frozen=True):
    """So much of what a line lacks could come from this agency; both dates are included.

    `left` is the least that the source has left in these weeks.
    """

    resource_id: UUID
    agency_id: UUID
    kind: From
    operation_id: UUID | None
    amount: Decimal
    from_on: date
    until_on: date
    left: Decimal


_PRICES = {From.SPARE: 0, From.SURPLUS: 10, From.PRECEDENCE: 20}


def propose(
    needs: Sequence[Need], sources: Sequence[Source], weeks: Sequence[date]
) -> list[Proposal]:
    """What could fill the needs, by need and time; nothing is changed by it."""
    found = [
        proposal
        for key in sorted({need.type_key for need in needs})
        for proposal in _of_type(
            [need for need in needs if need.type_key == key],
            _ranked([source for source in sources if source.type_key == key]),
            weeks,
        )
    ]
    order = {need.resource_id: place for place, need in enumerate(needs)}
    return sorted(found, key=lambda one: (order[one.resource_id], one.from_on, one.kind))


def _ranked(sources: Sequence[Source]) -> list[Source]:
    """Whoever has most comes first, so that few are asked."""
    return sorted(sources, key=lambda one: (-sum(one.spare), str(one.agency_id)))


def _of_type(
    needs: Sequence[Need], sources: Sequence[Source], weeks: Sequence[date]
) -> Iterator[Proposal]:
    if needs[0].per is Per.TOTAL:
        yield from _of_sums(needs, sources)
        return
    given: dict[tuple[int, int], Units] = {}
    solved: dict[_Week, dict[tuple[int, int], int]] = {}
    for place, week in enumerate(weeks):
        asked = _in_week(needs, sources, place, week)
        if asked not in solved:
            solved[asked] = _answer(asked, needs, sources)
        for pair, units in solved[asked].items():
            given.setdefault(pair, [0] * len(weeks))[place] = units
    for (source, need), by_week in given.items():
        yield from _runs(needs[need], sources[source], by_week, weeks)


class _Week(msgspec.Struct, frozen=True):
    """What is needed and spare in a week, by the number of each: only this the solver is told."""

    lacking: tuple[int, ...]
    having: tuple[tuple[int, int], ...]


def _in_week(needs: Sequence[Need], sources: Sequence[Source], place: int, week: date) -> _Week:
    return _Week(
        tuple(number for number, need in enumerate(needs) if _touches(need, week)),
        tuple(
            (number, units)
            for number, source in enumerate(sources)
            if (units := _units(source.spare[place]))
        ),
    )


def _answer(
    asked: _Week, needs: Sequence[Need], sources: Sequence[Source]
) -> dict[tuple[int, int], int]:
    if not asked.lacking or not asked.having:
        return {}
    answer = transport(
        [units for _, units in asked.having],
        [_units(needs[number].gap) for number in asked.lacking],
        _prices(
            [needs[number] for number in asked.lacking],
            [sources[number] for number, _ in asked.having],
        ),
    )
    return {
        (asked.having[source][0], asked.lacking[need]): units
        for (source, need), units in answer.items()
    }


def _of_sums(needs: Sequence[Need], sources: Sequence[Source]) -> Iterator[Proposal]:
    """A sum is spare as far as it is in every week to come."""
    least = [max(min(source.spare), Decimal(0)) for source in sources]
    answer = transport(
        [_units(one) for one in least],
        [_units(need.gap) for need in needs],
        _prices(needs, sources),
    )
    for (source, need), units in answer.items():
        lasts = (needs[need].from_on, needs[need].until_on)
        yield _proposal(needs[need], sources[source], units, lasts, least[source])


def _prices(needs: Sequence[Need], sources: Sequence[Source]) -> dict[tuple[int, int], int]:
    """An agency is not proposed to itself: of what it has spare it decides when it commits."""
    return {
        (s, n): (_PRICES[source.kind] - source.precedence) * len(sources) + s
        for s, source in enumerate(sources)
        for n, need in enumerate(needs)
        if source.kind is not From.SPARE or source.agency_id != need.agency_id
    }


def _runs(need: Need, source: Source, by_week: Units, weeks: Sequence[date]) -> Iterator[Proposal]:
    start = 0
    for place in range(1, len(weeks) + 1):
        if place < len(weeks) and by_week[place] == by_week[start]:
            continue
        if by_week[start]:
            ends = weeks[place - 1] + WEEK - timedelta(days=1)
            lasts = (max(need.from_on, weeks[start]), min(need.until_on, ends))
            yield _proposal(need, source, by_week[start], lasts, min(source.spare[start:place]))
        start = place


def _proposal(
    need: Need, source: Source, units: int, lasts: tuple[date, date], least: Decimal
) -> Proposal:
    amount = Decimal(units) / HUNDREDTHS
    return Proposal(
        resource_id=need.resource_id,
        agency_id=source.agency_id,
        kind=source.kind,
        operation_id=source.operation_id,
        amount=amount,
        from_on=lasts[0],
        until_on=lasts[1],
        left=least - amount,
    )


def _touches(need: Need, week: date) -> bool:
    return need.from_on < week + WEEK and need.until_on >= week


def _units(amount: Decimal) -> int:
    return max(int(amount * HUNDREDTHS), 0)
