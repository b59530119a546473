"""Minutes: a joint part and a part for each child, put together for each reader."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.meetings.rules.scheduling import Mode


class PersonLine(msgspec.Struct, frozen=True):
    """Somebody who came or sent apologies."""

    name: str
    job_title: str
    agency_name: str
    apology: str = ""


class JointMinutes(msgspec.Struct, frozen=True):
    """What everybody at the meeting may read."""

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
    record: str
    quorate: bool | None
    no_quorum_reason: str | None
    corrected: str = ""


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


class ChildMinutes(msgspec.Struct, frozen=True):
    """One child's part."""

    concern_id: UUID
    child_name: str
    reference: str
    information: str
    child_voice: str
    analysis: str
    outcome_words: str | None
    outcome_reason: str
    no_decision_words: str | None
    reason_agency_name: str | None
    next_on: date | None
    authorised_by_name: str | None
    actions: list[ActionLine]
    corrected: str = ""


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
