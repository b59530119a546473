"""Whether a reply is applied by itself, waits for a person, or needs nothing (decision 0026)."""

from datetime import datetime

import msgspec

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.replies.rules.saying import Incoming, Kind, Reply, Unreadable, Words
from planning.replies.rules.why import Why

LONGEST_ADDRESS = 320
MOST_WAITING = 20
"""To one invitation. Whoever sends more cannot bury what others send."""
REPLY, COUNTER, REFRESH = "REPLY", "COUNTER", "REFRESH"
_PAST = {MeetingState.CONVENED: None, MeetingState.CANCELLED: Why.CANCELLED}


class Sender(msgspec.Struct, frozen=True):
    """Who sent it, and whether the trusted mail server confirms that they did."""

    address: str
    authenticated: bool


class Invitation(msgspec.Struct, frozen=True):
    """The invitation that a reply came to, as it stands now.

    `sequence` is the one that the person's calendar was last told. `answered_at` is when the
    answer was given, on a page or in a calendar, not when it arrived. `waiting` are the replies to
    it that a person is to decide about or to read already.
    """

    uid: str
    sequence: int
    address: str
    state: MeetingState
    answer: Answer
    answered_at: datetime | None
    is_invited: bool
    waiting: int = 0


class Applied(msgspec.Struct, frozen=True):
    """The answer, given `at`, is the person's now; with reasons, somebody is to read it as well."""

    answer: Answer
    at: datetime
    reasons: list[Why] = []


class Review(msgspec.Struct, frozen=True):
    """Nothing changes until a person decides; every reason at once."""

    reasons: list[Why]


class Noted(msgspec.Struct, frozen=True):
    """Nothing changes and nobody needs to do anything."""

    reason: Why


Decision = Applied | Review | Noted


def decide(
    said: Incoming, sender: Sender, invitation: Invitation, *, received_at: datetime
) -> Decision:
    """What follows. Nothing but an attendance answer is ever applied.

    Applied is the plain answer of the invited person, confirmed, to the invitation as it stands,
    that is not older than the answer they gave last. What came too late to matter is noted, unless
    there is something to read in it; so is what would wait behind far too many.
    """
    decision = _decide(said, sender, invitation, received_at)
    if isinstance(decision, Review) and invitation.waiting >= MOST_WAITING:
        return Noted(Why.TOO_MANY)
    return decision


def _decide(
    said: Incoming, sender: Sender, invitation: Invitation, received_at: datetime
) -> Decision:
    if isinstance(said, Unreadable):
        return Review([said.why])
    if isinstance(said, Words):
        return Noted(Why.AUTOMATIC) if said.automatic else Review([Why.WROTE])
    past = _past(invitation)
    doubts = _doubts(said, sender, invitation)
    to_read = [Why.COMMENT] if said.comment else []
    if past and not to_read:
        return Noted(past[0])
    if past or doubts:
        return Review([*(past or _earlier(said, invitation)), *doubts, *to_read])
    answer = answer_in(said)
    assert answer is not None  # noqa: S101 - no answer is a doubt
    late = _late(said, answer, invitation, received_at)
    if late and to_read:
        return Review([late, *to_read])
    return Noted(late) if late else Applied(answer, stamp_of(said, received_at), to_read)


def kind_of(said: Incoming, sender: Sender, invitation: Invitation) -> Kind:
    """What those who read the queue call it."""
    if isinstance(said, Unreadable):
        return Kind.UNREADABLE
    if isinstance(said, Words):
        return Kind.AUTO_REPLY if said.automatic else Kind.WORDS
    if said.method == COUNTER or said.proposal:
        return Kind.COUNTER
    if said.method != REPLY:
        return Kind.OTHER
    if any(one.delegates or one.delegated_from for one in said.repliers):
        return Kind.DELEGATION
    return Kind.UNINVITED if _is_uninvited(said, sender, invitation) else Kind.ANSWER


