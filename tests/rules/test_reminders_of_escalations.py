"""Whoever owns a stage of an escalation is told once before it moves up, in time to answer."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from planning.procedures.rules import parse_profile
from planning.procedures.shipped import shipped_profile
from planning.reminders.rules.deciding import occasions_of
from planning.reminders.rules.kinds import Fact, Kind, Profiles

ENGLAND = parse_profile(shipped_profile())
END_OF_THURSDAY = datetime(2026, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since_at", "told_at"),
    [
        (datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 5, 8, tzinfo=UTC)),
        (datetime(2026, 3, 5, 7, tzinfo=UTC), datetime(2026, 3, 5, 8, tzinfo=UTC)),
        (datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 3, 5, 20, tzinfo=UTC)),
    ],
    ids=["days before", "early that day", "later that day, urgent"],
)
def test_on_the_morning_of_the_last_day_or_hours_before_its_end(
    since_at: datetime, told_at: datetime
) -> None:
    waiting = Fact(
        Kind.ESCALATION, UUID(int=1), UUID(int=2), UUID(int=3), since_at, END_OF_THURSDAY
    )
    assert occasions_of(waiting, Profiles(ENGLAND, ENGLAND)) == [told_at]
