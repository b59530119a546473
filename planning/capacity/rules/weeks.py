"""What is declared, asked for and committed from week to week (review §4.20, §4.25).

A week begins on its Monday. Money is a stock: what was declared and what was committed of it by
then. Where an agency has declared nothing, nothing is known, and nothing is short.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.clock import monday

WEEK = timedelta(days=7)
NOUGHT = Decimal(0)
Pair = tuple[UUID, str]
"""An agency and a type of resource."""


class Drawn(msgspec.Struct, frozen=True):
    """What an operation asks for and commits, the same in each week from first to last (Mondays).

    Without an operation: what is committed in operations that the reader is not in.
    """

    operation_id: UUID | None
    agency_id: UUID
    type_key: str
    first_on: date
    last_on: date
    requested: Decimal
    committed: Decimal


class Declared(msgspec.Struct, frozen=True):
    """What an agency has in each week from first to last (Mondays)."""

    agency_id: UUID
    type_key: str
    first_on: date
    last_on: date
    amount: Decimal


class Share(msgspec.Struct, frozen=True):
    """What one operation asks for and commits of an agency's resource in a week."""

    operation_id: UUID
    requested: Decimal
    committed: Decimal


class Span(msgspec.Struct, frozen=True):
    """Weeks in a row with the same figures: the first Monday and the last Sunday.

    `declared` is `None` where the agency has said nothing. `over` is what is committed beyond it.
    """

    from_on: date
    until_on: date
    declared: Decimal | None
    committed: Decimal
    elsewhere: Decimal
    over: Decimal
    spare: Decimal | None
    shares: list[Share]


@dataclass
class Balance:
    """One agency's resource over the weeks of a window, week by week."""

    declared: list[Decimal | None]
    elsewhere: list[Decimal]
    all: list[Decimal]
    """What all operations commit, those the reader is not in as far as they are known."""
    requested: dict[UUID, list[Decimal]] = field(default_factory=dict)
    committed: dict[UUID, list[Decimal]] = field(default_factory=dict)

    def spare(self, week: int) -> Decimal | None:
        """What is left, below nought where too much is committed; `None` if none is declared."""
        declared = self.declared[week]
        return None if declared is None else declared - self.all[week]

    def shares(self, week: int) -> list[Share]:
        """Every operation that the reader sees drawing on it in that week."""
        return [
            Share(key, asked[week], self.committed[key][week])
            for key, asked in self.requested.items()
            if asked[week] or self.committed[key][week]
        ]


def weeks_from(first: date, count: int) -> list[date]:
    """Mondays in a row, from the week of `first` on."""
    return [monday(first) + WEEK * number for number in range(count)]


def balances(
    drawn: Iterable[Drawn], declared: Iterable[Declared], weeks: Sequence[date]
) -> dict[Pair, Balance]:
    """For each agency and type that is declared or drawn on, its figures of these weeks."""
    found: dict[Pair, Balance] = {}

    def of(pair: Pair) -> Balance:
        if pair not in found:
            none = [NOUGHT] * len(weeks)
            found[pair] = Balance([None] * len(weeks), none, none.copy())
        return found[pair]

    for have in declared:
        known = of((have.agency_id, have.type_key)).declared
        for week in _places(have, weeks):
            known[week] = (known[week] or NOUGHT) + have.amount
    for part in drawn:
        _draw(of((part.agency_id, part.type_key)), part, weeks)
    return found


def _draw(balance: Balance, part: Drawn, weeks: Sequence[date]) -> None:
    places = _places(part, weeks)
    _add(balance.all, places, part.committed)
    if part.operation_id is None:
        _add(balance.elsewhere, places, part.committed)
        return
    for kept, amount in (
        (balance.requested, part.requested),
        (balance.committed, part.committed),
    ):
        _add(kept.setdefault(part.operation_id, [NOUGHT] * len(weeks)), places, amount)


def _add(to: list[Decimal], places: range, amount: Decimal) -> None:
    for week in places:
        to[week] += amount


def _places(period: Drawn | Declared, weeks: Sequence[date]) -> range:
    first = max((period.first_on - weeks[0]).days // 7, 0)
    return range(first, min((period.last_on - weeks[0]).days // 7 + 1, len(weeks)))


def spans(balance: Balance, weeks: Sequence[date]) -> list[Span]:
    """The weeks in which something is known, those with the same figures in one."""
    found: list[Span] = []
    for place, week in enumerate(weeks):
        one = _span(balance, place, week)
        if one.declared is None and not one.shares and not one.elsewhere:
            continue
        last = found[-1] if found else None
        if last is not None and last.until_on + timedelta(days=1) == week and _same(last, one):
            found[-1] = msgspec.structs.replace(last, until_on=one.until_on)
        else:
            found.append(one)
    return found


def _span(balance: Balance, place: int, week: date) -> Span:
    spare = balance.spare(place)
    return Span(
        from_on=week,
        until_on=week + timedelta(days=6),
        declared=balance.declared[place],
        committed=balance.all[place] - balance.elsewhere[place],
        elsewhere=balance.elsewhere[place],
        over=max(-spare, NOUGHT) if spare is not None else NOUGHT,
        spare=None if spare is None else max(spare, NOUGHT),
        shares=balance.shares(place),
    )


def _same(one: Span, other: Span) -> bool:
    return (one.declared, one.elsewhere, one.shares) == (
        other.declared, other.elsewhere, other.shares,
    )  # fmt: skip
