"""The fixed VTIMEZONE must never disagree with the real clock of England."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from dateutil.tz import tzical  # type: ignore[import-untyped]  # it ships no types

from planning.clock import LONDON
from service.calendar.zone import LONDON_ZONE

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2038, 1, 1, tzinfo=UTC)


CHANGING = {3, 10}
"""Months of which every hour is compared; of the others one in every so many."""
BETWEEN = 11


def test_rules_equal_the_time_zone_database_hour_by_hour_where_it_changes() -> None:
    zone = tzical(StringIO("\n".join(LONDON_ZONE))).get()
    hours = int((END - FIRST) / timedelta(hours=1))
    moments = [FIRST + timedelta(hours=hour) for hour in range(hours)]
    wrong = [
        moment
        for hour, moment in enumerate(moments)
        if (moment.month in CHANGING or hour % BETWEEN == 0)
        and moment.astimezone(zone).utcoffset() != moment.astimezone(LONDON).utcoffset()
    ]
    assert wrong == []


def test_zone_is_written_as_rules_and_never_as_lists_of_dates() -> None:
    text = "\n".join(LONDON_ZONE)
    assert text.count("RRULE:") == 2
    assert "RDATE" not in text
