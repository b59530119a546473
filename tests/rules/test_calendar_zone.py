"""The fixed VTIMEZONE must never disagree with the real clock of England."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from dateutil.tz import tzical  # type: ignore[import-untyped]  # it ships no types

from planning.clock import LONDON
from service.calendar.zone import LONDON_ZONE

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2038, 1, 1, tzinfo=UTC)


def test_rules_equal_the_time_zone_database_for_every_hour() -> None:
    zone = tzical(StringIO("\n".join(LONDON_ZONE))).get()
    hours = int((END - FIRST) / timedelta(hours=1))
    wrong = [
        moment
        for moment in (FIRST + timedelta(hours=hour) for hour in range(hours))
        if moment.astimezone(zone).utcoffset() != moment.astimezone(LONDON).utcoffset()
    ]
    assert wrong == []


def test_zone_is_written_as_rules_and_never_as_lists_of_dates() -> None:
    text = "\n".join(LONDON_ZONE)
    assert text.count("RRULE:") == 2
    assert "RDATE" not in text
