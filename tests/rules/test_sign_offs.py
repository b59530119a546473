"""Whether a sign-off holds, and how an agency stands to a plan."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.sign_offs.rules import (
    ANSWER_WORDS,
    SIGNATURES,
    STATUS_WORDS,
    Answer,
    Current,
    Given,
    NewCondition,
    Standing,
    Status,
    answer_faults,
    delegation_faults,
    holding,
    may_answer,
    signed_by_all,
    status,
)
from tests.factories import NOW

CURRENT = Current("shared", "schedule", is_empty=False)
EMPTY = Current("shared", "schedule", is_empty=True)
FREE = Standing(
    is_current=True,
    current_number=3,
    has_schedule=True,
    is_empty=False,
    on_list=True,
    edited_material=False,
    submitted=False,
)


def answer(
    what: Answer = Answer.SIGNED, *, at: int = 0, version: str = "schedule", **changes: bool
) -> Given:
    return Given(
        id=uuid4(),
        answer=what,
        shared_fingerprint="shared",
        schedule_fingerprint=version,
        answered_at=NOW + timedelta(minutes=at),
        withdrawn=changes.get("withdrawn", False),
        in_conflict=changes.get("in_conflict", False),
    )


answers = st.builds(
    answer,
    st.sampled_from(Answer),
    at=st.integers(0, 3),
    version=st.sampled_from(["schedule", "old"]),
    withdrawn=st.booleans(),
    in_conflict=st.booleans(),
)


def test_every_answer_and_status_has_words() -> None:
    assert (set(ANSWER_WORDS), set(STATUS_WORDS)) == (set(Answer), set(Status))


@pytest.mark.parametrize(
    ("given_answers", "current", "expected"),
    [
        ([answer()], None, Status.NOT_SUBMITTED),
        ([], CURRENT, Status.WAITING),
        ([answer()], CURRENT, Status.HOLDS),
        ([answer(Answer.SIGNED_WITH_CONDITIONS)], CURRENT, Status.HOLDS),
        ([answer(version="old")], CURRENT, Status.SUPERSEDED),
        ([answer(withdrawn=True)], CURRENT, Status.WITHDRAWN),
        ([answer(in_conflict=True)], CURRENT, Status.WAITING),
        ([answer(Answer.NO_ROLE)], EMPTY, Status.HOLDS),
        ([answer(Answer.NO_ROLE)], CURRENT, Status.SUPERSEDED),
        ([answer(Answer.ASKED)], CURRENT, Status.ASKED),
        ([answer(), answer(Answer.ASKED, at=1)], CURRENT, Status.HOLDS),
        ([answer(), answer(Answer.REFUSED, at=1)], CURRENT, Status.REFUSED),
        ([answer(), answer(Answer.REFUSED)], CURRENT, Status.REFUSED),
        ([answer(Answer.REFUSED), answer(at=1)], CURRENT, Status.HOLDS),
        ([answer(Answer.CHANGES_REQUESTED)], CURRENT, Status.CHANGES_REQUESTED),
        ([answer(), answer(version="old", at=1)], CURRENT, Status.HOLDS),
    ],
)
def test_how_an_agency_stands(
    given_answers: list[Given], current: Current | None, expected: Status
) -> None:
    assert status(given_answers, current, open_conditions=False) is expected


def test_an_open_condition_shows() -> None:
    assert status([answer()], CURRENT, open_conditions=True) is Status.CONDITIONS


@given(st.lists(answers, max_size=6), st.booleans())
def test_what_holds_is_a_matching_signature_and_order_of_reading_does_not_matter(
    given_answers: list[Given], empty: bool
) -> None:
    current = EMPTY if empty else CURRENT
    held = holding(given_answers, current)
    again = holding(list(reversed(given_answers)), current)
    assert (held is None) == (again is None)
    if held:
        assert held.answer in SIGNATURES
        assert (held.withdrawn, held.in_conflict) == (False, False)
        assert held.schedule_fingerprint == current.schedule_fingerprint
    known = status(given_answers, current, open_conditions=False)
    assert (known is Status.HOLDS) == (held is not None)


@given(st.lists(answers, max_size=6))
def test_withdrawing_everything_leaves_nothing(given_answers: list[Given]) -> None:
    withdrawn = [msgspec.structs.replace(one, withdrawn=True) for one in given_answers]
    assert holding(withdrawn, EMPTY) is None


@given(st.dictionaries(st.uuids(), st.integers(0, 2), max_size=4))
def test_all_have_signed_when_each_holds_both_plans_and_nobody_is_not_all(
    held: dict[UUID, int],
) -> None:
    expected = len(held) > 0 and all(count == 2 for count in held.values())
    assert signed_by_all(list(held), held, 2) == expected
    assert not signed_by_all([*held, uuid4()], held, 2)


@pytest.mark.parametrize(
    ("what", "changes", "count"),
    [
        (Answer.SIGNED, {}, 0),
        (Answer.SIGNED, {"is_current": False}, 1),
        (Answer.SIGNED, {"has_schedule": False, "on_list": False}, 2),
        (Answer.SIGNED, {"edited_material": True, "submitted": True}, 2),
        (Answer.ASKED, {"edited_material": True, "submitted": True}, 0),
        (Answer.NO_ROLE, {}, 1),
        (Answer.NO_ROLE, {"is_empty": True}, 0),
    ],
)
def test_who_may_answer_what(what: Answer, changes: dict[str, bool], count: int) -> None:
    assert len(may_answer(what, msgspec.structs.replace(FREE, **changes))) == count


def test_a_newer_version_is_named() -> None:
    (blocker,) = may_answer(Answer.SIGNED, msgspec.structs.replace(FREE, is_current=False))
    assert "newer version, 3" in blocker.message


@pytest.mark.parametrize(
    ("what", "note", "conditions", "fields"),
    [
        (Answer.SIGNED, "", 0, []),
        (Answer.SIGNED, "", 1, ["conditions"]),
        (Answer.SIGNED_WITH_CONDITIONS, "", 1, []),
        (Answer.SIGNED_WITH_CONDITIONS, "", 0, ["conditions"]),
        (Answer.REFUSED, " ", 0, ["note"]),
        (Answer.ASKED, "Why?", 0, []),
    ],
)
def test_faults_of_an_answer(what: Answer, note: str, conditions: int, fields: list[str]) -> None:
    one = NewCondition("A bed", uuid4(), date(2026, 3, 3), blocking=False)
    faults = answer_faults(what, note, [one] * conditions, today=date(2026, 3, 3))
    assert [fault.field for fault in faults] == fields


def test_a_condition_is_not_due_before_today() -> None:
    late = NewCondition(" ", uuid4(), date(2026, 3, 2), blocking=True)
    faults = answer_faults(Answer.SIGNED_WITH_CONDITIONS, "", [late], today=date(2026, 3, 3))
    assert [fault.field for fault in faults] == ["conditions.0.condition", "conditions.0.due_on"]


@pytest.mark.parametrize(
    ("from_on", "until_on", "fields"),
    [
        (date(2026, 3, 3), date(2026, 3, 3), []),
        (date(2026, 3, 2), date(2026, 3, 9), ["from_on"]),
        (date(2026, 3, 9), date(2026, 3, 8), ["until_on"]),
        (date(2026, 3, 3), date(2026, 6, 3), []),
        (date(2026, 3, 3), date(2026, 6, 4), ["until_on"]),
    ],
)
def test_dates_of_a_delegation(from_on: date, until_on: date, fields: list[str]) -> None:
    faults = delegation_faults(from_on, until_on, "Leave", today=date(2026, 3, 3))
    assert [fault.field for fault in faults] == fields
    assert delegation_faults(from_on, until_on, " ", today=date(2026, 3, 3))[0].field == "reason"
