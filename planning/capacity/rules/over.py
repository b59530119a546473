"""Where an operation commits what its agencies do not have."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.capacity.rules.weeks import NOUGHT, Balance, Pair


class OverCommitment(msgspec.Struct, frozen=True):
    """In the week from `week_on` all operations together commit more than the agency declares."""

    agency_id: UUID
    agency_name: str
    type_key: str
    type_words: str
    unit: str
    week_on: date
    declared: Decimal
    committed: Decimal


Over = tuple[Pair, date, Decimal, Decimal]
"""Agency and type, week, what is declared and what is committed."""


def over_weeks(
    operation_id: UUID, found: Mapping[Pair, Balance], weeks: Sequence[date]
) -> list[Over]:
    """Only where the operation commits."""
    return [
        (pair, week, declared, total)
        for pair, balance in found.items()
        if operation_id in balance.committed
        for place, week in enumerate(weeks)
        if (declared := balance.declared[place]) is not None
        and balance.committed[operation_id][place] > NOUGHT
        and (total := balance.all[place]) > declared
    ]
