"""What came by mail, as far as it could be read; nothing in here has been believed yet."""

from datetime import datetime
from enum import StrEnum

import msgspec

from planning.meetings.rules.quorum import Answer
from planning.replies.rules.why import Why

LARGEST = 64 * 1024
"""Bytes of a calendar that is read at all (design: calendar, In)."""
LONGEST_COMMENT = 4000


class Kind(StrEnum):
    """What a reply is, for those who read the queue."""

    ANSWER = "answer"
    COUNTER = "counter"
    DELEGATION = "delegation"
    UNINVITED = "uninvited"
    WORDS = "words"
    AUTO_REPLY = "auto_reply"
    UNREADABLE = "unreadable"
    OTHER = "other"


class ReplyState(StrEnum):
    """What became of it: `waiting` for a person until `settled`; the others wait for nobody."""

    APPLIED = "applied"
    WAITING = "waiting"
    SETTLED = "settled"
    NOTED = "noted"


class Doubt(StrEnum):
    """Why a proposed time is not plain; each is a reason of the same name."""

    ALL_DAY = Why.ALL_DAY.value
    NO_ZONE = Why.NO_ZONE.value
    UNKNOWN_ZONE = Why.UNKNOWN_ZONE.value
    SKIPPED_HOUR = Why.SKIPPED_HOUR.value
    REPEATED_HOUR = Why.REPEATED_HOUR.value
    NO_TIME = Why.NO_TIME.value


class Proposal(msgspec.Struct, frozen=True):
    """Another time; without an end the meeting keeps its length.

    A doubt stands alone, but for `NO_ZONE`, which goes with a time.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    doubt: Doubt | None = None


class Replier(msgspec.Struct, frozen=True):
    """An ATTENDEE: addresses in small letters without `mailto:`, "" where none is given.

    `answer` is `None` for who says neither yes, no nor maybe. `delegates`: PARTSTAT=DELEGATED.
    """

    address: str
    answer: Answer | None = None
    delegates: bool = False
    delegated_to: str = ""
    delegated_from: str = ""


class Reply(msgspec.Struct, frozen=True):
    """A calendar object with one event. `method` is in capitals; `stamped_at` is its DTSTAMP."""

    method: str
    uid: str
    sequence: int
    stamped_at: datetime | None
    repliers: list[Replier]
    comment: str = ""
    proposal: Proposal | None = None
    repeats: bool = False


class Unreadable(msgspec.Struct, frozen=True):
    """A calendar that is no reply of one event."""

    why: Why


class Words(msgspec.Struct, frozen=True):
    """A message without a calendar: somebody's words, or a mailbox's own."""

    text: str
    automatic: bool = False


Incoming = Reply | Unreadable | Words
"""Whatever may come to a person's own address of a meeting."""
