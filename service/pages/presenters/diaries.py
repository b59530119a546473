"""Diaries in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from planning.clock import LONDON
from planning.diaries.queries import AbsenceSeen, DiarySeen
from planning.diaries.rules.absences import AbsenceKind
from planning.diaries.rules.hours import WEEKDAYS, HoursSpan, field_of, span_words
from service.pages.presenters.counts import count
from service.pages.presenters.dates import day, short_moment
from service.pages.presenters.moments import span

DAYS = [(field_of(number), name) for number, name in enumerate(WEEKDAYS, 1)]
KINDS = [(AbsenceKind.LEAVE.value, "Leave"), (AbsenceKind.BUSY.value, "Busy")]
_KIND_WORDS = dict(KINDS)


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """Leave or a busy time in the list."""

    id: UUID
    what: str
    when: str


def week_lines(hours: Sequence[HoursSpan]) -> dict[str, object]:
    """What is shown in each day's input."""
    return {
        field: ", ".join(span_words(one) for one in sorted(hours) if one.weekday == number)
        for number, (field, _) in enumerate(DAYS, 1)
    }


def absence_lines(absences: Sequence[AbsenceSeen]) -> list[AbsenceLine]:
    """What is to come, soonest first."""
    return [
        AbsenceLine(one.id, _KIND_WORDS[one.kind.value], _when(one.starts_at, one.ends_at))
        for one in absences
    ]


def imported_words(diary: DiarySeen) -> str:
    """How many busy times the last import left, and when it was."""
    if diary.imported_at is None:
        return "Nothing is imported yet."
    brought = count(diary.imported, "busy time")
    return f"{brought} to come, imported {short_moment(diary.imported_at)}."


def _when(starts_at: datetime, ends_at: datetime) -> str:
    first, last = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    if first.time() != time(0) or last.time() != time(0):
        return span(starts_at, ends_at)
    until = last.date() - timedelta(days=1)
    if until == first.date():
        return day(until)
    return f"{day(first.date())} to {day(until)}"
