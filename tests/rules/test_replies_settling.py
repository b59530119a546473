"""What may be decided about a reply: only what it calls for, once, while it still matters."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.replies.rules import Kind, ReplyState, Why
from planning.replies.rules.settling import (
    SETTLED_WORDS,
    Settlement,
    ToSettle,
    choices,
    proposal_faults,
    proposed_times,
    settle_blockers,
)
from tests.factories import NOW

STARTS = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAIN = ToSettle(
    kind=Kind.ANSWER,
    state=ReplyState.WAITING,
    answer=Answer.ACCEPTED,
    has_words=False,
    proposed_starts_at=None,
    proposed_ends_at=None,
    delegate_address="",
    sequence=0,
    told_sequence=0,
    reasons=[Why.NOT_CONFIRMED],
    applied=False,
    is_invited=True,
    meeting_state=MeetingState.CONVENED,
    starts_at=STARTS,
    ends_at=STARTS + HOUR,
)
COUNTER = {
    "kind": Kind.COUNTER,
    "reasons": [Why.PROPOSES],
    "proposed_starts_at": STARTS + HOUR,
    "proposed_ends_at": STARTS + 2 * HOUR,
}
READ = [Settlement.DISMISSED]


def to_settle(**changes: object) -> ToSettle:
    return msgspec.structs.replace(PLAIN, **changes)


@pytest.mark.parametrize(
    ("reply", "offered"),
    [
        (to_settle(), [Settlement.TAKEN, Settlement.DISMISSED]),
        (to_settle(answer=None), READ),
        (to_settle(reasons=[Why.ANOTHER_EVENT]), READ),
        (to_settle(told_sequence=1), READ),
        (to_settle(is_invited=False), READ),
        (to_settle(applied=True, has_words=True, reasons=[Why.COMMENT]), READ),
        (to_settle(**COUNTER), [Settlement.MOVED, Settlement.KEPT]),
        (to_settle(**COUNTER, told_sequence=1), [Settlement.MOVED, Settlement.KEPT]),
        (to_settle(**COUNTER, is_invited=False), [Settlement.MOVED, Settlement.DISMISSED]),
        (to_settle(kind=Kind.COUNTER, reasons=[Why.ALL_DAY]), [Settlement.KEPT]),
        (to_settle(kind=Kind.DELEGATION), [Settlement.DEPUTY_SENT, Settlement.DISMISSED]),
        (
            to_settle(kind=Kind.UNINVITED, reasons=[Why.UNINVITED]),
            [Settlement.INVITED, Settlement.TAKEN, Settlement.DISMISSED],
        ),
        (
            to_settle(kind=Kind.UNINVITED, is_invited=False),
            [Settlement.INVITED, Settlement.DISMISSED],
        ),
        (to_settle(kind=Kind.WORDS, answer=None), [Settlement.DECLINED, Settlement.DISMISSED]),
        (to_settle(kind=Kind.UNREADABLE, answer=None, reasons=[Why.DAMAGED]), READ),
        (
            to_settle(kind=Kind.OTHER, answer=None, reasons=[Why.ASKS_AGAIN]),
            [Settlement.SENT_AGAIN, Settlement.DISMISSED],
        ),
        (to_settle(state=ReplyState.APPLIED), []),
        (to_settle(state=ReplyState.NOTED), []),
        (to_settle(state=ReplyState.SETTLED, settled_how=Settlement.MOVED), []),
        (to_settle(**COUNTER, meeting_state=MeetingState.CANCELLED), []),
        (to_settle(**COUNTER, meeting_state=MeetingState.CLOSED, has_words=True), READ),
    ],
)
def test_each_reply_offers_what_it_calls_for(reply: ToSettle, offered: list[Settlement]) -> None:
    assert choices(reply, NOW) == offered


def test_after_the_meeting_only_what_there_is_to_read_still_waits() -> None:
    over = STARTS + HOUR
    assert to_settle(**COUNTER).waits(over - timedelta(seconds=1))
    assert not to_settle(**COUNTER).waits(over)
    assert choices(to_settle(**COUNTER, has_words=True), over) == READ


KINDS = st.builds(
    to_settle,
    kind=st.sampled_from(Kind),
    state=st.sampled_from([ReplyState.WAITING, ReplyState.NOTED]),
    answer=st.sampled_from([None, Answer.ACCEPTED]),
    has_words=st.booleans(),
    told_sequence=st.integers(0, 2),
    reasons=st.lists(st.sampled_from(Why), min_size=1, max_size=2),
    applied=st.booleans(),
    is_invited=st.booleans(),
    meeting_state=st.sampled_from(MeetingState),
)


@given(KINDS, st.sampled_from(Settlement))
def test_what_is_offered_is_what_is_not_refused(reply: ToSettle, how: Settlement) -> None:
    offered = choices(reply, NOW)
    assert (how in offered) == (settle_blockers(reply, how, NOW) == [])
    assert bool(offered) == reply.waits(NOW)


def test_a_refusal_says_who_was_first_or_what_to_do() -> None:
    def refusal(reply: ToSettle, how: Settlement) -> str:
        (blocker,) = settle_blockers(reply, how, NOW)
        return blocker.message

    done = to_settle(
        state=ReplyState.SETTLED, settled_how=Settlement.KEPT, settled_by_name="Ada Byron"
    )
    assert refusal(done, Settlement.MOVED) == (
        "Ada Byron has dealt with this reply: the time was kept."
    )
    assert refusal(to_settle(told_sequence=1), Settlement.TAKEN) == (
        "They answered before they were asked again. Wait for their answer to that."
    )
    assert refusal(to_settle(), Settlement.MOVED) == (
        "That cannot be done with this reply. Choose one of what is offered."
    )
    noted = to_settle(state=ReplyState.NOTED)
    assert refusal(noted, Settlement.DISMISSED) == "Nothing is left to decide about this reply."
    assert set(SETTLED_WORDS) == set(Settlement)


def test_the_proposed_time_is_told_by_the_clock_of_england() -> None:
    assert proposed_times(PLAIN) is None
    assert proposal_faults(PLAIN, NOW) == []
    late = datetime(2026, 6, 4, 22, 30, tzinfo=UTC)
    times = proposed_times(to_settle(proposed_starts_at=late, proposed_ends_at=late + HOUR))
    assert times is not None
    assert (times.on.day, times.starts.hour, times.ends.hour) == (4, 23, 0)
    assert times.ends_on is not None
    assert times.ends_on.day == 5


def test_a_time_that_cannot_be_is_told_with_its_reason() -> None:
    def faults(starts_at: datetime, lasts: timedelta = HOUR) -> list[str]:
        reply = to_settle(proposed_starts_at=starts_at, proposed_ends_at=starts_at + lasts)
        return [fault.message for fault in proposal_faults(reply, NOW)]

    assert faults(STARTS) == ["The meeting is at that time already."]
    assert faults(STARTS + HOUR) == []
    assert faults(NOW - HOUR) == [
        "Enter a start in the future. If it was held already, record it as a discussion held."
    ]
    assert faults(STARTS, 13 * HOUR) == ["A meeting lasts at most 12 hours."]
