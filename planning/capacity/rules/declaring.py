"""Declaring what an agency has: many weeks in one line, many lines at once."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from planning.capacity.rules.weeks import WEEK
from planning.clock import monday
from planning.errors import Blocker
from planning.plans.rules.resource_types import Per
from planning.plans.rules.values import YEARS, decimal_faults

LINES_AT_MOST = 40
WEEKS_AT_MOST = 156


class Declaration(msgspec.Struct, frozen=True):
    """So much of a type in each week from the first to the last; any day says its week.

    Of a sum, such as money, so much once: it has no last week.
    """

    type_key: str
    first_on: date
    last_on: date | None
    amount: Decimal


def declaration_faults(lines: Sequence[Declaration], types: dict[str, Per]) -> list[Blocker]:
    """Every fault, by line and field; `types` are those that can be declared now."""
    if not lines:
        return [Blocker("Enter what your agency has in at least one line.", "lines")]
    if len(lines) > LINES_AT_MOST:
        return [Blocker(f"Declare {LINES_AT_MOST} lines or fewer at once.", "lines")]
    return [
        Blocker(fault.message, f"lines.{number}.{fault.field}")
        for number, line in enumerate(lines)
        for fault in _faults(line, types.get(line.type_key))
    ]


def _faults(line: Declaration, per: Per | None) -> list[Blocker]:
    faults = decimal_faults(line.amount, "amount")
    if per is None:
        faults.append(Blocker("Choose a resource from the list.", "type_key"))
    days = {"first_on": line.first_on, "last_on": line.last_on}
    odd = [key for key, day in days.items() if day is not None and day.year not in YEARS]
    faults += [Blocker("Enter a real date, from 2000 to 2100.", key) for key in odd]
    if not odd and line.last_on is not None:
        faults += _length_faults(line.first_on, line.last_on, per)
    return faults


def _length_faults(first: date, last: date, per: Per | None) -> list[Blocker]:
    if per is Per.TOTAL:
        return [Blocker("A sum counts once, from its first week: leave this empty.", "last_on")]
    if last < first:
        return [Blocker("The last week cannot be before the first.", "last_on")]
    if (monday(last) - monday(first)) // WEEK >= WEEKS_AT_MOST:
        return [Blocker("Declare three years or less at once.", "last_on")]
    return []


def weeks_of(line: Declaration) -> list[date]:
    """The Mondays that a line is about."""
    first, last = monday(line.first_on), monday(line.last_on or line.first_on)
    return [first + WEEK * number for number in range((last - first) // WEEK + 1)]
