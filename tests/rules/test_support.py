"""Whether promised contact was made, what a child's plan needs, and the faults of what is said."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.clock import monday
from planning.operations.rules import ENDED, OperationState
from planning.support.rules.contact import (
    WEEK,
    ContactDraft,
    ContactKind,
    ContactState,
    Phase,
    Promise,
    contact_faults,
    contact_standing,
    phase_of,
    promised,
    ratio,
    weeks_of,
)
from planning.support.rules.plans import (
    Ending,
    PartDraft,
    PartKey,
    ReviewDraft,
    RiskDraft,
    ending_faults,
    part_faults,
    review_faults,
    risk_faults,
    turns_18_on,
    turns_18_soon,
)
from planning.support.rules.posts import Dates, Need, Post, Spell, breaks, needs, urgency

TODAY = date(2026, 3, 3)
LAST_MONDAY = date(2026, 2, 23)
LATER = date(2026, 4, 1)
ROWS = [
    {"phase": "Before trial", "contacts_a_week": "2"},
    {"phase": "During trial", "contacts_a_week": "5"},
    {"phase": "After trial", "contacts_a_week": "0.5"},
]
SAID_BEFORE = [*ROWS, {"phase": "Before go-live", "contacts_a_week": "1"}]
S = OperationState


@pytest.mark.parametrize(
    ("state", "covert", "rows", "contacts"),
    [
        (S.PLANNING, True, ROWS, 0),
        (S.PLANNING, True, SAID_BEFORE, 1),
        (S.PLANNING, False, ROWS, 2),
        (S.PAUSED, False, SAID_BEFORE, 1),
        (S.LIVE, True, ROWS, 2),
        (S.TRIAL, True, ROWS, 5),
        (S.POST_TRIAL, True, ROWS, 1),
        (S.CLOSING, True, ROWS, 1),
        (S.CLOSED, True, ROWS, 0),
        (S.LIVE, True, [], 0),
        (S.LIVE, True, [{"phase": "Before trial", "contacts_a_week": "often"}], 0),
        (S.LIVE, True, [{"phase": "Before trial", "contacts_a_week": "NaN"}], 0),
        (S.LIVE, True, [{"phase": "Always", "contacts_a_week": "7"}], 0),
    ],
)
def test_the_strategy_s_own_table_promises_by_phase(
    state: OperationState, covert: bool, rows: list[dict[str, str]], contacts: int
) -> None:
    found = promised(rows, state=state, covert=covert, live_on=None, state_since=None)
    assert found.contacts == contacts


def test_a_promise_holds_from_go_live_or_from_the_phase_s_beginning() -> None:
    def since(state: OperationState) -> date | None:
        return promised(
            ROWS, state=state, covert=False, live_on=LAST_MONDAY, state_since=TODAY
        ).since

    assert [since(one) for one in (S.READY, S.LIVE, S.TRIAL)] == [None, LAST_MONDAY, TODAY]


def test_every_state_has_a_phase_until_the_operation_ends() -> None:
    assert {one for one in OperationState if phase_of(one) is None} == set(ENDED)
    assert phase_of(S.STOOD_DOWN) is None
    assert {phase_of(one) for one in OperationState} == {*Phase, None}


@pytest.mark.parametrize(
    ("attached", "this_week", "last_week", "state"),
    [
        (date(2026, 1, 1), 0, 2, ContactState.DUE),
        (date(2026, 1, 1), 0, 1, ContactState.OVERDUE),
        (date(2026, 1, 1), 1, 1, ContactState.OVERDUE),
        (date(2026, 1, 1), 2, 0, ContactState.MET),
        (LAST_MONDAY, 0, 1, ContactState.OVERDUE),
        (LAST_MONDAY + timedelta(days=1), 0, 0, ContactState.DUE),
        (TODAY, 0, 0, ContactState.DUE),
    ],
)
def test_a_week_that_has_just_begun_is_not_missed(
    attached: date, this_week: int, last_week: int, state: ContactState
) -> None:
    standing = contact_standing(
        Promise(2), attached_on=attached, this_week=this_week, last_week=last_week, today=TODAY
    )
    assert standing.state is state


def test_where_nothing_is_promised_nothing_is_expected() -> None:
    standing = contact_standing(
        Promise(0), attached_on=TODAY, this_week=0, last_week=0, today=TODAY
    )
    assert standing.state is ContactState.NOT_EXPECTED


days = st.dates(date(2025, 6, 1), date(2026, 12, 31))


@settings(max_examples=60)
@given(st.integers(0, 3), st.lists(days, max_size=12), days, days, st.none() | days)
def test_the_week_s_list_and_the_state_agree(
    contacts: int, made: list[date], attached: date, today: date, since: date | None
) -> None:
    """Whatever the days: overdue is a missed last week that this week has not made good."""
    promise, this = Promise(contacts, since), monday(today)
    standing = contact_standing(
        promise,
        attached_on=attached,
        this_week=sum(this <= day < this + WEEK for day in made),
        last_week=sum(this - WEEK <= day < this for day in made),
        today=today,
    )
    weeks = {one.monday: one for one in weeks_of(promise, made, attached_on=attached, today=today)}
    assert all(start.weekday() == 0 and start <= this for start in weeks)
    now, last = weeks.get(this), weeks.get(this - WEEK)
    assert now is None or now.met is not False
    if standing.state is ContactState.OVERDUE:
        assert last is not None
        assert last.met is False
    elif last is not None and last.met is False:
        assert standing.state is ContactState.MET


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (ContactDraft(TODAY, ContactKind.VISIT, seen=True, note="Well"), []),
        (ContactDraft(TODAY + timedelta(days=1), ContactKind.PHONE), ["happened_on"]),
        (ContactDraft(date.min, ContactKind.PHONE, seen=True), ["happened_on", "seen"]),
        (ContactDraft(TODAY, ContactKind.PHONE, note="x" * 4001), ["note"]),
    ],
)
def test_a_contact_s_faults(draft: ContactDraft, fields: list[str]) -> None:
    assert [one.field for one in contact_faults(draft, today=TODAY)] == fields


@pytest.mark.parametrize(
    ("written", "found"), [("6", 6), (" 2.5 ", 3), ("0", None), ("", None), ("-1", None)]
)
def test_the_ratio_is_read_from_what_is_written(written: str, found: int | None) -> None:
    assert ratio(written) == found


def test_faults_of_risk_and_review_are_told_at_once() -> None:
    risk = RiskDraft(" ", "x" * 4001, TODAY + timedelta(days=1), TODAY)
    assert [one.field for one in risk_faults(risk, today=TODAY)] == [
        "immediate", "ongoing", "assessed_on", "next_on",
    ]  # fmt: skip
    review = ReviewDraft(date.min, "", date.max)
    assert [one.field for one in review_faults(review, today=TODAY)] == [
        "summary", "held_on", "next_on",
    ]  # fmt: skip
    assert risk_faults(RiskDraft("None", "None", TODAY, LATER), today=TODAY) == []


@pytest.mark.parametrize(
    ("key", "draft", "fields"),
    [
        (PartKey.WISHES, PartDraft("To stay"), []),
        (PartKey.WISHES, PartDraft(" ", due_on=LATER), ["content", "due_on"]),
        (PartKey.PHYSICAL, PartDraft("", due_on=LATER), []),
        (PartKey.PHYSICAL, PartDraft("Fine"), ["due_on"]),
        (PartKey.PHYSICAL, PartDraft("", due_on=LATER, done_on=LATER), ["content", "done_on"]),
        (PartKey.SOCIAL, PartDraft("", due_on=date(2030, 1, 1)), ["due_on"]),
        (PartKey.JUSTICE, PartDraft("Gave evidence", not_criminalised=True), []),
        (PartKey.FAMILY, PartDraft("Mother", not_criminalised=False), ["not_criminalised"]),
    ],
)
def test_a_part_s_faults(key: PartKey, draft: PartDraft, fields: list[str]) -> None:
    assert [one.field for one in part_faults(key, draft, today=TODAY)] == fields


def test_support_ends_after_go_live_alone() -> None:
    def fields(state: OperationState, on: date, reason: str = "Ready") -> list[str]:
        ending = Ending(ended_on=on, reason=reason)
        found = ending_faults(ending, state, attached_on=LAST_MONDAY, today=TODAY)
        return [one.field for one in found]

    assert fields(S.TRIAL, TODAY) == []
    assert fields(S.READY, LATER, " ") == ["reason", "", "ended_on"]
    assert fields(S.LIVE, LAST_MONDAY - timedelta(days=1)) == ["ended_on"]


def test_a_birthday_comes_near() -> None:
    assert turns_18_on(date(2008, 2, 29)) == date(2026, 3, 1)
    assert turns_18_soon(None, today=TODAY) is None
    assert turns_18_soon(date(2008, 6, 1), today=TODAY) == date(2026, 6, 1)
    assert turns_18_soon(date(2008, 6, 2), today=TODAY) is None
    assert turns_18_soon(date(2000, 1, 1), today=TODAY) == date(2018, 1, 1)


def test_the_most_pressing_need_comes_first() -> None:
    nothing = Dates(None, None, None, None)
    everything = Dates(LAST_MONDAY, TODAY, TODAY, date(2008, 3, 4))
    assert needs(
        worker=False, deputy=False, contact=ContactState.OVERDUE, dates=everything, today=TODAY
    ) == list(Need)
    assert needs(
        worker=True, deputy=True, contact=ContactState.DUE, dates=nothing, today=TODAY
    ) == [Need.RISK]
    calm = Dates(TODAY, LATER, None, None)
    assert needs(worker=True, deputy=True, contact=ContactState.MET, dates=calm, today=TODAY) == []
    assert urgency([]) > urgency([Need.TURNS_18]) > urgency([Need.WORKER, Need.RISK]) == 0


def _spell(post: Post, day: int, *, ended: bool) -> Spell:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Spell(
        person_id=UUID(int=1), person_name="Ola", agency_name="Charity", post=post, reason="Knows",
        from_at=at, ended_at=at if ended else None, ended_reason=None,
    )  # fmt: skip


def test_only_key_workers_who_went_break_continuity() -> None:
    spells = [
        _spell(Post.WORKER, 1, ended=True),
        _spell(Post.DEPUTY, 1, ended=True),
        _spell(Post.WORKER, 2, ended=False),
    ]
    assert (breaks(spells), breaks([]), breaks(spells[2:])) == (1, 0, 0)
