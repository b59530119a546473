"""The gate's model and our rules say the same, breadth-first over thousands of states.

`python -m tests.benchmarks gate_model` looks at two million.
"""

import pytest

from tests.rules.gate_agreement import agree
from tests.rules.gate_model import (
    AGENCIES,
    CONTINGENCY,
    FULL,
    HEALTH,
    LEAD,
    NURSE,
    POLICE,
    SHORT,
    SUPPORT,
    Act,
    Phase,
    Term,
)
from tests.rules.gate_search import COURSES, along, explore
from tests.rules.gate_states import follow, gate, is_open, proven, unmet

OPEN = along(COURSES[-1])
"""Everything is signed and told."""


def test_our_rules_say_what_the_model_says_in_every_state() -> None:
    search = explore(20_000, agree)
    assert len(search.known) >= 20_000
    assert search.live > 0


def test_a_trace_leads_to_its_state() -> None:
    search = explore(500, agree)
    for state, number in list(search.known.items())[::50]:
        assert along(search.trace(number)) == state


@pytest.mark.parametrize(
    ("acts", "keys"),
    [
        ([], set()),
        ([Act("write", CONTINGENCY, LEAD, value=1)], set()),
        ([Act("write", CONTINGENCY, LEAD, value=1), Act("submit", CONTINGENCY, LEAD)],
         {"signed_contingency"}),
        ([Act("line", CONTINGENCY, LEAD, 1, SHORT), Act("submit", CONTINGENCY, LEAD)],
         {"signed_contingency", "resource_gaps"}),
        ([Act("withdraw", SUPPORT, NURSE, 1)], {"signed_victim_support"}),
        ([Act("object", SUPPORT, POLICE, 0)], {"signed_victim_support"}),
        ([Act("sign", SUPPORT, NURSE, 1, Term.OPEN)], {"blocking_conditions"}),
        ([Act("sign", SUPPORT, NURSE, 1, Term.OPEN), Act("meet", SUPPORT, LEAD, 1)],
         {"blocking_conditions"}),
        ([Act("sign", SUPPORT, NURSE, 1, Term.OPEN), Act("meet", SUPPORT, LEAD, 1),
          Act("confirm", SUPPORT, HEALTH, 1)], set()),
        ([Act("conflict", person=HEALTH)], {"signed_contingency", "signed_victim_support"}),
        ([Act("release", person=LEAD, agency=agency) for agency in AGENCIES],
         {"required_agencies", "signed_contingency", "signed_victim_support"}),
    ],
)  # fmt: skip
def test_from_an_open_gate(acts: list[Act], keys: set[str]) -> None:
    state = along([*COURSES[-1], *acts])
    assert unmet(gate(state)) == keys
    assert is_open(state) == (not keys)
    assert is_open(state) == proven(state) or keys <= {"resource_gaps", "blocking_conditions"}


def test_what_is_taken_back_is_signed_again() -> None:
    """A line changed and changed back, each time submitted: the first signature holds."""
    there = [Act("line", CONTINGENCY, LEAD, 1, SHORT), Act("submit", CONTINGENCY, LEAD)]
    back = [Act("line", CONTINGENCY, LEAD, 1, FULL), Act("submit", CONTINGENCY, LEAD)]
    assert not proven(along([*COURSES[-1], *there]))
    assert is_open(along([*COURSES[-1], *there, *back]))


def test_nobody_signs_what_they_changed_last() -> None:
    """Whoever wrote before another may; the last writer of the shared text may not."""
    wrote = [
        *COURSES[1],
        Act("write", CONTINGENCY, POLICE, value=1),
        Act("write", CONTINGENCY, HEALTH, value=0),
        Act("submit", CONTINGENCY, LEAD),
    ]
    signers = {act.person for act in _acts(wrote) if act.verb == "sign" and act.plan == CONTINGENCY}
    assert signers == {POLICE, NURSE, 4}


def test_live_without_sign_off_takes_two_agencies() -> None:
    alone = [Act("live_without", person=HEALTH)]
    assert [act for act, _ in follow(along(alone))] == [Act("second", person=POLICE)]
    assert along([*alone, Act("second", person=POLICE)]).phase is Phase.CONFIRMED


def _acts(course: list[Act]) -> list[Act]:
    return [act for act, _ in follow(along(course))]
