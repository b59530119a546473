"""A contingency register read as likelihood times impact."""

from collections.abc import Sequence

import msgspec

from planning.plans.rules.templates import Column, Field
from planning.plans.rules.values import Row

LIKELIHOOD, IMPACT = "likelihood", "impact"
HIGH = 0.6
"""The share of the highest score from which a contingency is high: 15 of 25, 6 of 9."""


class Placed(msgspec.Struct, frozen=True):
    """A row with its places on the scales, from 1; `None` and no score while it is not rated."""

    row: Row
    likelihood: int | None
    impact: int | None
    score: int | None
    high: bool


def is_register(field: Field) -> bool:
    """Whether rows of this field are rated: newer templates say so, older have the columns."""
    return all(_scale(field, key) for key in (LIKELIHOOD, IMPACT))


def scale(field: Field, key: str) -> Column:
    """The column of one scale of a register, its choices from the least to the most."""
    return next(column for column in field.columns if column.key == key)


def placed(field: Field, rows: Sequence[Row]) -> list[Placed]:
    """The rows of a register, the highest score first, those not rated last."""
    found = [_placed(field, row) for row in rows]
    return sorted(found, key=lambda one: -(one.score or 0))


def _scale(field: Field, key: str) -> list[str]:
    return next((column.choices for column in field.columns if column.key == key), [])


def _placed(field: Field, row: Row) -> Placed:
    likelihood, impact = (_level(field, key, row) for key in (LIKELIHOOD, IMPACT))
    if likelihood is None or impact is None:
        return Placed(row, likelihood, impact, None, high=False)
    score = likelihood * impact
    highest = len(_scale(field, LIKELIHOOD)) * len(_scale(field, IMPACT))
    return Placed(row, likelihood, impact, score, high=score >= HIGH * highest)


def _level(field: Field, key: str, row: Row) -> int | None:
    levels = _scale(field, key)
    said = row.get(key, "")
    return levels.index(said) + 1 if said in levels else None
