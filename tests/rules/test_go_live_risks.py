"""Gaps that are gone live with, the surge that is confirmed, looking back: each check by itself."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest

from planning.go_live.rules import (
    Acceptance,
    OverCommitted,
    Side,
    accepting_faults,
    confirming_faults,
    may_review,
)
from planning.people.rules import AgencyCategory
from planning.plans.rules.templates import PlanKind
from tests.rules.test_fingerprints import LINE
from tests.rules.test_go_live import CONTINGENCY, GOOD, HEALTH, SHORT, change, the_line

SHORT_BY = Decimal("2.5")
BOTH = [Acceptance(LINE.id, LINE.agency_id, side, LINE.kind, LINE.unit, SHORT_BY) for side in Side]
GAP = msgspec.structs.replace(GOOD, plans=change(CONTINGENCY, resources=[SHORT]))


def test_a_gap_that_both_sides_accept_is_no_fault() -> None:
    line = the_line(msgspec.structs.replace(GAP, acceptances=BOTH))
    assert (line.met, line.evidence) == (
        True,
        "One gap is accepted as a risk. Every other resource line is committed in full.",
    )
    assert the_line(GOOD).evidence == "Every resource line is committed in full."


@pytest.mark.parametrize(
    "changes",
    [
        {"resource_id": UUID(int=99)},
        {"agency_id": UUID(int=99)},
        {"kind": "Doctors"},
        {"unit": "shifts"},
        {"gap": Decimal("2.4")},
    ],
)
def test_an_acceptance_is_of_this_gap_of_this_thing(changes: dict[str, object]) -> None:
    other = [msgspec.structs.replace(one, **changes) for one in BOTH]
    line = the_line(msgspec.structs.replace(GAP, acceptances=other))
    assert (line.met, line.evidence) == (False, "Nurses: 2.5 people short.")


@pytest.mark.parametrize(
    ("side", "words"),
    [
        (Side.AGENCY, "The agency accepts the risk; the lead has not."),
        (Side.LEAD, "The lead accepts the risk; the agency has not."),
    ],
)
def test_one_side_alone_is_said_to_be_alone(side: Side, words: str) -> None:
    alone = [one for one in BOTH if one.side is side]
    line = the_line(msgspec.structs.replace(GAP, acceptances=alone))
    assert (line.met, line.evidence) == (False, f"Nurses: 2.5 people short. {words}")


def test_over_commitment_is_told_once_with_its_worst_week() -> None:
    worst = OverCommitted("Police", "Officers", date(2026, 4, 6), Decimal(8), Decimal(10))
    weeks = [worst, msgspec.structs.replace(worst, week_on=date(2026, 4, 13), declared=Decimal(9))]
    once = "Police, Officers: 10 committed of 8 declared in the week of 6 April 2026"
    for some, told in ((weeks[:1], f"{once}."), (weeks, f"{once}, and in 1 more week.")):
        assert the_line(msgspec.structs.replace(GOOD, over_committed=some)).apart == [told]


def test_a_plan_that_was_not_submitted_is_told_first_and_alone() -> None:
    nothing = msgspec.structs.replace(GOOD, plans=[], missing={})
    assert the_line(nothing, "signed_contingency").evidence == (
        "The contingency plan has not been submitted. Waiting for Health, Police."
    )
    assert "No section" not in the_line(nothing, "out_of_hours").evidence


def test_an_incomplete_section_says_where_it_is_mended() -> None:
    empty = msgspec.structs.replace(GOOD, plans=change(CONTINGENCY, sections={}))
    line = the_line(empty, "protection_rule")
    assert (line.plan, line.section) == (PlanKind.CONTINGENCY, "objectives")
    assert (the_line(GOOD, "protection_rule").plan, the_line(GOOD).section) == (None, "")


@pytest.mark.parametrize(("people", "ending"), [(12, "Person 11"), (14, "And 2 more.")])
def test_a_dozen_faults_are_told_and_the_others_counted(people: int, ending: str) -> None:
    names = [f"Person {number}" for number in range(people)]
    line = the_line(msgspec.structs.replace(GOOD, undeclared=names), "conflicts_declared")
    assert line.evidence.removesuffix(" has not declared.").endswith(ending)
    assert (line.evidence.count("declared"), len(line.faults)) == (12, people)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, 0),
        ({"reason": " "}, 1),
        ({"seen": Decimal(3)}, 1),
        ({"may_sign": False}, 1),
        ({"reason": "", "seen": Decimal(3), "may_sign": False}, 3),
    ],
)
def test_each_reason_against_accepting(changes: dict[str, object], faults: int) -> None:
    asked = {"reason": "Agreed", "gap": SHORT_BY, "unit": "people", "seen": SHORT_BY,
             "may_sign": True, **changes}  # fmt: skip
    assert len(accepting_faults(**asked)) == faults  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, 0),
        ({"how": ""}, 1),
        ({"category": AgencyCategory.HEALTH}, 1),
        ({"is_lead": False}, 1),
        ({"seen": 29}, 1),
    ],
)
def test_each_reason_against_confirming(changes: dict[str, object], faults: int) -> None:
    asked = {"how": "Two rooms", "category": AgencyCategory.POLICE, "is_lead": True, "seen": 30,
             "victims": 30, **changes}  # fmt: skip
    assert len(confirming_faults(**asked)) == faults  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, 0),
        ({"agency_id": HEALTH}, 1),
        ({"agency_id": HEALTH, "is_partnership": True}, 0),
        ({"reviewed": True}, 1),
    ],
)
def test_each_reason_against_looking_back(changes: dict[str, object], faults: int) -> None:
    asked = {"agency_id": UUID(int=99), "involved": frozenset({HEALTH}), "is_partnership": False,
             "reviewed": False, **changes}  # fmt: skip
    assert len(may_review(**asked)) == faults  # type: ignore[arg-type]
