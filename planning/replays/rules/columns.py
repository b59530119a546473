"""The columns of a file of past meetings: what each holds, and by which headings it is known."""

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from planning.errors import Blocker

_GAPS = re.compile(r"[\W_]+")


class Field(StrEnum):
    """What a column may tell; the value is its heading."""

    CHILD = "child"
    HELD = "held"
    OUTCOME = "outcome"
    TIME = "time"
    MEETING = "meeting"
    KIND = "type"
    REASON = "reason"
    REASON_AGENCY = "agency owing"
    NEXT_ON = "next date"
    PRESENT = "present"
    ABSENT = "absent"
    TEAM = "team"
    MINUTES = "minutes"
    HOURS = "hours"
    MODE = "mode"
    DECIDED_ON = "decided to convene"
    ENTERED_ON = "entered"
    APPROVED_ON = "minutes approved"
    CONFERENCE_ON = "conference held"
    HANDED_TO = "handed to"
    ANSWERED_ON = "receiver answered"
    ACCEPTED = "receiver accepted"


class Column(msgspec.Struct, frozen=True):
    """A column as it is explained to whoever makes the file."""

    field: Field
    says: str
    also: tuple[str, ...] = ()
    required: bool = False


COLUMNS = (
    Column(Field.CHILD, "A reference of the child, the same in every row; no name is needed.",
           ("child reference", "child ref", "child id", "reference", "ref", "person id"),
           required=True),
    Column(Field.HELD, "The day on which the meeting was held, with or without a time.",
           ("held on", "held at", "date held", "meeting date", "date of meeting", "date"),
           required=True),
    Column(Field.OUTCOME, "What was decided for the child, as a code or in words.",
           ("outcome code", "disposition", "decision", "meeting outcome"), required=True),
    Column(Field.TIME, "When it began, 14:00, where the day has no time of its own.",
           ("start time", "time held", "start")),
    Column(Field.MEETING, "A reference of the meeting, the same for every child discussed at it.",
           ("meeting reference", "meeting ref", "meeting id")),
    Column(Field.KIND, "The type of meeting, as a code or in words; left empty, a review.",
           ("meeting type", "kind", "type of meeting")),
    Column(Field.REASON, "Why nothing was decided, as a code or in words.",
           ("reason no decision", "no decision reason", "reason for no decision",
            "reason adjourned")),
    Column(Field.REASON_AGENCY, "The agency whose information was outstanding.",
           ("agency owing information", "owing", "information from", "waiting for")),
    Column(Field.NEXT_ON, "The date that the meeting set for the next one.",
           ("next meeting", "next meeting date", "next on", "review date")),
    Column(Field.PRESENT, "The kinds of agency that came, one for each agency, with ; between.",
           ("agencies present", "attended", "present agencies")),
    Column(Field.ABSENT, "The agencies that were expected and stayed away, with ; between.",
           ("agencies absent", "absent agencies", "apologies", "did not attend")),
    Column(Field.TEAM, "The team that holds the child.", ("team name", "social work team")),
    Column(Field.MINUTES, "How long the meeting lasted, in minutes.",
           ("duration minutes", "length minutes", "lasted minutes", "duration")),
    Column(Field.HOURS, "How long the meeting lasted, in hours; not beside minutes.",
           ("duration hours", "length hours", "lasted hours")),
    Column(Field.MODE, "Room, video or phone.", ("held by", "format")),
    Column(Field.DECIDED_ON, "The day on which it was decided to convene.",
           ("decided to convene on", "decided to convene at", "decided on", "referral date",
            "requested on")),
    Column(Field.ENTERED_ON, "The day on which the outcome was entered.",
           ("entered on", "recorded on", "date entered", "date recorded")),
    Column(Field.APPROVED_ON, "The day on which the chair approved the minutes.",
           ("minutes approved on", "minutes date", "approved on")),
    Column(Field.CONFERENCE_ON, "The day of the child protection conference.",
           ("icpc", "icpc held on", "icpc date", "conference date", "conference held on")),
    Column(Field.HANDED_TO, "Who was to take the child over, after a transfer or redirect.",
           ("transferred to", "redirected to", "receiver")),
    Column(Field.ANSWERED_ON, "The day on which the receiver answered.",
           ("receiver answered on", "answered on")),
    Column(Field.ACCEPTED, "Yes or no: whether the receiver took the child over.",
           ("accepted", "transfer accepted")),
)  # fmt: skip


def plain(words: str) -> str:
    """Words without what people vary: capitals, marks and gaps."""
    return _GAPS.sub(" ", words).strip().casefold()


_KNOWN = {plain(name): column.field for column in COLUMNS for name in (column.field, *column.also)}


class Header(msgspec.Struct, frozen=True):
    """Where each column stands; `unused` are headings that tell nothing here."""

    places: dict[Field, int]
    unused: list[str]
    faults: list[Blocker]
    width: int


def read_header(cells: Sequence[str]) -> Header:
    """Find the columns; every missing, repeated and doubled one is a fault."""
    places: dict[Field, int] = {}
    unused: list[str] = []
    faults: list[Blocker] = []
    for place, cell in enumerate(cells):
        field = _KNOWN.get(plain(cell))
        if field is None:
            unused += [cell.strip()] * bool(cell.strip())
        elif field in places:
            faults.append(Blocker(f"Two columns say “{field}”. Leave one of them.", field))
        else:
            places[field] = place
    faults += [
        Blocker(f"There is no column “{column.field}”. {column.says}", column.field)
        for column in COLUMNS
        if column.required and column.field not in places
    ]
    if {Field.MINUTES, Field.HOURS} <= set(places):
        faults.append(Blocker("Say minutes or hours, not both.", Field.HOURS))
    return Header(places, unused, faults, len(cells))
