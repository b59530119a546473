"""Problem files: what is read, and every fault of what is not, with its place."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from planning.surge.forms import contradictions
from planning.surge.forms.reading import MOST_BYTES, Unreadable, read_problem
from planning.surge.forms.schema import _Compiler, shipped_schema
from tests.surge.instances import main, small, surge

Change = Callable[[dict[str, Any]], object]


def _raw() -> dict[str, Any]:
    """Two days of four slots, two people, one room and two meetings."""
    meeting = {
        "id": "m0",
        "kind": "initial",
        "duration": 2,
        "earliest": 1,
        "due_day": 0,
        "weight": 1,
        "required": ["lead"],
        "preferred": [],
        "quorum": [{"category": "chair", "count": 1}],
        "children": ["child"],
        "location": "north",
        "seats": 4,
        "fixed": None,
        "after": [],
    }
    return {
        "format": "surge/1",
        "name": "two",
        "family": "by hand",
        "objective": "tiers",
        "source": {"from": ["anywhere"]},
        "grid": {
            "slot_minutes": 30,
            "days": [
                {"date": "2026-03-04", "first": 0, "slots": 4},
                {"date": "2026-03-05", "first": 4, "slots": 4},
            ],
        },
        "people": [
            {"id": "lead", "agency": "social_care", "categories": [], "busy": [[0, 1]]},
            {"id": "chair0", "agency": None, "categories": ["chair"], "busy": []},
        ],
        "rooms": [{"id": "hall", "capacity": 8, "location": "north", "busy": []}],
        "locations": ["north"],
        "travel": [[0]],
        "meetings": [meeting, {**meeting, "id": "m1", "due_day": None}],
        "categories": ["chair"],
        "agencies": ["social_care"],
        "children": ["child"],
    }


def _faults(change: Change) -> list[str]:
    raw = _raw()
    change(raw)
    with pytest.raises(Unreadable) as refusal:
        read_problem(msgspec.json.encode(raw))
    return [str(fault) for fault in refusal.value.faults]


def test_what_is_written_is_read() -> None:
    for problem in (small(1), surge(20, 8, 15)):
        assert read_problem(msgspec.json.encode(problem)) == problem
    assert read_problem(b"\xef\xbb\xbf" + msgspec.json.encode(_raw())).source == {
        "from": ["anywhere"]
    }


def test_a_generated_problem_goes_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "problem.json"
    main(["--meetings", "12", "--children", "5", "--days", "12", "--load", "0.7", str(out)])
    assert read_problem(out.read_bytes()) == surge(12, 5, 12, 0.7)


def test_what_cannot_be_scheduled_is_still_a_problem() -> None:
    """A quorum larger than its pool, no rooms, no meetings, a meeting as long as no day."""

    def change(raw: dict[str, Any]) -> None:
        raw["meetings"][0]["quorum"][0]["count"] = 5
        raw["meetings"][1] |= {"duration": 9, "earliest": 99, "due_day": 99}
        raw["grid"]["made_by"] = "hand"

    raw = _raw()
    change(raw)
    assert len(read_problem(msgspec.json.encode(raw)).meetings) == 2
    assert read_problem(msgspec.json.encode({**_raw(), "meetings": [], "rooms": []})).rooms == ()


def _set(part: str, place: int, **fields: object) -> Change:
    return lambda raw: raw[part][place].update(fields)


def _day(**fields: object) -> Change:
    return lambda raw: raw["grid"]["days"][1].update(fields)


def _later(first: int, other: int) -> Change:
    def change(raw: dict[str, Any]) -> None:
        raw["meetings"][0]["after"] = [{"meeting": f"m{first}", "min_days": 0}]
        raw["meetings"][1]["after"] = [{"meeting": f"m{other}", "min_days": 1}]

    return change


FAULTS: list[tuple[Change, str]] = [
    (lambda raw: raw.update(format="surge/2"), "format: must be “surge/1”"),
    (lambda raw: raw.update(objective=3), "objective: must be “tiers” or “feasibility”"),
    (lambda raw: raw.update(extra=3), "extra: is not a field of this form"),
    (lambda raw: raw.pop("rooms"), "rooms: is missing"),
    (lambda raw: raw.update(name=""), "name: must not be empty"),
    (lambda raw: raw["grid"].update(days=[]), "grid.days: must hold at least 1"),
    (lambda raw: raw["children"].append(None), "children[1]: must be text"),
    (_set("people", 0, busy=[[1]]), "people[0].busy[0]: must hold exactly 2"),
    (_set("people", 1, agency=True), "people[1].agency: must be text or null"),
    (_set("meetings", 1, due_day=1.5), "meetings[1].due_day: must be a whole number or null"),
    (_set("meetings", 1, earliest=-1), "meetings[1].earliest: must be 0 or more"),
    (_set("meetings", 1, seats=10**10), "meetings[1].seats: must be 1,000,000,000 or less"),
    (_set("meetings", 1, fixed=4), "meetings[1].fixed: must be null or must be an object"),
    (_set("meetings", 1, fixed={"start": 0}), "meetings[1].fixed.room: is missing"),
    (_day(first=3), ("grid.days[1].first: must be 4, the slot after the day before: days neither"
     " overlap nor leave slots out")),
    (_day(date="5 March"), "grid.days[1].date: must be a date such as 2026-03-04"),
    (_day(date="2026-03-04"), "grid.days[1].date: must be later than the day before, 2026-03-04"),
    (_set("people", 1, id="lead"), "people[1].id: “lead” is at people[0] already"),
    (_set("people", 1, agency="army"), "people[1].agency: no agency has the id “army”"),
    (_set("people", 1, categories=["chair", "chair"]),
     "people[1].categories[1]: “chair” is at categories[0] already"),
    (_set("people", 1, busy=[[3, 2]]), "people[1].busy[0]: must not end before it starts"),
    (_set("people", 1, busy=[[3, 9]]),
     "people[1].busy[0]: must lie in the grid, whose last slot is 7"),
    (_set("rooms", 0, location="moon"), "rooms[0].location: no location has the id “moon”"),
    (lambda raw: raw.update(travel=[]), "travel: must have 1 rows, one for each location"),
    (lambda raw: raw.update(travel=[[0, 1]]),
     "travel[0]: must have 1 numbers, one for each location"),
    (_set("meetings", 1, required=["ghost"]), ("meetings[1].required[0]: no person has the id"
     " “ghost”")),
    (_set("meetings", 1, location="moon"), "meetings[1].location: no location has the id “moon”"),
    (_set("meetings", 1, weight=10**7), "meetings[1].weight: must be 1,000,000 or less"),
    (_set("meetings", 1, quorum=[{"category": "vicar", "count": 1}]),
     "meetings[1].quorum[0].category: no category has the id “vicar”"),
    (_set("meetings", 1, earliest=4, due_day=0), ("meetings[1].due_day: is day 0, and the earliest"
     " start, slot 4, is on day 1: it could not be on time")),
    (_set("meetings", 1, fixed={"start": 8, "room": None}),
     "meetings[1].fixed.start: must lie in the grid, whose last slot is 7"),
    (_set("meetings", 1, fixed={"start": 3, "room": "hall"}),
     "meetings[1].fixed.start: leaves 1 of the 2 slots before day 0 ends"),
    (_set("meetings", 1, fixed={"start": 4, "room": "cave"}),
     "meetings[1].fixed.room: no room has the id “cave”"),
    (_set("meetings", 1, after=[{"meeting": "m9", "min_days": 0}]),
     "meetings[1].after[0].meeting: no meeting has the id “m9”"),
    (_set("meetings", 1, after=[{"meeting": "m1", "min_days": 0}]),
     "meetings[1].after[0].meeting: must be another meeting than this one"),
    (_later(1, 0), "meetings[0].after: goes in a circle: “m0” after “m1” after “m0”"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_each_fault_is_named_with_its_place(change: Change, words: str) -> None:
    assert _faults(change) == [words]


def test_all_faults_are_named_at_once() -> None:
    """Those of form, and those among the parts whose form is right, by their place in the file."""

    def change(raw: dict[str, Any]) -> None:
        raw["name"] = 7
        raw["people"][0]["busy"] = None
        raw["meetings"][0]["weight"] = 0
        raw["meetings"][1]["children"] = ["child", "stranger"]

    assert _faults(change) == [
        "name: must be text",
        "people[0].busy: must be a list",
        "meetings[0].weight: must be 1 or more",
        "meetings[1].children[1]: no child has the id “stranger”",
    ]


def test_a_circle_is_told_once_whoever_waits_behind_it() -> None:
    def change(raw: dict[str, Any]) -> None:
        after = {2: [3, 0], 3: [4], 4: [3], 5: [2]}
        raw["meetings"] = [
            {
                **raw["meetings"][0],
                "id": f"m{number}",
                "after": [
                    {"meeting": f"m{before}", "min_days": 5} for before in after.get(number, [])
                ],
            }
            for number in range(6)
        ]

    assert _faults(change) == ["meetings[3].after: goes in a circle: “m3” after “m4” after “m3”"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file: is not JSON: Input data was truncated"),
        (b"\xff\xfe{}", "The file: is not JSON: JSON is malformed: invalid character (byte 0)"),
        (b"[" * 100_000, "The file: is nested too deeply"),
        (b"[]", "The file: must be an object"),
        (b" " * (MOST_BYTES + 1), "The file: is larger than 64 MiB"),
    ],
)
def test_what_is_no_problem_at_all_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_problem(data)
    assert refusal.value.message == words


@pytest.mark.parametrize("part", ["people", "rooms", "locations", "meetings"])
def test_more_than_can_be_scheduled_is_refused(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setattr(contradictions, f"MOST_{part.upper()}", 0)
    count = len(_raw()[part])
    assert _faults(lambda _: None) == [f"{part}: holds {count} {part}, and 0 are the most"]


def test_years_of_minutes_are_refused() -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["grid"]["days"][1]["slots"] = 50_000

    assert _faults(change) == ["grid.days: holds 50,004 slots in all, and 50,000 are the most"]


def test_a_long_chain_is_read_in_a_moment() -> None:
    raw = _raw()
    chain = [[], *([{"meeting": f"m{number}", "min_days": 0}] for number in range(1_999))]
    raw["meetings"] = [
        {**raw["meetings"][0], "id": f"m{number}", "after": after}
        for number, after in enumerate(chain)
    ]
    data = msgspec.json.encode(raw)
    started = time.process_time()
    assert len(read_problem(data).meetings) == 2_000
    assert time.process_time() - started < 2


ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    3,
    10**30,
    1.5,
    "",
    "m0",
    "lead",
    [],
    [3],
    [[1, 2]],
    {},
    {"id": "m0"},
)


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(ODD))
def test_whatever_stands_anywhere_is_read_or_refused(data: st.DataObject, value: object) -> None:
    """One part of the file replaced by anything: never another error."""
    raw = _raw()
    at: Any = raw
    while True:
        step = data.draw(st.sampled_from(range(len(at)) if isinstance(at, list) else [*at]))
        if not at[step] or not isinstance(at[step], list | dict) or data.draw(st.booleans()):
            at[step] = value
            break
        at = at[step]
    try:
        read_problem(msgspec.json.encode(raw))
    except Unreadable as refusal:
        note(str(refusal.faults))


def test_the_schema_uses_no_word_that_is_not_checked() -> None:
    assert msgspec.json.decode(shipped_schema())["title"].startswith("surge/1")
    with pytest.raises(NotImplementedError, match=r"uses format\."):
        _Compiler({}).check({"format": "date"})
