"""One row of the file: one child at one past meeting, or every fault that the row has."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

import msgspec

from planning.clock import london_date
from planning.people.rules import AgencyCategory
from planning.procedures.rules import HANDED_OVER, MeetingKind, NoDecisionReason, Outcome
from planning.replays.rules.columns import Field, Header
from planning.replays.rules.values import (
    Unclear,
    a_code,
    a_day,
    a_length,
    a_list,
    a_moment,
    an_answer,
    shown,
)
from planning.replays.rules.words import Vocabulary

LONGEST_CELL = 1000
LONGEST_NAME = 100
_LISTS = frozenset({Field.PRESENT, Field.ABSENT})
FAR = timedelta(days=3 * 366)
Meaning = TypeVar("Meaning")


class Fault(NamedTuple):
    """Why a line of the file cannot be used, and whose it is; line 0 is the file itself."""

    line: int
    message: str
    child: str = ""


class PastMeeting(msgspec.Struct, frozen=True):
    """A child at a past meeting, as the file says it; `None` and "" are what it does not say."""

    line: int
    child: str
    held_at: datetime
    held_on: date
    timed: bool
    outcome: Outcome
    meeting: str = ""
    kind: MeetingKind = MeetingKind.REVIEW
    reason: NoDecisionReason | None = None
    reason_agency: str = ""
    next_on: date | None = None
    present: tuple[AgencyCategory, ...] | None = None
    absent: tuple[str, ...] = ()
    team: str = ""
    minutes: int | None = None
    phone: bool = False
    decided_on: date | None = None
    entered_on: date | None = None
    approved_on: date | None = None
    conference_on: date | None = None
    handed_to: str = ""
    answered_on: date | None = None
    accepted: bool | None = None


class Row:
    """The cells of one line; reading one notes its fault and goes on."""

    def __init__(self, line: int, cells: Sequence[str], header: Header) -> None:
        self.line = line
        self.child = ""
        self.faults: list[Fault] = []
        self._cells = cells
        self._places = header.places

    def text(self, field: Field, *, most: int = LONGEST_CELL) -> str:
        """A cell without its edges, gaps folded; "" where there is none."""
        place = self._places.get(field)
        if place is None or place >= len(self._cells):
            return ""
        cell = self._cells[place]
        said = " ".join((cell.replace("\n", ";") if field in _LISTS else cell).split())
        if len(said) > most:
            self.refuse(field, f"is longer than {most} characters.")
            return ""
        if not said.isprintable():
            self.refuse(field, "holds characters that cannot be shown.")
            return ""
        return said

    def read(self, field: Field, reader: Callable[[str], Meaning]) -> Meaning | None:
        """What a cell means; `None` where it is empty or cannot be read."""
        said = self.text(field)
        if not said:
            return None
        try:
            return reader(said)
        except Unclear as fault:
            self.refuse(field, str(fault))
            return None

    def refuse(self, field: Field, why: str) -> None:
        """Note a fault of a column."""
        self.faults.append(Fault(self.line, f"{field}: {why}", self.child))


def read_row(
    line: int, cells: Sequence[str], header: Header, words: Vocabulary, today: date
) -> PastMeeting | list[Fault]:
    """The meeting that a line tells of, or all its faults."""
    row = Row(line, cells, header)
    child = row.child = row.text(Field.CHILD, most=LONGEST_NAME)
    held = row.read(Field.HELD, lambda said: a_moment(said, row.text(Field.TIME)))
    outcome = row.read(Field.OUTCOME, lambda said: a_code(said, words.outcomes, "outcome"))
    optional = _optional(row, words)
    missing = [
        field
        for field, found in ((Field.CHILD, child), (Field.HELD, held), (Field.OUTCOME, outcome))
        if not found and not row.text(field)
    ]
    for field in missing:
        row.refuse(field, "is empty.")
    if row.faults or held is None or outcome is None:
        return row.faults
    found = PastMeeting(
        line=line,
        child=child,
        held_at=held[0],
        held_on=london_date(held[0]),
        timed=held[1],
        outcome=outcome,
        **optional,
    )
    faults = [Fault(line, why, child) for why in _impossible(found, today)]
    return faults or found


def _optional(row: Row, words: Vocabulary) -> dict[str, Any]:
    """What a row may say besides, by the name of its place in a meeting."""
    kind = row.read(Field.KIND, lambda said: a_code(said, words.kinds, "type of meeting"))
    minutes = row.read(Field.MINUTES, lambda said: a_length(said, hours=False))
    hours = row.read(Field.HOURS, lambda said: a_length(said, hours=True))
    return {
        "meeting": row.text(Field.MEETING, most=LONGEST_NAME),
        "kind": kind or MeetingKind.REVIEW,
        "reason": row.read(Field.REASON, lambda said: a_code(said, words.reasons, "reason")),
        "reason_agency": row.text(Field.REASON_AGENCY, most=LONGEST_NAME),
        "present": _present(row, words),
        "absent": _absent(row),
        "team": row.text(Field.TEAM, most=LONGEST_NAME),
        "minutes": minutes or hours,
        "phone": "phone" in row.text(Field.MODE).casefold(),
        "handed_to": row.text(Field.HANDED_TO, most=LONGEST_NAME),
        "accepted": row.read(Field.ACCEPTED, an_answer),
        **{name: row.read(field, a_day) for name, field in _DAYS.items()},
    }


_DAYS = {
    "next_on": Field.NEXT_ON,
    "decided_on": Field.DECIDED_ON,
    "entered_on": Field.ENTERED_ON,
    "approved_on": Field.APPROVED_ON,
    "conference_on": Field.CONFERENCE_ON,
    "answered_on": Field.ANSWERED_ON,
}


def _present(row: Row, words: Vocabulary) -> tuple[AgencyCategory, ...] | None:
    def read(said: str) -> tuple[AgencyCategory, ...]:
        return tuple(a_code(one, words.categories, "kind of agency") for one in a_list(said))

    return row.read(Field.PRESENT, read)


def _absent(row: Row) -> tuple[str, ...]:
    def read(said: str) -> tuple[str, ...]:
        names = a_list(said)
        long = next((name for name in names if len(name) > LONGEST_NAME), None)
        if long:
            raise Unclear(f"“{shown(long)}” is longer than {LONGEST_NAME} characters.")
        return names

    return row.read(Field.ABSENT, read) or ()


def _impossible(met: PastMeeting, today: date) -> list[str]:
    """What cannot have happened, whatever was urgent; what an emergency can make is flagged."""
    held, said = met.held_on, met.handed_to or met.answered_on or met.accepted is not None
    found = [
        (held > today, Field.HELD, "the meeting lies in the future."),
        (_before(met.entered_on, held), Field.ENTERED_ON, "entered before the meeting was held."),
        (_after(met.entered_on, today), Field.ENTERED_ON, "that day lies in the future."),
        (_before(met.approved_on, held), Field.APPROVED_ON, "that day is before the meeting."),
        (_after(met.approved_on, today), Field.APPROVED_ON, "that day lies in the future."),
        (_before(met.next_on, held), Field.NEXT_ON, "that day is before the meeting."),
        (_after(met.next_on, held + FAR), Field.NEXT_ON, "that day is more than 3 years later."),
        (_before(met.answered_on, held), Field.ANSWERED_ON, "that day is before the meeting."),
        (_after(met.answered_on, today), Field.ANSWERED_ON, "that day lies in the future."),
        (
            met.reason is not None and met.outcome is not Outcome.ADJOURNED,
            Field.REASON,
            "this meeting decided. Only an adjournment has a reason for no decision.",
        ),
        (
            bool(said) and met.outcome not in HANDED_OVER,
            Field.HANDED_TO,
            "only a transfer or a redirect has a receiver.",
        ),
        (
            (met.answered_on is None) != (met.accepted is None),
            Field.ACCEPTED,
            "say both when the receiver answered and whether it accepted.",
        ),
    ]
    return [f"{field}: {why}" for wrong, field, why in found if wrong]


def _before(day: date | None, held: date) -> bool:
    return day is not None and day < held


def _after(day: date | None, last: date) -> bool:
    return day is not None and day > last
