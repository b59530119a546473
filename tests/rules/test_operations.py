"""What an operation may become and what it must say."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.operations import rules
from planning.operations.rules import (
    ACT_WORDS,
    BEFORE_LIVE,
    ENDED,
    LEADS_OWN_ACTS,
    STATE_WORDS,
    TRANSITIONS,
    Act,
    NewAgency,
    OperationDraft,
    OperationState,
    agency_faults,
    cannot,
    clean,
    diagram,
    draft_faults,
    ended,
    text_faults,
)

TODAY = date(2026, 3, 3)
DRAFT = OperationDraft(
    name="Operation Larch",
    summary="Exploitation around the square",
    covert=True,
    victims_known=3,
    victims_suspected=9,
    victims_planning=27,
    planned_live_on=date(2026, 4, 1),
    agencies=[],
)


def test_the_diagram_beside_the_rules_is_written_from_the_table() -> None:
    page = (Path(rules.__file__).parents[1] / "lifecycle.md").read_text(encoding="utf-8")
    assert page.split("```mermaid\n")[1].split("```")[0] == diagram()


def test_every_state_and_act_has_words() -> None:
    assert (set(STATE_WORDS), set(ACT_WORDS)) == (set(OperationState), set(Act))


def test_live_is_reached_by_the_gates_two_acts_only() -> None:
    acts = {act for (_, act), state in TRANSITIONS.items() if state is OperationState.LIVE}
    assert acts == {Act.GO_LIVE, Act.GO_LIVE_WITHOUT_SIGN_OFF}
    assert not acts & LEADS_OWN_ACTS


def test_an_emergency_is_possible_in_every_state_before_live() -> None:
    starts = {old for old, act in TRANSITIONS if act is Act.GO_LIVE_WITHOUT_SIGN_OFF}
    assert starts == set(BEFORE_LIVE)


def test_every_state_is_reached_and_only_ended_ones_are_final() -> None:
    assert {OperationState.PROPOSED, *TRANSITIONS.values()} == set(OperationState)
    assert set(OperationState) - {old for old, _ in TRANSITIONS} == ENDED


@given(st.sampled_from(OperationState), st.sampled_from(Act))
def test_what_is_not_in_the_table_is_refused_with_the_state(
    state: OperationState, act: Act
) -> None:
    refused = cannot(state, act)
    assert bool(refused) == ((state, act) not in TRANSITIONS)
    assert all(STATE_WORDS[state].lower() in blocker.message for blocker in refused)
    assert bool(ended(state)) == (state in ENDED)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"name": "x" * 201, "summary": "a\x00b"}, ["name", "summary"]),
        ({"victims_known": 28}, ["victims_planning"]),
        ({"victims_suspected": 100_001}, ["victims_suspected"]),
        ({"planned_live_on": None}, []),
        ({"planned_live_on": date(2026, 3, 2)}, ["planned_live_on"]),
        ({"planned_live_on": date(2037, 1, 1)}, ["planned_live_on"]),
    ],
)
def test_faults_of_a_draft_by_field(changes: dict[str, object], fields: list[str]) -> None:
    draft = msgspec.structs.replace(DRAFT, **changes)
    assert [blocker.field for blocker in draft_faults(draft, today=TODAY)] == fields


def test_an_agency_is_required_once_and_with_a_reason() -> None:
    agency = uuid4()
    faults = agency_faults([NewAgency(agency, ""), NewAgency(agency, "Cares")])
    assert [blocker.field for blocker in faults] == ["agencies.0.reason", "agencies"]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_line_ends_and_tabs_are_no_control_characters() -> None:
    assert text_faults("a\tb\r\nc", field="x", what="x", limit=9, needed=True) == []
    assert clean(" a\r\nb\rc ") == "a\nb\nc"
