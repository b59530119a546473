"""Parsers for when: dates, times of day, moments in London."""

import datetime as dt
from typing import Literal

from planning import clock
from service.pages.forms import dates
from service.pages.forms.cleaning import clean_line
from service.pages.forms.faults import Fault
from service.pages.forms.fields import Fields
from service.pages.presenters.dates import clock_time, day

PARTS = ("day", "month", "year")


class TimeFields(Fields):
    """Dates and times. `label` begins messages; `required` is the message when empty."""

    def date(
        self,
        field: str,
        *,
        label: str,
        required: str | None = None,
        not_past: dt.date | None = None,
        not_future: dt.date | None = None,
    ) -> dt.date | None:
        """A date from `field-day`, `-month`, `-year`; each bound is given as today's date."""
        parts = [clean_line(self._first(f"{field}-{part}")) for part in PARTS]
        if not any(parts):
            self._require(field, required, part="day")
            return None
        read = dates.bounded(dates.read_date(*parts), not_past, not_future)
        if isinstance(read, Fault):
            self.add_error(field, f"{label} {read.message}", part=read.part)
            return None
        return read

    def typed_date(self, field: str, *, label: str) -> dt.date | None:
        """A date typed in one line, however people in England write it."""
        typed = clean_line(self._first(field))
        if not typed:
            return None
        read = dates.read_typed_date(typed)
        if isinstance(read, Fault):
            self.add_error(field, f"{label} {read.message}")
            return None
        return read

    def time(self, field: str, *, label: str, required: str | None = None) -> dt.time | None:
        """A time of day: 2pm, 2:30pm, 14:30, midday."""
        typed = clean_line(self._first(field))
        if not typed:
            self._require(field, required)
            return None
        read = dates.read_time(typed)
        if read is None:
            self.add_error(field, f"{label} must be a time, like 2pm or 14:30")
        return read

    def moment(
        self,
        field: str,
        *,
        label: str,
        required: str | None = None,
        repeated_hour: Literal["refuse", "ask"] = "refuse",
        not_past: dt.datetime | None = None,
        not_future: dt.datetime | None = None,
    ) -> dt.datetime | None:
        """A London date and time (`field-day` …, `field-time`) as UTC; each bound is "now".

        An hour that the clock change skips is refused; one that it repeats is refused for plans,
        asked about (`field-which`) for records (design: Calendar mail, Out).
        """
        has_date = not self.is_blank(*(f"{field}-{part}" for part in PARTS))
        has_time = not self.is_blank(f"{field}-time")
        on = self.date(
            field,
            label=label,
            required=f"{label} must include a date" if has_time else required,
        )
        at = self.time(
            f"{field}-time",
            label=f"{label}: time",
            required=f"{label} must include a time" if has_date else None,
        )
        if on is None or at is None:
            return None
        read = self._in_london(field, on, at, repeated_hour)
        read = dates.bounded_moment(read, not_past, not_future)
        if isinstance(read, Fault):
            self.add_error(field, f"{label} {read.message}", part=read.part)
            return None
        return read

    def _in_london(
        self, field: str, on: dt.date, at: dt.time, repeated_hour: str
    ) -> dt.datetime | Fault:
        local = f"{clock_time(at)} on {day(on)}"
        if clock.is_skipped(on, at):
            return Fault(f"cannot be {local}: the clocks go forward past it", "time")
        if not clock.is_repeated(on, at):
            return clock.in_london(on, at)
        if repeated_hour == "refuse":
            return Fault(f"cannot be {local}: the clocks go back and it comes twice", "time")
        which = self._first(f"{field}-which")
        if which not in {"first", "second"}:
            return Fault(f"was at {local}, which came twice: select the first or second", "which")
        return clock.in_london(on, at.replace(fold=int(which == "second")))
