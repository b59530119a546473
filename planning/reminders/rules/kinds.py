"""What a kind of reminder is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.procedures.rules import Profile

BREATH = timedelta(hours=1)
"""Nobody is reminded sooner than that of what they were just asked or did themselves."""
SOON = timedelta(hours=24)
"""What comes sooner than this is told at any hour."""


class Kind(StrEnum):
    """What people are reminded of."""

    ANSWER = "answer"
    COMING = "coming"
    INSTEAD = "instead"
    """Somebody who declined has sent nobody and nothing."""
    QUORUM = "quorum"
    CLOSE = "close"
    APPROVE = "approve"
    READ = "read"
    CORRECT = "correct"
    ACTION = "action"
    ACTION_LEFT = "action_left"
    NEXT_DATE = "next_date"
    FOLLOW_UP = "follow_up"
    DEBT = "debt"
    REVIEW = "review"
    HAND_OVER = "hand_over"
    CONFERENCE = "conference"
    FULL_MEETING = "full_meeting"
    ESCALATION = "escalation"
    SUPPORT_CONTACT = "support_contact"
    """Last week's contact with a child was missed, and this week has not made it good."""
    SUPPORT_REVIEW = "support_review"
    """A child's risk, plan or assessment is due."""
    SIGN_OFF = "sign_off"
    SIGN_OFF_QUESTION = "sign_off_question"
    """A question, request or refusal that waits for the operation's lead."""
    CONDITION = "condition"
    CHASED = "chased"
    """Asked for by somebody who arranges the meeting; no clock sends it."""
    CHAIN_CHASED = "chain_chased"
    """Asked for by a manager who looks through undecided chains."""
    SIGN_OFF_CHASED = "sign_off_chased"
    """Asked for by the operation's lead."""


class Fact(msgspec.Struct, frozen=True):
    """Something that waits for a person: what its time hangs on and since when it waits.

    `until_at` is when it can no longer be done, where that is another time.

    `told` is the number of the last reminder of it, 0 when there was none; `chased_at` when a
    person last asked for one. `meeting_id` is the meeting that it comes from, if any,
    `profile_version` the rules under which that was convened.
    """

    kind: Kind
    subject_id: UUID
    compartment_id: UUID
    meeting_id: UUID | None
    since_at: datetime
    happens_at: datetime | None = None
    happens_on: date | None = None
    until_at: datetime | None = None
    profile_version: int | None = None
    told: int = 0
    chased_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """The moment of a kind that hangs on one."""
        assert self.happens_at is not None  # noqa: S101 - the view of facts says so by kind
        return self.happens_at

    @property
    def day(self) -> date:
        """The date of a kind that hangs on one."""
        assert self.happens_on is not None  # noqa: S101 - the view of facts says so by kind
        return self.happens_on


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profile in force, and the one under which the fact's meeting was convened."""

    now: Profile
    then: Profile


@dataclass(frozen=True, slots=True)
class Look:
    """Where something may be due: what hangs on a time up to `latest` and began `before`."""

    latest: datetime
    before: datetime


Occasions = Callable[[Fact, Profiles], list[datetime]]
Looks = Callable[[Profile, datetime], list[Look]]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a kind is told.

    `occasions`: the moments from which it is told, in order. Of several that have passed only the
    last is sent, and the last of all is not repeated. `looks`: where the worker looks for them,
    which spares it what is not due yet; nobody looks at what hangs on a time more than `behind` in
    the past. It is told no sooner than `wait` after it began. `lapses`: not told once its time has
    come, and told at any hour when that is near. `dated`: it hangs on a date, not on a moment.
    """

    occasions: Occasions
    looks: Looks
    behind: timedelta = timedelta(0)
    wait: timedelta = BREATH
    lapses: bool = False
    dated: bool = False
