"""An uploaded calendar becomes spans of time and nothing else, whatever is in it."""

from datetime import UTC, datetime, timedelta

import pytest

from planning.diaries.rules.absences import Taken
from planning.errors import Invalid
from service.calendar.busy import LARGEST, busy_times
from tests.factories import NOW


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nUID:{n}\nSUMMARY:Secret\nEND:VEVENT\n"
                   for n, event in enumerate(events))  # fmt: skip
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def read(*events: str) -> list[Taken]:
    return sorted(await busy_times(calendar(*events), now=NOW, timeout=60))


async def refusal(content: bytes, *, seconds: float = 60) -> str:
    with pytest.raises(Invalid) as refused:
        await busy_times(content, now=NOW, timeout=seconds)
    (blocker,) = refused.value.blockers
    assert blocker.field == "file"
    return blocker.message


async def test_times_in_every_zone_become_moments() -> None:
    found = await read(
        "DTSTART:20260304T100000Z\nDTEND:20260304T110000Z",
        "DTSTART;TZID=America/New_York:20260305T100000\nDURATION:PT30M",
        "DTSTART;TZID=GMT Standard Time:20260401T100000\nDURATION:PT1H",
        "DTSTART:20260402T100000\nDTEND:20260402T110000",
    )
    assert found == [
        Taken(at(3, 4, 10), at(3, 4, 11)),
        Taken(at(3, 5, 15), at(3, 5, 15, 30)),
        Taken(at(4, 1, 9), at(4, 1, 10)),
        Taken(at(4, 2, 9), at(4, 2, 10)),
    ]


async def test_whole_days_are_london_s_days() -> None:
    assert await read("DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330") == [
        Taken(at(3, 28, 0), at(3, 29, 23))
    ]


async def test_what_repeats_is_expanded_with_its_exceptions_within_the_horizon() -> None:
    found = await read(
        "DTSTART;TZID=Europe/London:20260105T090000\nDTEND;TZID=Europe/London:20260105T100000\n"
        "RRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/London:20260309T090000"
    )
    assert [span.starts_at for span in found[:3]] == [
        at(3, 16, 9),
        at(3, 23, 9),
        at(3, 30, 8),
    ]
    assert found[-1].starts_at < NOW + timedelta(weeks=26)
    assert len(found) == 25


async def test_what_is_cancelled_or_shown_as_free_takes_no_time() -> None:
    assert (
        await read(
            "DTSTART:20260304T100000Z\nDTEND:20260304T110000Z\nSTATUS:CANCELLED",
            "DTSTART:20260304T100000Z\nDTEND:20260304T110000Z\nTRANSP:TRANSPARENT",
            "DTSTART:20260304T100000Z",
            "DTSTART:20250304T100000Z\nDTEND:20250304T110000Z",
        )
        == []
    )


async def test_a_file_of_five_megabytes_is_refused_with_the_limit() -> None:
    assert "must be smaller than 2 MB" in await refusal(b"x" * 5 * 1024 * 1024)
    assert LARGEST < 5 * 1024 * 1024


@pytest.mark.parametrize("content", [b"\x00\xff", b"hello", b"BEGIN:VCALENDAR\nBEGIN:VEVENT"])
async def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    assert "not a calendar that can be read" in await refusal(content)


async def test_no_file_is_asked_for() -> None:
    assert await refusal(b"") == "Choose a calendar file."


async def test_recurrence_bombs_end_in_words() -> None:
    minutely = "DTSTART:20260304T100000Z\nDTEND:20260304T100100Z\nRRULE:FREQ=MINUTELY"
    assert "more than 5,000 busy times" in await refusal(calendar(minutely))
    secondly = "DTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"
    assert "takes too long to read" in await refusal(calendar(secondly), seconds=2)


DAY = "DTSTART:20260304T100000Z\nDTEND:20260304T110000Z\n"


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000,
        calendar(DAY).decode().encode("utf-16"),
        calendar(DAY + "RRULE:FREQ=DAILY;INTERVAL=-1"),
        calendar(DAY + "RRULE:FREQ=DAILY;COUNT=99999999999999999999"),
        calendar("DTSTART;TZID=a\0b:20260305T100000\nDURATION:PT1H"),
        calendar("DTSTART:20260230T100000Z\nDTEND:20260230T110000Z"),
        calendar("DTSTART:00010101T000000\nDTEND:99991231T235959"),
    ],
)
async def test_what_is_broken_inside_is_refused_in_the_same_words(content: bytes) -> None:
    assert "not a calendar that can be read" in await refusal(content)


async def test_lists_of_thousands_of_dates_end_in_words() -> None:
    dates = ",".join(
        f"2026{month:02}{day:02}T{hour:02}{minute:02}00Z"
        for month in (4, 5)
        for day in range(1, 29)
        for hour in range(24)
        for minute in range(0, 60, 10)
    )
    assert "more than 5,000 busy times" in await refusal(calendar(f"{DAY}RDATE:{dates}"))


async def test_odd_zones_and_letters_do_no_harm() -> None:
    folded = calendar(DAY + "SUMMARY:" + "x" * 1_000_000)
    assert len(await busy_times(folded, now=NOW, timeout=60)) == 1
    assert await read("DTSTART;TZID=../../etc/passwd:20260305T100000\nDURATION:PT1H") == [
        Taken(at(3, 5, 10), at(3, 5, 11))
    ]
    latin = calendar(DAY + "SUMMARY:Café").decode().encode("latin-1")
    assert await busy_times(latin, now=NOW, timeout=60) == [Taken(at(3, 4, 10), at(3, 4, 11))]
