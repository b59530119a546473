"""What a person may decide about a reply that waits, and why not (decision 0027)."""

from datetime import datetime
from enum import StrEnum

import msgspec

from planning.clock import LONDON
from planning.errors import Blocker
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes, moments, time_blockers
from planning.meetings.rules.states import MeetingState
from planning.replies.rules.saying import Kind, ReplyState
from planning.replies.rules.why import Why


class Settlement(StrEnum):
    """How a reply was settled."""

    MOVED = "moved"
    KEPT = "kept"
    SENT_AGAIN = "sent_again"
    TAKEN = "taken"
    DEPUTY_SENT = "deputy_sent"
    INVITED = "invited"
    DECLINED = "declined"
    DISMISSED = "dismissed"


SETTLED_WORDS = {
    Settlement.MOVED: "The meeting was moved to the proposed time",
    Settlement.KEPT: "The time was kept",
    Settlement.SENT_AGAIN: "The invitation was sent again",
    Settlement.TAKEN: "The answer was taken as theirs",
    Settlement.DEPUTY_SENT: "The deputy was asked to come",
    Settlement.INVITED: "Whoever replied was invited",
    Settlement.DECLINED: "It was recorded that they cannot come",
    Settlement.DISMISSED: "It was read",
}

_MEANT_FOR_THIS = {
    Why.NOT_CONFIRMED,
    Why.ANOTHER_SENDER,
    Why.UNINVITED,
    Why.BUSY,
    Why.COMMENT,
}
"""Doubts about who answered, not about what: whoever knows the person can lift them."""


class ToSettle(msgspec.Struct, frozen=True):
    """A reply with its meeting as deciding looks at them.

    `told_sequence` is what the person's calendar was last told; `is_invited`: whether they still
    are. `applied`: their answer counts already, and somebody is to read what they wrote.
    """

    kind: Kind
    state: ReplyState
    answer: Answer | None
    has_words: bool
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None
    delegate_address: str
    sequence: int | None
    told_sequence: int
    reasons: list[Why]
    applied: bool
    is_invited: bool
    meeting_state: MeetingState
    starts_at: datetime
    ends_at: datetime
    settled_by_name: str | None = None
    settled_how: Settlement | None = None

    def asked_before_move(self) -> bool:
        """Whether the meeting has another time since, or they were asked again."""
        return self.sequence is not None and self.sequence < self.told_sequence

    def is_open(self, now: datetime) -> bool:
        """Whether anything can still be decided about the meeting."""
        return self.meeting_state is MeetingState.CONVENED and now < self.ends_at

    def waits(self, now: datetime) -> bool:
        """Whether it still waits: after the meeting only what there is to read."""
        return self.state is ReplyState.WAITING and (self.is_open(now) or self.has_words)


def choices(reply: ToSettle, now: datetime) -> list[Settlement]:
    """What can be decided, the likeliest first; empty when nobody needs to."""
    if not reply.waits(now):
        return []
    found = _acts(reply) if reply.is_open(now) and not reply.applied else []
    # Keeping the time leaves everything as it is, and says so to whoever asked.
    return found if Settlement.KEPT in found else [*found, Settlement.DISMISSED]


def _acts(reply: ToSettle) -> list[Settlement]:
    known = [
        (Settlement.MOVED, reply.kind is Kind.COUNTER and reply.proposed_starts_at is not None),
        (Settlement.KEPT, reply.kind is Kind.COUNTER and reply.is_invited),
        (Settlement.SENT_AGAIN, Why.ASKS_AGAIN in reply.reasons and reply.is_invited),
        (Settlement.DEPUTY_SENT, reply.kind is Kind.DELEGATION and reply.is_invited),
        (Settlement.INVITED, reply.kind is Kind.UNINVITED),
        (Settlement.TAKEN, _may_be_taken(reply)),
        (Settlement.DECLINED, reply.kind is Kind.WORDS and reply.is_invited),
    ]
    return [settlement for settlement, offered in known if offered]


def _may_be_taken(reply: ToSettle) -> bool:
    return (
        reply.kind in {Kind.ANSWER, Kind.UNINVITED}
        and reply.answer is not None
        and reply.is_invited
        and not reply.asked_before_move()
        and set(reply.reasons) <= _MEANT_FOR_THIS
    )


def settle_blockers(reply: ToSettle, how: Settlement, now: datetime) -> list[Blocker]:
    """Why a reply cannot be settled like this: it was already, or there is nothing like it."""
    if reply.settled_how is not None:
        done = SETTLED_WORDS[reply.settled_how]
        return [Blocker(f"{reply.settled_by_name} has dealt with this reply: {_lower(done)}.")]
    offered = choices(reply, now)
    if how in offered:
        return []
    if not offered:
        return [Blocker("Nothing is left to decide about this reply.")]
    if how is Settlement.TAKEN and reply.asked_before_move():
        return [
            Blocker("They answered before they were asked again. Wait for their answer to that.")
        ]
    return [Blocker("That cannot be done with this reply. Choose one of what is offered.")]


def proposed_times(reply: ToSettle) -> LocalTimes | None:
    """The proposed time by London's clock."""
    if reply.proposed_starts_at is None or reply.proposed_ends_at is None:
        return None
    starts = reply.proposed_starts_at.astimezone(LONDON)
    ends = reply.proposed_ends_at.astimezone(LONDON)
    across = ends.date() if ends.date() != starts.date() else None
    return LocalTimes(starts.date(), starts.time(), ends.time(), across)


def proposal_faults(reply: ToSettle, now: datetime) -> list[Blocker]:
    """Why the meeting cannot be moved to the proposed time, whoever is free then."""
    times = proposed_times(reply)
    if times is None:
        return []
    if moments(times) == (reply.starts_at, reply.ends_at):
        return [Blocker("The meeting is at that time already.")]
    return [Blocker(fault.message) for fault in time_blockers(times, now)]


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
