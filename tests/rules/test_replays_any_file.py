"""Whatever a file holds: no bytes break the reading, and what is written is read back."""

import csv
import io
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.clock import in_london
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, Outcome
from planning.replays.rules import Field, PastMeeting
from tests.rules.test_replays_reading import HEADER, PROFILE, TODAY, read


@settings(max_examples=100)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode()))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    assert read(content).faults
    for found in (read(f"{HEADER}\n".encode() + content), read(content + b"\n" + HEADER.encode())):
        assert all(fault.message and fault.line >= 0 for fault in found.faults)


_cells = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["A", "3/2/2026", "adjourned", "nfa", "police; health", "90", "2026-02-03 14:00", "yes"]
)


@settings(max_examples=40)
@given(st.lists(st.lists(_cells, min_size=22, max_size=22), max_size=5))
def test_no_cells_break_the_reading(rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(Field)
    writer.writerows([*rows])
    content = text.getvalue().replace("hours", "spare").encode("utf-8", "replace")
    found = read(content)
    assert len(found.rows) + len({fault.line for fault in found.faults}) <= max(len(rows), 1) + 1


_past = st.builds(
    PastMeeting,
    line=st.just(0),
    child=st.sampled_from("ABCDEF"),
    held_at=st.datetimes(
        min_value=in_london(date(2025, 1, 1), time(1)).replace(tzinfo=None),
        max_value=in_london(date(2026, 2, 27), time(1)).replace(tzinfo=None),
    ).map(lambda at: in_london(at.date(), at.time().replace(hour=14, second=0, microsecond=0))),
    held_on=st.just(TODAY),
    timed=st.just(True),
    outcome=st.sampled_from(Outcome),
    kind=st.sampled_from(MeetingKind),
    present=st.none() | st.lists(st.sampled_from(AgencyCategory), min_size=1).map(tuple),
    absent=st.lists(st.sampled_from(["CAMHS", "The school", "“Ô”"]), max_size=2).map(tuple),
    minutes=st.none() | st.integers(1, 300),
)


@settings(max_examples=60)
@given(
    st.lists(_past, min_size=1, max_size=8), st.sampled_from(",;\t"), st.booleans(), st.booleans()
)
def test_what_is_written_is_read_back(
    told: list[PastMeeting], separator: str, iso: bool, words: bool
) -> None:
    text = io.StringIO("\ufeff" * words)
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(
        [Field.CHILD, Field.HELD, Field.TIME, Field.OUTCOME, Field.KIND, Field.PRESENT,
         Field.ABSENT, Field.MINUTES]
    )  # fmt: skip
    for met in told:
        held = met.held_at.astimezone(in_london(TODAY, time(0)).tzinfo)
        day = met.held_at.date()
        writer.writerow([
            met.child, day if iso else f"{day:%d/%m/%Y}", f"14:{held.minute:02}",
            PROFILE.outcomes[met.outcome] if words else met.outcome,
            PROFILE.kinds[met.kind].words if words else met.kind,
            "; ".join(met.present or ()), "|".join(met.absent), met.minutes,
        ])  # fmt: skip
    found = read(text.getvalue())
    twice = {fault.line for fault in found.faults}
    assert [
        (met.child, met.held_at, met.outcome, met.kind, met.present, met.absent, met.minutes)
        for met in found.rows
    ] == [
        (met.child, met.held_at, met.outcome, met.kind, met.present, met.absent, met.minutes)
        for number, met in enumerate(told, 2)
        if number not in twice
    ]
