"""Anything that may happen to a chain, and what must hold after each step."""

from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from planning.chains.blockers import closing_blockers, moving_blockers
from planning.chains.rules import (
    Chain,
    Facts,
    ReviewAnswer,
    alert_on,
    chain_state,
    conference_anchor,
    reckon,
    standing,
)
from planning.clock import london_date
from planning.procedures.rules import (
    HANDED_OVER,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    parse_profile,
)
from planning.procedures.shipped import shipped_profile
from tests.rules.chain_comparing import expected, expected_kept, facts_of, kept, told
from tests.rules.chain_model import Log, Met, Model, Seen, Version

START = datetime(2026, 3, 23, 9, tzinfo=UTC)  # before Easter; bank holidays follow in May
CLOSED = frozenset({date(2026, 4, 9), date(2026, 4, 10), date(2026, 4, 20)})
ENGLAND = msgspec.structs.replace(parse_profile(shipped_profile()), closed_days=CLOSED)
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)

outcomes = st.one_of(st.just(Outcome.ADJOURNED), st.sampled_from(list(Outcome)))
drafts = st.tuples(
    outcomes,
    st.sampled_from([*list(NoDecisionReason)[:4], NoDecisionReason.OTHER]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 1, 3, 8, 30]),
)
Draft = tuple[Outcome, NoDecisionReason, int | None, int | None]


