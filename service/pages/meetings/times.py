"""The date, start and end of a meeting as typed."""

from datetime import timedelta

from planning.meetings.rules.scheduling import LocalTimes
from service.pages.forms import Form


def read_times(form: Form) -> LocalTimes | None:
    """The fields `on`, `starts`, `ends` and `next_day`; `None` after noting what is missing."""
    on = form.date("on", label="Date", required="Enter the date of the meeting")
    starts = form.time("starts", label="Start", required="Enter when it starts")
    ends = form.time("ends", label="End", required="Enter when it ends")
    if on is None or starts is None or ends is None:
        return None
    ends_on = on + timedelta(days=1) if form.flag("next_day") else None
    return LocalTimes(on=on, starts=starts, ends=ends, ends_on=ends_on)
