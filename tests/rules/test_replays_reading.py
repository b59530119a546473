"""A file of past meetings as people keep them: read whole, every fault named with its line."""

import io
from datetime import date, time, timedelta

import pytest

from planning.clock import in_london
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome, parse_profile
from planning.procedures.shipped import shipped_profile
from planning.replays.rules import COLUMNS, Fault, Field, File, PastMeeting, read_file
from planning.replays.rules import reading as reading_rules

PROFILE = parse_profile(shipped_profile())
TODAY = date(2026, 3, 3)
HEADER = "child,held on,outcome"
_NO_OUTCOME = "There is no column “outcome”. What was decided for the child, as a code or in words."


def read(text: str | bytes) -> File:
    content = text if isinstance(text, bytes) else text.encode()
    return read_file(io.BytesIO(content), PROFILE, today=TODAY, tick=lambda _: None)


def faults(text: str | bytes) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in read(text).faults]


def one(columns: str, cells: str) -> PastMeeting:
    found = read(f"{HEADER},{columns}\nA,3/2/2026,adjourned,{cells}\n")
    assert found.faults == []
    return found.rows[0]


def fault_of(columns: str, cells: str, outcome: str = "adjourned") -> list[str]:
    found = faults(f"{HEADER},{columns}\nA,3/2/2026,{outcome},{cells}\n")
    assert all(line == 2 for line, _ in found)
    return [message for _, message in found]


@pytest.mark.parametrize(
    "content",
    [
        "child,held on,outcome\nA,3/2/2026,adjourned\n",
        "\ufeffchild;held on;outcome\r\nA;03/02/2026;Adjourned, no decision\r\n",
        "sep=;\nChild ref;Date of meeting;Decision\nA;2026-02-03 00:00:00;no decision\n",
        "Outcome\tCHILD_ID\tHeld-On\nadjourned_no_decision\tA\t3-2-2026\n",
        '\n\n"child","held on","outcome","notes"\n,,,\n"A","3.2.2026","adjourned","two\nlines"\n\n',
    ],
)
def test_what_spreadsheets_write_is_read_alike(content: str) -> None:
    found = read(content)
    assert found.faults == []
    (met,) = found.rows
    assert (met.child, met.held_on, met.timed) == ("A", date(2026, 2, 3), False)
    assert met.outcome is Outcome.ADJOURNED


def test_each_line_is_told_by_where_it_begins() -> None:
    content = f'{HEADER},notes\nA,3/2/2026,nfa,"one\ntwo\nthree"\n\nB,32/2/2026,nfa,\n,,what,\n'
    assert faults(content) == [
        (6, "held: “32/2/2026” is no day: the day comes first, then the month."),
        (7, "outcome: “what” is no outcome that Accord knows."),
        (7, "child: is empty."),
        (7, "held: is empty."),
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 0, "The file is empty."),
        (f"{HEADER}\n", 0, "There is no meeting in the file."),
        ("child,held on\n", 1, _NO_OUTCOME),
        (f"{HEADER},child ref\n", 1, "Two columns say “child”. Leave one of them."),
        (f"{HEADER},minutes,hours\n", 1, "Say minutes or hours, not both."),
        (f"{HEADER}\nA,3/2/2026,nfa,\nB,3/2/2026,nfa,more\n", 3,
         f"The row {reading_rules._TOO_WIDE}"),
        (f'{HEADER}\nA,3/2/2026,"nfa\n', 2, reading_rules._NOT_CSV),
        (f'"{HEADER}\n', 1, reading_rules._NOT_CSV),
        (b"child,held on,outcome\nZo\xeb,3/2/2026,nfa\n", 2, reading_rules._NOT_TEXT),
        ("child,held on\n".encode("utf-16"), 1, reading_rules._NOT_TEXT),
        (b"PK\x03\x04\x00\x00", 1, reading_rules._NOT_TEXT),
        (f"{HEADER}\n{'x' * 200_001}\n", 2,
         "The line is too long. Leave columns with long texts out."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told_once(
    content: str | bytes, line: int, message: str
) -> None:
    assert faults(content) == [(line, message)]


def test_a_file_is_read_up_to_a_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_rules, "MOST_ROWS", 1)
    found = read(f"{HEADER}\nA,3/2/2026,nfa\nB,3/2/2026,nfa\nC,3/2/2026,nfa\n")
    assert len(found.rows) == 1
    assert [fault.line for fault in found.faults] == [3]


def test_every_heading_means_one_column() -> None:
    names = [name for column in COLUMNS for name in (column.field.value, *column.also)]
    assert len(names) == len(set(names))
    assert {column.field for column in COLUMNS} == set(Field)