class ChainMachine(RuleBasedStateMachine):
    """One child's chain, event by event."""

    def __init__(self) -> None:
        """Begin before the first meeting."""
        super().__init__()
        self.now = START
        self.log = Log()
        self.profiles = {1: ENGLAND}
        self.steps = 0
        self.reports: list[tuple[datetime, Chain]] = []

    @rule(
        draft=drafts,
        late=st.sampled_from([0, 0, 0, 1, 9]),
        absent=st.frozensets(st.integers(1, 3), max_size=2),
        kind=st.sampled_from([MeetingKind.INITIAL, MeetingKind.REVIEW]),
        cost=st.tuples(st.integers(0, 90), st.integers(0, 7), st.integers(1, 4), st.booleans()),
    )
    def hold(
        self,
        draft: Draft,
        late: int,
        absent: frozenset[int],
        kind: MeetingKind,
        cost: tuple[int, int, int, bool],
    ) -> None:
        """A meeting ends; of a late one it is told days after."""
        self.now += ONE_MINUTE
        held_at = self.now - late * ONE_DAY
        number = len(self.log.meetings) + 1
        version = self._version(draft, held_at.date())
        self.log.meetings.append(
            Met(
                number,
                held_at,
                absent,
                max(self.profiles),
                kind,
                *cost,
                [version],
            )
        )

    @precondition(lambda self: self._movable())
    @rule(days=st.integers(1, 20))
    def move_next_date(self, days: int) -> None:
        """The next date is moved, later or earlier, before it passes."""
        self.now += ONE_MINUTE
        latest = self._latest()
        assert latest
        to = self.now.date() + days * ONE_DAY
        assert not moving_blockers(
            standing(facts_of(self.log).entries), next_on=to, reason="No room", today=self._today()
        )
        latest.met.versions[-1].moves.append((to, self.now))

    @precondition(lambda self: self._unanswered())
    @rule(accepted=st.booleans(), which=st.integers(0, 9))
    def answer_hand_over(self, accepted: bool, which: int) -> None:
        """The receiver accepts or refuses."""
        self.now += ONE_MINUTE
        waiting = self._unanswered()
        waiting[which % len(waiting)].answer = (accepted, self.now)

    @precondition(lambda self: self.log.meetings)
    @rule(draft=drafts, which=st.integers(0, 9))
    def correct(self, draft: Draft, which: int) -> None:
        """The chair corrects an outcome; the old one is kept."""
        self.now += ONE_MINUTE
        met = self.log.meetings[-1 - which % len(self.log.meetings)]
        met.versions.append(self._version(draft, met.held_at.date()))

    @rule(answer=st.sampled_from(list(ReviewAnswer)))
    def review(self, answer: ReviewAnswer) -> None:
        """A senior manager reviews the chain."""
        self.now += ONE_MINUTE
        self.log.reviews.append((answer, self.now))

    @rule(days=st.sampled_from([1, 1, 2, 3, 5, 8, 13]))
    def wait(self, days: int) -> None:
        """Nothing happens."""
        self.now += days * ONE_DAY

    @rule(
        amber_run=st.integers(1, 3),
        red_run=st.integers(1, 4),
        days=st.tuples(st.integers(1, 6), st.integers(1, 12)),
        red_slips=st.integers(1, 3),
    )
    def change_the_rules(
        self, amber_run: int, red_run: int, days: tuple[int, int], red_slips: int
    ) -> None:
        """Another version of the procedures comes into force."""
        drift = msgspec.structs.replace(
            ENGLAND.drift,
            amber_run=amber_run,
            red_run=red_run,
            amber_working_days=days[0],
            red_working_days=days[1],
            red_slips=red_slips,
            unaccepted_amber_working_days=amber_run,
            unaccepted_red_working_days=red_run,
        )
        version = max(self.profiles) + 1
        self.profiles[version] = msgspec.structs.replace(ENGLAND, drift=drift)

    @rule(times=st.integers(0, 4))
    def carry(self, times: int) -> None:
        """An action is carried over again, or the one carried most is done."""
        self.log.carried = times

    @precondition(lambda self: self._model().may_close())
    @rule()
    def close(self) -> None:
        """The concern ends, and another begins for the same child."""
        assert closing_blockers(facts_of(self.log), "Early help") == []
        self.log = Log()
        self.reports = []

    @invariant()
    def agrees_with_the_model(self) -> None:
        """All that a chain shows today is what the words of the design say."""
        self.steps += 1
        facts, model, today = facts_of(self.log), self._model(), self._today()
        found = chain_state(facts, self.profiles, today)
        assert told(found) == expected(model, today, self.log)
        ordered = standing(facts.entries)
        assert [entry.meeting_id.int for entry in ordered] == [
            one.met.number for one in model.meetings
        ]
        assert conference_anchor(ordered) == model.anchor()
        if not model.may_close():
            assert closing_blockers(facts, "Early help") != []
        self._check_alerts(facts, model, found)
        self._check_reports(facts, found)

    def _check_alerts(self, facts: Facts, model: Model, found: Chain) -> None:
        """The two dates that are kept tell the alert of every day."""
        reckoned = reckon(facts, self.profiles)
        assert (kept(reckoned.kept) if reckoned else None) == expected_kept(model)
        changes = [day for day in (found.amber_on, found.red_on) if day]
        days = {self._today() + n * ONE_DAY for n in (-9, -1, 0, 1, 40)}
        for day in days | {day + n * ONE_DAY for day in changes for n in (-1, 0)}:
            expected = model.alert(day)
            assert chain_state(facts, self.profiles, day).alert is expected
            assert alert_on(found.amber_on, found.red_on, day) is expected

    def _check_reports(self, facts: Facts, found: Chain) -> None:
        """A past report is told again as it was told then."""
        self.reports.append((self.now, found))
        moment, told = self.reports[self.steps * 7919 % len(self.reports)]
        again = chain_state(facts, self.profiles, london_date(moment), known_at=moment)
        assert again == msgspec.structs.replace(told, carried=again.carried)

    def _model(self) -> Model:
        return Model(self.log, self.now, self.profiles)

    def _today(self) -> date:
        return london_date(self.now)

    def _latest(self) -> Seen | None:
        meetings = self._model().meetings
        return meetings[-1] if meetings else None

    def _movable(self) -> bool:
        latest = self._latest()
        if latest is None or latest.outcome is not Outcome.ADJOURNED:
            return False
        return not latest.dates or latest.dates[-1] >= self._today()

    def _unanswered(self) -> list[Version]:
        standing_now = [met.versions[-1] for met in self.log.meetings]
        return [one for one in standing_now if one.outcome in HANDED_OVER and not one.answer]

    def _version(self, draft: Draft, held_on: date) -> Version:
        outcome, reason, agency, next_in = draft
        adjourned = outcome is Outcome.ADJOURNED
        return Version(
            outcome,
            reason if adjourned else None,
            agency if adjourned else None,
            held_on + next_in * ONE_DAY if adjourned and next_in else None,
            self.now,
        )
