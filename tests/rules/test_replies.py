"""What follows from a reply: only a plain, confirmed, newest answer is ever applied."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.replies.rules import (
    MEANINGS,
    MOST_WAITING,
    Applied,
    Decision,
    Doubt,
    Invitation,
    Kind,
    Noted,
    Proposal,
    Replier,
    Reply,
    Review,
    Sender,
    Unreadable,
    Why,
    Words,
    decide,
    kind_of,
    short,
    someone_else,
    stamp_of,
)
from planning.replies.rules.deciding import answer_in
from tests.factories import NOW

ME = "officer@police.example"
OTHER = "colleague@police.example"
INVITATION = Invitation(
    uid="u1",
    sequence=2,
    address=ME,
    state=MeetingState.CONVENED,
    answer=Answer.AWAITED,
    answered_at=None,
    is_invited=True,
)
REPLY = Reply("REPLY", "u1", 2, NOW, [Replier(ME, Answer.ACCEPTED)])
CONFIRMED = Sender(ME, authenticated=True)
PAST = dict.fromkeys(MeetingState, Why.OVER) | {MeetingState.CANCELLED: Why.CANCELLED}
del PAST[MeetingState.CONVENED]


def outcome(
    said: Reply | Unreadable | Words = REPLY,
    sender: Sender = CONFIRMED,
    *,
    at: datetime = NOW,
    **changes: object,
) -> Decision:
    invitation = msgspec.structs.replace(INVITATION, **changes)
    return decide(said, sender, invitation, received_at=at)


def but(**changes: object) -> Reply:
    return msgspec.structs.replace(REPLY, **changes)


def by(
    address: str, *, delegates: bool = False, delegated_to: str = "", delegated_from: str = ""
) -> Reply:
    replier = Replier(address, Answer.ACCEPTED, delegates, delegated_to, delegated_from)
    return but(repliers=[replier])


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED])
def test_a_plain_answer_is_applied_as_of_when_it_was_written(answer: Answer) -> None:
    written = NOW - timedelta(hours=1)
    said = but(repliers=[Replier(ME, answer)], stamped_at=written)
    assert outcome(said) == Applied(answer, written)


@pytest.mark.parametrize(
    ("said", "sender", "reasons"),
    [
        (REPLY, Sender(ME, authenticated=False), [Why.NOT_CONFIRMED]),
        (REPLY, Sender("officer@health.example", authenticated=True), [Why.ANOTHER_SENDER]),
        (but(uid="u2"), CONFIRMED, [Why.ANOTHER_EVENT]),
        (but(repeats=True), CONFIRMED, [Why.REPEATS]),
        (but(sequence=3), CONFIRMED, [Why.NOT_SENT]),
        (but(method="REFRESH"), CONFIRMED, [Why.ASKS_AGAIN]),
        (but(method="CANCEL"), CONFIRMED, [Why.NO_REPLY]),
        (but(method=""), CONFIRMED, [Why.NO_REPLY]),
        (but(repliers=[]), CONFIRMED, [Why.NO_ANSWER]),
        (but(repliers=[Replier(ME)]), CONFIRMED, [Why.NO_ANSWER]),
        (but(repliers=REPLY.repliers * 2), CONFIRMED, [Why.SEVERAL_PEOPLE]),
        (by(ME, delegates=True), CONFIRMED, [Why.DELEGATES]),
        (by(OTHER, delegated_from=ME), CONFIRMED, [Why.DELEGATES]),
        (by(OTHER), Sender(OTHER, authenticated=True), [Why.UNINVITED]),
        (by(OTHER), Sender(OTHER, authenticated=False), [Why.NOT_CONFIRMED, Why.UNINVITED]),
        (but(method="COUNTER"), CONFIRMED, [Why.PROPOSES]),
        (but(proposal=Proposal(NOW)), CONFIRMED, [Why.PROPOSES]),
        (but(proposal=Proposal(doubt=Doubt.ALL_DAY)), CONFIRMED, [Why.PROPOSES, Why.ALL_DAY]),
        (Unreadable(Why.TOO_LARGE), CONFIRMED, [Why.TOO_LARGE]),
        (Words("Running late"), CONFIRMED, [Why.WROTE]),
    ],
)
def test_everything_else_waits_for_a_person(
    said: Reply | Unreadable | Words, sender: Sender, reasons: list[Why]
) -> None:
    assert outcome(said, sender) == Review(reasons)


def test_every_reason_is_given_at_once() -> None:
    said = but(uid="u2", sequence=0, repeats=True, comment="Sorry")
    assert outcome(said, Sender(OTHER, authenticated=False)) == Review(
        [Why.EARLIER_TIME, Why.NOT_CONFIRMED, Why.ANOTHER_EVENT, Why.REPEATS, Why.COMMENT]
    )


def test_an_assistant_and_another_name_of_the_same_mailbox_answer_for_the_person() -> None:
    assert isinstance(outcome(REPLY, Sender(OTHER, authenticated=True)), Applied)
    assert isinstance(outcome(by("o@police.example")), Applied)
    assert isinstance(outcome(by(ME.upper()), Sender(ME.upper(), authenticated=True)), Applied)


def test_words_beside_an_answer_are_read_by_somebody_and_the_answer_stands() -> None:
    assert outcome(but(comment="Late")) == Applied(Answer.ACCEPTED, NOW, [Why.COMMENT])


def test_a_mailbox_that_answers_by_itself_is_noted() -> None:
    assert outcome(Words("I am away", automatic=True)) == Noted(Why.AUTOMATIC)


@pytest.mark.parametrize("state", PAST)
def test_what_comes_after_the_meeting_is_noted_unless_it_says_something(
    state: MeetingState,
) -> None:
    why = PAST[state]
    assert outcome(state=state) == Noted(why)
    assert outcome(but(method="COUNTER"), state=state) == Noted(why)
    assert outcome(but(comment="Sorry"), state=state) == Review([why, Why.COMMENT])


def test_whoever_is_no_longer_invited_changes_nothing() -> None:
    assert outcome(is_invited=False) == Noted(Why.TAKEN_OFF)


def test_an_answer_to_an_earlier_time_is_noted_unless_it_says_something() -> None:
    assert outcome(but(sequence=1)) == Noted(Why.EARLIER_TIME)
    said = but(sequence=1, comment="Sorry")
    assert outcome(said) == Review([Why.EARLIER_TIME, Why.COMMENT])


@pytest.mark.parametrize(
    ("seconds", "answer", "expected"),
    [
        (-1, Answer.DECLINED, Noted(Why.ANSWERED_SINCE)),
        (-1, Answer.ACCEPTED, Noted(Why.ANSWERED_SINCE)),
        (0, Answer.ACCEPTED, Noted(Why.ANSWERED_SO)),
        (0, Answer.DECLINED, Applied(Answer.ACCEPTED, NOW)),
        (1, Answer.ACCEPTED, Applied(Answer.ACCEPTED, NOW + timedelta(seconds=1))),
    ],
)
def test_the_answer_given_last_wins_however_it_was_given(
    seconds: int, answer: Answer, expected: Decision
) -> None:
    """Clocks of calendars count whole seconds, so half a second earlier is the same one."""
    said = but(stamped_at=NOW + timedelta(seconds=seconds))
    given = NOW + timedelta(milliseconds=500)
    later = NOW + timedelta(hours=1)
    assert outcome(said, answer=answer, answered_at=given, at=later) == expected


def test_a_clock_that_runs_ahead_does_not_make_an_answer_last_for_ever() -> None:
    said = but(stamped_at=NOW + timedelta(days=900))
    assert outcome(said) == Applied(Answer.ACCEPTED, NOW)
    assert stamp_of(but(stamped_at=None), NOW) == NOW


def test_those_who_read_the_queue_are_told_what_it_is_and_whom_it_is_about() -> None:
    found = [
        (REPLY, Kind.ANSWER, ""),
        (but(method="COUNTER"), Kind.COUNTER, ""),
        (but(method="ADD"), Kind.OTHER, ""),
        (by(ME, delegates=True, delegated_to=OTHER), Kind.DELEGATION, OTHER),
        (by(OTHER), Kind.UNINVITED, OTHER),
    ]
    sender = Sender(OTHER, authenticated=True)
    for said, kind, about in found:
        assert (kind_of(said, sender, INVITATION), someone_else(said, INVITATION)) == (kind, about)
    assert kind_of(Unreadable(Why.DAMAGED), sender, INVITATION) is Kind.UNREADABLE
    assert kind_of(Words(""), sender, INVITATION) is Kind.WORDS
    assert kind_of(Words("", automatic=True), sender, INVITATION) is Kind.AUTO_REPLY
    assert someone_else(Words(""), INVITATION) == ""
    assert answer_in(Words("")) is None


def test_every_reason_has_words_that_end_as_sentences_do() -> None:
    assert set(MEANINGS) == set(Why)
    assert all(words.endswith(".") for words in MEANINGS.values())


def test_an_address_is_kept_small_on_one_line_and_short() -> None:
    assert short(" A\r\nB@C.Example\x00 ") == "ab@c.example"
    assert len(short("a" * 400)) == 320


ADDRESSES = st.sampled_from([ME, OTHER, "who@health.example", ""])
MOMENTS = st.integers(-200_000, 200_000).map(lambda seconds: NOW + timedelta(seconds=seconds))
REPLIERS = st.builds(
    Replier,
    ADDRESSES,
    st.none() | st.sampled_from(Answer).filter(lambda answer: answer is not Answer.AWAITED),
    st.booleans(),
    ADDRESSES,
    ADDRESSES,
)
REPLIES = st.builds(
    Reply,
    st.sampled_from(["REPLY", "REPLY", "REPLY", "COUNTER", "REFRESH", "CANCEL", ""]),
    st.sampled_from(["u1", "u1", "u2"]),
    st.integers(0, 4),
    st.none() | MOMENTS,
    st.lists(REPLIERS, max_size=2),
    st.sampled_from(["", "Words"]),
    st.none() | st.builds(Proposal, MOMENTS),
    st.booleans(),
)
INVITATIONS = st.builds(
    Invitation,
    st.just("u1"),
    st.integers(0, 4),
    st.just(ME),
    st.sampled_from(MeetingState),
    st.sampled_from(Answer),
    st.none() | MOMENTS,
    st.booleans(),
)


@given(REPLIES, st.builds(Sender, ADDRESSES, st.booleans()), INVITATIONS, MOMENTS)
def test_nothing_is_applied_that_was_not_earned_and_nothing_said_is_lost(
    said: Reply, sender: Sender, invitation: Invitation, received_at: datetime
) -> None:
    decision = decide(said, sender, invitation, received_at=received_at)
    if isinstance(decision, Applied):
        (replier,) = said.repliers
        assert (said.method, said.uid, said.sequence) == ("REPLY", "u1", invitation.sequence)
        assert (sender.authenticated, said.repeats, said.proposal) == (True, False, None)
        assert ME in {replier.address, sender.address}
        assert sender.address.endswith("@police.example")
        assert (invitation.state, invitation.is_invited) == (MeetingState.CONVENED, True)
        assert decision.answer is replier.answer is not None
        assert decision.at <= received_at
        assert (replier.delegates, replier.delegated_from) == (False, "")
    if said.comment:
        assert not isinstance(decision, Noted)
        assert Why.COMMENT in decision.reasons


@pytest.mark.parametrize("said", [Words("Where?"), Unreadable(Why.DAMAGED), but(comment="Late")])
def test_who_sends_far_too_much_waits_no_longer_before_a_person(
    said: Reply | Unreadable | Words,
) -> None:
    doubted = Sender(ME, authenticated=False)
    assert isinstance(outcome(said, doubted, waiting=MOST_WAITING - 1), Review)
    assert outcome(said, doubted, waiting=MOST_WAITING) == Noted(Why.TOO_MANY)


def test_a_sound_answer_counts_behind_any_number_of_others() -> None:
    assert outcome(waiting=MOST_WAITING) == Applied(Answer.ACCEPTED, NOW)
