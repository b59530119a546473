"""Northborough's ninety meetings as a file that a partnership of its kind would have kept.

`python -m service.demo.past` writes it anew: the same stories, agencies and people as the demo's.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planning.clock import NONE_CLOSED, add_working_days
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from planning.replays.rules import Field
from service.demo.cast import AGENCIES, PLAYERS, POLICE
from service.demo.plot import (
    TEAM,
    Sitting,
    Story,
    parties,
    stories,
    working_days_before,
)

EXAMPLE = Path(__file__).with_name("northborough.csv")
EXAMPLE_DAY = date(2026, 3, 3)
"""The day on which the example is told."""
_AGENCY = {player.key: player.agency for player in PLAYERS}
_FIELDS = (
    Field.CHILD, Field.HELD, Field.TIME, Field.KIND, Field.OUTCOME, Field.REASON,
    Field.REASON_AGENCY, Field.NEXT_ON, Field.PRESENT, Field.ABSENT, Field.TEAM, Field.MINUTES,
    Field.DECIDED_ON, Field.ENTERED_ON, Field.APPROVED_ON, Field.CONFERENCE_ON,
)  # fmt: skip


def example() -> Iterator[dict[Field, str]]:
    """The meetings in the order of their days."""
    told = stories(EXAMPLE_DAY)
    meetings = [
        (sitting, story, people)
        for story, (people, _) in zip(told, parties(told), strict=True)
        for sitting in story.sittings
    ]
    for sitting, story, people in sorted(meetings, key=lambda one: (one[0].on, one[0].hour)):
        yield _row(sitting, story, people)


def _row(sitting: Sitting, story: Story, people: tuple[str, ...]) -> dict[Field, str]:
    """Minutes of the latest day wait for approval."""
    absent = [POLICE] if sitting.reason is NoDecisionReason.KEY_AGENCY_ABSENT else []
    there = {_AGENCY[key] for key in ("chair", *people)} - set(absent)
    first = sitting is story.sittings[0]
    owing = sitting.reason is NoDecisionReason.INFORMATION_OUTSTANDING
    approved = add_working_days(sitting.on, 1, NONE_CLOSED)
    conference = sitting.outcome is Outcome.S47_CONCLUDED_WITH_CONFERENCE and approved
    return {
        Field.CHILD: story.reference,
        Field.HELD: _slashed(sitting.on),
        Field.TIME: f"{sitting.hour:02}:00",
        Field.KIND: MeetingKind.EXPLOITATION if first else MeetingKind.REVIEW,
        Field.OUTCOME: sitting.outcome,
        Field.REASON: sitting.reason or "",
        Field.REASON_AGENCY: POLICE if owing else "",
        Field.NEXT_ON: _slashed(sitting.next_on),
        Field.PRESENT: "; ".join(_categories(there)),
        Field.ABSENT: "; ".join(absent),
        Field.TEAM: TEAM,
        Field.MINUTES: "60",
        Field.DECIDED_ON: _slashed(working_days_before(sitting.on, 1)),
        Field.ENTERED_ON: _slashed(sitting.on),
        Field.APPROVED_ON: _slashed(approved if approved < EXAMPLE_DAY else None),
        Field.CONFERENCE_ON: _slashed(conference or None),
    }


def _categories(agencies: set[str]) -> list[AgencyCategory]:
    return sorted(AGENCIES[agency] for agency in agencies)


def _slashed(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def write_example() -> None:
    """Anew, in the bytes that are shipped."""
    with EXAMPLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(example())


if __name__ == "__main__":
    write_example()