def answer_in(said: Incoming) -> Answer | None:
    """What the one person who replies says; of several, and of no answer, nothing."""
    if not isinstance(said, Reply) or len(said.repliers) != 1:
        return None
    return said.repliers[0].answer


def someone_else(said: Incoming, invitation: Invitation) -> str:
    """The delegate, or whoever replied without being invited; "" for nobody."""
    if not isinstance(said, Reply):
        return ""
    named = [
        address
        for one in said.repliers
        for address in (one.delegated_to, one.address)
        if address and not _same(address, invitation.address)
    ]
    return named[0] if named else ""


def stamp_of(reply: Reply, received_at: datetime) -> datetime:
    """When the reply was made: a clock that runs ahead makes nobody's answer last."""
    return min(reply.stamped_at or received_at, received_at)


def _past(invitation: Invitation) -> list[Why]:
    reason = _PAST.get(invitation.state, Why.OVER)
    if reason:
        return [reason]
    return [] if invitation.is_invited else [Why.TAKEN_OFF]


def _earlier(reply: Reply, invitation: Invitation) -> list[Why]:
    is_about_it = reply.method in {REPLY, COUNTER} and reply.sequence < invitation.sequence
    return [Why.EARLIER_TIME] if is_about_it else []


def _doubts(reply: Reply, sender: Sender, invitation: Invitation) -> list[Why]:
    kind = kind_of(reply, sender, invitation)
    proposal = reply.proposal
    return [
        why
        for why, holds in (
            (Why.NOT_CONFIRMED, not sender.authenticated),
            (Why.ANOTHER_EVENT, reply.uid != invitation.uid),
            (Why.REPEATS, reply.repeats),
            (Why.NOT_SENT, reply.sequence > invitation.sequence),
            (Why.ASKS_AGAIN, reply.method == REFRESH),
            (Why.NO_REPLY, kind is Kind.OTHER and reply.method != REFRESH),
            (Why.DELEGATES, kind is Kind.DELEGATION),
            (Why.UNINVITED, kind is Kind.UNINVITED),
            (Why.ANOTHER_SENDER, kind is not Kind.UNINVITED and _is_elsewhere(sender, invitation)),
            (Why.SEVERAL_PEOPLE, kind is Kind.ANSWER and len(reply.repliers) > 1),
            (Why.NO_ANSWER, kind is Kind.ANSWER and not any(one.answer for one in reply.repliers)),
            (Why.PROPOSES, kind is Kind.COUNTER),
        )
        if holds
    ] + ([Why(proposal.doubt)] if proposal and proposal.doubt else [])


def _is_uninvited(reply: Reply, sender: Sender, invitation: Invitation) -> bool:
    """The person's own mailbox may call itself by another name; others may answer for them only.

    The token says whose invitation it is, not whose answer.
    """
    if _same(sender.address, invitation.address):
        return False
    return bool(reply.repliers) and not any(
        _same(one.address, invitation.address) for one in reply.repliers
    )


def _is_elsewhere(sender: Sender, invitation: Invitation) -> bool:
    """Not the person, and nobody of their organisation who may answer for them."""
    return _domain(sender.address) != _domain(invitation.address)


def _late(
    reply: Reply, answer: Answer, invitation: Invitation, received_at: datetime
) -> Why | None:
    if _earlier(reply, invitation):
        return Why.EARLIER_TIME
    if invitation.answered_at is None:
        return None
    # A calendar counts whole seconds.
    made, given = (
        moment.replace(microsecond=0)
        for moment in (stamp_of(reply, received_at), invitation.answered_at)
    )
    if made < given:
        return Why.ANSWERED_SINCE
    return Why.ANSWERED_SO if made == given and answer is invitation.answer else None


def short(address: str) -> str:
    """An address as it is kept: in small letters, on one line, no longer than one can be."""
    return "".join(filter(str.isprintable, address.strip().lower()))[:LONGEST_ADDRESS]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
