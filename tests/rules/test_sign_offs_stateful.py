"""Any order of editing, submitting and answering: a signature holds exactly while what was
signed reads as it reads now, nothing was objected since, and nobody took it back.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from planning.plans.rules.fingerprints import schedule_fingerprint, shared_fingerprint
from planning.plans.rules.lines import Phase, ResourceLine
from planning.plans.rules.templates import PlanKind
from planning.plans.templates import shipped_template
from planning.sign_offs.rules import Answer, Current, Given, holding, signed_by_all
from tests.factories import NOW

TEMPLATE = shipped_template(PlanKind.CONTINGENCY)
AGENCIES = [UUID(int=1), UUID(int=2)]
agencies = st.sampled_from(AGENCIES)


@dataclass
class Signed:
    """What the model remembers of a signature: the words and the figure, no fingerprint."""

    id: UUID
    agency: UUID
    text: str
    figure: int
    stands: bool = True


@dataclass
class Version:
    text: str
    figures: dict[UUID, int] = field(default_factory=dict)


class Signing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.text = "One"
        self.figures = dict.fromkeys(AGENCIES, 1)
        self.version: Version | None = None
        self.signed: list[Signed] = []
        self.given: dict[UUID, list[Given]] = {agency: [] for agency in AGENCIES}
        self.minute = 0

    @rule(text=st.sampled_from(["One", "Two", " One "]))
    def edit_what_all_sign(self, text: str) -> None:
        self.text = text

    @rule(agency=agencies, figure=st.integers(1, 2))
    def edit_one_agencys_line(self, agency: UUID, figure: int) -> None:
        self.figures[agency] = figure

    @rule()
    def submit(self) -> None:
        self.version = Version(self.text, dict(self.figures))

    @precondition(lambda self: self.version is not None)
    @rule(agency=agencies)
    def sign(self, agency: UUID) -> None:
        assert self.version
        one = self._give(agency, Answer.SIGNED)
        self.signed.append(
            Signed(one.id, agency, self.version.text.strip(), self.version.figures[agency])
        )

    @precondition(lambda self: self.version is not None)
    @rule(agency=agencies, answer=st.sampled_from([Answer.REFUSED, Answer.CHANGES_REQUESTED]))
    def object(self, agency: UUID, answer: Answer) -> None:
        self._give(agency, answer)
        self._end(agency)

    @precondition(lambda self: self.version is not None)
    @rule(agency=agencies)
    def ask(self, agency: UUID) -> None:
        self._give(agency, Answer.ASKED)

    @rule(agency=agencies)
    def withdraw(self, agency: UUID) -> None:
        self.given[agency] = [
            msgspec.structs.replace(one, withdrawn=one.answer is Answer.SIGNED)
            for one in self.given[agency]
        ]
        self._end(agency)

    @invariant()
    def a_signature_holds_while_it_reads_the_same(self) -> None:
        held = {agency: int(self._holds(agency)) for agency in AGENCIES}
        assert held == {agency: int(self._expected(agency)) for agency in AGENCIES}
        assert signed_by_all(AGENCIES, held, 1) == all(self._expected(one) for one in AGENCIES)

    def _holds(self, agency: UUID) -> bool:
        return holding(self.given[agency], self._current(agency)) is not None

    def _expected(self, agency: UUID) -> bool:
        version = self.version
        return version is not None and any(
            one.stands
            and one.agency == agency
            and one.text == version.text.strip()
            and one.figure == version.figures[agency]
            for one in self.signed
        )

    def _end(self, agency: UUID) -> None:
        for one in self.signed:
            one.stands = one.stands and one.agency != agency

    def _current(self, agency: UUID) -> Current | None:
        if self.version is None:
            return None
        line = ResourceLine(
            id=agency,
            agency_id=agency,
            kind="Staff",
            unit="people",
            requested=Decimal(2),
            committed=Decimal(self.version.figures[agency]),
            phase=Phase.DURING,
            funding="",
            from_on=date(2026, 4, 1),
            until_on=date(2026, 5, 1),
        )
        return Current(
            shared_fingerprint=shared_fingerprint(
                TEMPLATE, {"objectives": {"decides": self.version.text}}
            ),
            schedule_fingerprint=schedule_fingerprint(agency, [], [line]),
            is_empty=False,
        )

    def _give(self, agency: UUID, answer: Answer) -> Given:
        current = self._current(agency)
        assert current
        self.minute += 1
        one = Given(
            id=uuid4(),
            answer=answer,
            shared_fingerprint=current.shared_fingerprint,
            schedule_fingerprint=current.schedule_fingerprint,
            answered_at=NOW + timedelta(minutes=self.minute),
            withdrawn=False,
            in_conflict=False,
        )
        self.given[agency].append(one)
        return one


TestSigning = Signing.TestCase
TestSigning.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
