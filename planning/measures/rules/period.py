"""Of when figures are: whole quarters, the smallest time of which anything is told by team or type.

Shorter or shifted periods would tell small numbers as differences of large ones.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from planning.errors import Blocker

MOST_QUARTERS = 8
_MONTHS_OF_A_QUARTER, _MONTHS_OF_A_YEAR = 3, 12


class Period(msgspec.Struct, frozen=True):
    """Whole quarters, from the first day of one to the last day of the same or a later one."""

    from_on: date
    until_on: date

    def months(self) -> list[date]:
        """The first day of each month."""
        return list(_steps(self.from_on, self.until_on, 1))

    def quarters(self) -> list[date]:
        """The first day of each quarter."""
        return list(_steps(self.from_on, self.until_on, _MONTHS_OF_A_QUARTER))

    def previous(self) -> "Period":
        """As many quarters, ending just before."""
        months = len(self.months())
        return Period(_months_after(self.from_on, -months), self.from_on - timedelta(days=1))


def quarter_of(day: date) -> date:
    """The first day of its quarter; quarters of the year and of the financial year are the same."""
    return day.replace(
        month=(day.month - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER + 1, day=1
    )


def quarters(first: date, count: int) -> Period:
    """The period of `count` quarters that begins with the quarter of a day."""
    start = quarter_of(first)
    after = _months_after(start, count * _MONTHS_OF_A_QUARTER)
    return Period(start, after - timedelta(days=1))


def last_whole_quarter(today: date) -> Period:
    """The quarter that ended last."""
    return quarters(quarter_of(today) - timedelta(days=1), 1)


def filter_blockers(chosen: int) -> list[Blocker]:
    """Why filters cannot be combined: what two leave is soon about few children."""
    if chosen <= 1:
        return []
    return [Blocker("Choose a team, a type of meeting or an operation: only one of them.", "team")]


def period_blockers(period: Period, today: date) -> list[Blocker]:
    """Why figures of a period cannot be asked for."""
    if quarter_of(period.from_on) != period.from_on:
        return [
            Blocker(
                "Choose the first day of a quarter: 1 January, April, July or October.", "from_on"
            )
        ]
    if period.until_on < period.from_on or quarter_of(
        period.until_on + timedelta(days=1)
    ) != period.until_on + timedelta(days=1):
        return [
            Blocker("Choose the last day of a quarter that is not before the first.", "until_on")
        ]
    if len(period.quarters()) > MOST_QUARTERS:
        return [Blocker(f"Choose up to {MOST_QUARTERS} quarters.", "until_on")]
    if period.from_on > today:
        return [Blocker("Choose a quarter that has begun.", "from_on")]
    return []


def _steps(start: date, end: date, months: int) -> Iterator[date]:
    while start <= end:
        yield start
        start = _months_after(start, months)


def _months_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, _MONTHS_OF_A_YEAR)
    return date(first.year + years, month + 1, 1)
