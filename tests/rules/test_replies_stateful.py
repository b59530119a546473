"""Replies in any order, early, late and twice, between answers on the page and new invitations."""

from datetime import datetime, timedelta

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.replies.rules import Applied, Invitation, Replier, Reply, Sender, decide
from tests.factories import NOW

ME = "officer@police.example"
ANSWERS = st.sampled_from([Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED])


class Answering(RuleBasedStateMachine):
    """One invited person, their pages and their calendar, and a mail server that keeps no order.

    The model knows nothing of rules: of everything said to the present invitation, what was said
    last counts; of what was said in one second, what came last.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.invitation = Invitation(
            "u1", 0, ME, MeetingState.CONVENED, Answer.AWAITED, None, is_invited=True
        )
        self.written: list[Reply] = []
        self.said: list[tuple[datetime, int, Answer]] = []

    def _hold(self, answer: Answer, at: datetime | None) -> None:
        self.invitation = msgspec.structs.replace(self.invitation, answer=answer, answered_at=at)

    def _note(self, answer: Answer, at: datetime) -> None:
        self.said.append((at.replace(microsecond=0), len(self.said), answer))

    @rule(milliseconds=st.sampled_from([1, 400, 1000, 90_000]))
    def wait(self, milliseconds: int) -> None:
        self.now += timedelta(milliseconds=milliseconds)

    @rule(answer=ANSWERS, skew=st.integers(-2, 2))
    def write(self, answer: Answer, skew: int) -> None:
        """The calendar writes a reply, by a clock that is not quite right."""
        stamp = self.now.replace(microsecond=0) + timedelta(seconds=skew)
        reply = Reply("REPLY", "u1", self.invitation.sequence, stamp, [Replier(ME, answer)])
        self.written.append(reply)

    @rule(place=st.integers(0, 50))
    def deliver(self, place: int) -> None:
        """Any reply arrives, perhaps not for the first time."""
        if not self.written:
            return
        reply = self.written[place % len(self.written)]
        sender = Sender(ME, authenticated=True)
        decision = decide(reply, sender, self.invitation, received_at=self.now)
        if isinstance(decision, Applied):
            self._hold(decision.answer, decision.at)
        (replier,) = reply.repliers
        if reply.sequence == self.invitation.sequence and replier.answer and reply.stamped_at:
            self._note(replier.answer, min(reply.stamped_at, self.now))

    @rule(answer=ANSWERS)
    def answer_on_the_page(self, answer: Answer) -> None:
        self._hold(answer, self.now)
        self._note(answer, self.now)

    @rule()
    def invite_again(self) -> None:
        """The meeting moves: everybody is asked again, and earlier answers are about the past."""
        self.said.clear()
        self._hold(Answer.AWAITED, None)
        self.invitation = msgspec.structs.replace(
            self.invitation, sequence=self.invitation.sequence + 1
        )

    @invariant()
    def what_was_said_last_counts(self) -> None:
        expected = max(self.said)[2] if self.said else Answer.AWAITED
        assert self.invitation.answer is expected


TestAnswering = Answering.TestCase
