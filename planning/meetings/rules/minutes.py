"""Minutes: a joint part and a part for each child, put together for each reader."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.meetings.rules.record import Nature, Section
from planning.meetings.rules.scheduling import Mode


class PersonLine(msgspec.Struct, frozen=True):
    """Somebody who came or sent apologies."""

    name: str
    job_title: str
    agency_name: str
    apology: str = ""


class RecordLine(msgspec.Struct, frozen=True):
    """One item of the record; `choice` is what was ticked, in words."""

    section: Section
    heading: str
    body: str
    choice: str = ""
    agency_name: str = ""
    source: str = ""
    nature: Nature | None = None


class ActionLine(msgspec.Struct, frozen=True):
    """What somebody is to do."""

    id: UUID
    what: str
    owner_id: UUID
    owner_name: str
    owner_agency_name: str
    due_on: date
    done_at: datetime | None = None
    done_note: str | None = None
    success_test: str = ""
    times_carried: int = 0
    carried_often: bool = False


class MeetingActionLine(ActionLine, frozen=True, kw_only=True):
    """The same with what a change of it must say; without a child it is the whole meeting's."""

    concern_id: UUID | None
    version: int


class JointMinutes(msgspec.Struct, frozen=True):
    """What everybody at the meeting may read; `record` is the text of minutes before items,
    `corrected` what has no text of its own.
    """

    reference: str
    kind_words: str
    purpose: str
    mode: Mode
    place: str
    starts_at: datetime
    ends_at: datetime
    chair_name: str
    minute_taker_name: str | None
    present: list[PersonLine]
    absent: list[PersonLine]
    quorate: bool | None
    no_quorum_reason: str | None
    corrected: str = ""
    record: str = ""
    items: list[RecordLine] = []
    actions: list[ActionLine] = []


class ChildMinutes(msgspec.Struct, frozen=True):
    """One child's part; the three texts at the end are of minutes before items."""

    concern_id: UUID
    child_name: str
    reference: str
    outcome_words: str | None
    outcome_reason: str
    no_decision_words: str | None
    reason_agency_name: str | None
    next_on: date | None
    authorised_by_name: str | None
    actions: list[ActionLine]
    corrected: str = ""
    items: list[RecordLine] = []
    handed_to: str = ""
    information: str = ""
    child_voice: str = ""
    analysis: str = ""


class Minutes(msgspec.Struct, frozen=True):
    """Everything that was written; nobody but its chair sees it whole by right."""

    joint: JointMinutes
    children: list[ChildMinutes]


def version_of(part_versions: Iterable[int]) -> int:
    """The number of one reader's version: it rises with each correction of what they read.

    `part_versions` are the numbers of all versions of all their parts. Corrections of what
    somebody does not read do not count, so that they cannot be guessed.
    """
    return 1 + sum(number > 1 for number in part_versions)