def test_a_row_says_what_it_knows() -> None:
    columns = (
        "time,type,reason,agency owing,next date,present,absent,team,hours,mode,meeting,"
        "decided to convene,entered,minutes approved,conference held"
    )
    cells = (
        "2.30pm,Exploitation meeting,awaiting information,Police,9/2/2026,"
        '"Police; School|csc\npolice",Named  Nurse;CAMHS,North,"1,5",Phone,M1,'
        "2026-02-02T09:00,4/2/2026,5/2/2026,20/2/2026"
    )
    met = one(columns, cells)
    assert met == PastMeeting(
        line=2,
        child="A",
        held_at=in_london(date(2026, 2, 3), time(14, 30)),
        held_on=date(2026, 2, 3),
        timed=True,
        outcome=Outcome.ADJOURNED,
        meeting="M1",
        kind=MeetingKind.EXPLOITATION,
        reason=NoDecisionReason.INFORMATION_OUTSTANDING,
        reason_agency="Police",
        next_on=date(2026, 2, 9),
        present=(
            AgencyCategory.POLICE,
            AgencyCategory.EDUCATION,
            AgencyCategory.SOCIAL_CARE,
            AgencyCategory.POLICE,
        ),
        absent=("Named Nurse", "CAMHS"),
        team="North",
        minutes=90,
        phone=True,
        decided_on=date(2026, 2, 2),
        entered_on=date(2026, 2, 4),
        approved_on=date(2026, 2, 5),
        conference_on=date(2026, 2, 20),
    )


@pytest.mark.parametrize(
    ("said", "hour"),
    [("12am", 0), ("12:00", 12), ("12.15 pm", 12), ("13:05:00", 13), ("1:05am", 1)],
)
def test_times_are_read(said: str, hour: int) -> None:
    said = said if ":" in said or "." in said else said.replace("am", ":00am")
    assert one("time", said).held_at.hour == hour


@pytest.mark.parametrize(
    ("column", "cell", "minutes"),
    [("minutes", "90", 90), ("hours", "1.5", 90), ("hours", "1:30", 90), ("minutes", "", None)],
)
def test_lengths_are_minutes(column: str, cell: str, minutes: int | None) -> None:
    assert one(column, cell).minutes == minutes


@pytest.mark.parametrize(
    ("columns", "cells", "message"),
    [
        ("time", "half two", "held: “half two” is no time. Write 14:00."),
        ("time", "25:00", "held: “25:00” is no time of a day."),
        ("minutes", "long", "minutes: “long” is no length. Write 90, or 1.5 of hours."),
        ("minutes", "NaN", "minutes: “NaN” is no length. Write 90, or 1.5 of hours."),
        ("hours", "30", "hours: “30”: a meeting lasts between 1 minute and 24 hours."),
        ("next date", "soon", "next date: “soon” is no date. Write 03/02/2026 or 2026-02-03."),
        ("next date", "9/2/26", "next date: “9/2/26”: write the year with four figures."),
        ("next date", "9/2/1889", "next date: “9/2/1889” is before 1990."),
        ("next date", "2/2/2026", "next date: that day is before the meeting."),
        ("next date", "2/2/2030", "next date: that day is more than 3 years later."),
        ("entered", "2/2/2026", "entered: entered before the meeting was held."),
        ("entered", "4/3/2026", "entered: that day lies in the future."),
        ("minutes approved", "2/2/2026", "minutes approved: that day is before the meeting."),
        ("present", "Fire", "present: “Fire” is no kind of agency that Accord knows."),
        ("absent", "x" * 101, f"absent: “{'x' * 39}…” is longer than 100 characters."),
        ("team", "x" * 101, "team: is longer than 100 characters."),
        ("team", "a\x07b", "team: holds characters that cannot be shown."),
        ("receiver accepted", "perhaps", "receiver accepted: “perhaps”: write yes or no."),
        ("handed to", "Leeds", "handed to: only a transfer or a redirect has a receiver."),
        ("reason", "weather", "reason: “weather” is no reason that Accord knows."),
        ("type", "lunch", "type: “lunch” is no type of meeting that Accord knows."),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_refused_in_words(columns: str, cells: str, message: str) -> None:
    assert fault_of(columns, cells) == [message]


def test_impossible_histories_are_refused() -> None:
    assert fault_of("reason", "medical", "nfa") == [
        "reason: this meeting decided. Only an adjournment has a reason for no decision."
    ]
    assert fault_of("receiver answered", "4/2/2026", "transferred") == [
        "receiver accepted: say both when the receiver answered and whether it accepted."
    ]
    answered = "receiver answered,receiver accepted"
    assert fault_of(answered, "2/2/2026,no", "transferred") == [
        "receiver answered: that day is before the meeting."
    ]
    assert faults(f"{HEADER}\nA,4/3/2026,nfa\n") == [(2, "held: the meeting lies in the future.")]


def test_a_child_is_not_told_of_twice() -> None:
    content = (
        "child,held,outcome\nA,3/2/2026,nfa\nB,3/2/2026 10:00,nfa\nA,2026-02-03,nfa\n"
        "B,3/2/2026 10:00,nfa\nB,3/2/2026 11:00,nfa\n"
    )
    assert faults(content) == [
        (4, "Line 2 has the same child on the same day. Add times if there were two meetings."),
        (5, "Line 3 has the same child at the same time."),
    ]
    assert [met.line for met in read(content).rows] == [2, 3, 6]


def test_a_reference_that_stands_for_many_children_is_refused() -> None:
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(201)]
    content = "\n".join([HEADER, *(f"unknown,{day},nfa" for day in days), "A,3/2/2026,nfa"])
    found = read(content)
    assert found.faults == [
        Fault(0, "201 rows say the same child. Give each child its own.", "unknown")
    ]
    assert [met.child for met in found.rows] == ["A"]
