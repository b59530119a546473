"""A run, the top of a batch, and what-ifs in words."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from planning.diaries.rules.places import Named
from planning.surge.forms.solution import Status
from planning.surge.queries import WaitingNow
from planning.surge.rules.batches import BatchRules, BatchState, ReasonSeen, RunKind, RunState
from planning.surge.rules.comparing import compared, to_ask
from planning.surge.rules.outlook import Outlook
from planning.surge.rules.seen import BatchLine, RunView
from planning.surge.rules.what_if import WhatIf
from service.pages.presenters.surge import comparing, confirming, lists, runs
from service.pages.presenters.surge.head import EXTRA, FAILED, FAILED_TO_MOVE, STALE, doors, head
from tests.factories import NOW
from tests.pages.surge.views import (
    NOBODY,
    TUESDAY_TEN,
    a_meeting,
    a_place,
    a_run,
    a_view,
    a_waiting,
)

BASE = Outlook(Status.FEASIBLE, 9, 9, 20, 12, 4, 3, 5, "2026-04-01")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"state": RunState.QUEUED, "stage": None}, "Waiting for the solver to begin"),
        ({"state": RunState.RUNNING, "stage": None}, "Looking for a first schedule"),
        ({"state": RunState.RUNNING}, "Making meetings less late"),
        ({"state": RunState.DONE}, "Finished"),
        ({"infeasible": True}, "It is proved that not all these meetings can be held"),
    ],
)
def test_how_far_a_run_is(given: dict[str, Any], words: str) -> None:
    assert runs.state_words(a_run(**given)) == words


def test_a_run_that_goes_has_time_left_and_one_that_is_over_has_none() -> None:
    going = runs.progress(a_run(state=RunState.RUNNING, stop_asked=True))
    assert (going.left, going.stopping) == ("8 seconds left at most", True)
    over = runs.progress(a_run(spent_seconds=21, stop_asked=True))
    assert (over.left, over.stopping, over.spent) == ("", False, 20)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lateness": None}, "No answer yet"),
        ({"lateness": 0, "gap_percent": None}, "Proved: no schedule is less late"),
        ({"gap_percent": 0}, "Proved: no schedule is less late"),
        ({"gap_percent": None}, "How much less is possible is not known yet"),
        ({}, "At least 6 in any schedule: gap 17 %"),
    ],
)
def test_the_gap_is_told_as_it_is_proved(given: dict[str, Any], words: str) -> None:
    assert runs.gap_words(a_run(**given)) == words


def test_usual_people_missing_are_told_with_their_bound() -> None:
    assert runs.missing_words(a_run()) == "At least 3 while as little is late"
    assert runs.missing_words(a_run(missing=3)) == "Proved: no fewer while as little is late"
    assert runs.missing_words(a_run(missing_bound=None)) == ""


def test_figures_of_a_run() -> None:
    assert runs.figures(a_view()) == []
    assert runs.figures(a_view(run=a_run(lateness=None))) == []
    late = a_meeting(place=a_place(working_days_late=3))
    view = a_view(late, a_meeting(place=a_place()), run=a_run(placed=1, lateness=1))
    placed, meetings, lateness, _ = runs.figures(view)
    assert (placed.figure, placed.unit, placed.tone) == ("1", "of 2", "amber")
    assert (meetings.figure, meetings.unit, meetings.note) == (
        "1", "meeting", "the latest 3 working days",
    )  # fmt: skip
    assert (lateness.unit, lateness.tone) == ("weighted working day", "amber")
    _, meetings, lateness, _ = runs.figures(a_view(run=a_run(lateness=0)))
    assert (meetings.figure, meetings.note, lateness.tone) == ("0", "", "green")
    again = runs.figures(a_view(run=a_run(kind=RunKind.REPLAN, moved=1, price=5)))[0]
    assert (again.figure, again.note) == ("1", "5 invitations sent again")


def test_reasons_link_to_the_meetings_that_their_reader_sees() -> None:
    seen = a_meeting()
    view = a_view(seen)
    found = ReasonSeen("One chair for three.", [seen.id, uuid4()], [date(2026, 3, 10)])
    (reason,) = runs.reasons(view, [found])
    assert reason.meetings == [(f"/surge/{view.id}/meetings/{seen.id}", "N-1")]
    assert (reason.words, reason.days) == ("One chair for three.", "10 March 2026")
    assert len(runs.helps()) == 5


def test_rules_of_a_batch_in_words() -> None:
    told = dict(runs.rules_words(BatchRules(saturdays=True)))
    assert (told["Length of a meeting"], told["Saturdays"]) == ("60 minutes", "Used too")


@pytest.mark.parametrize(
    ("given", "can", "warning"),
    [
        ({}, (True, True, False), ""),
        ({"state": RunState.RUNNING}, (False, False, False), ""),
        ({"state": RunState.FAILED}, (True, False, False), FAILED),
        ({"stale": True}, (True, False, False), STALE),
        ({"uses_extra": True}, (True, False, False), EXTRA),
        ({"placed": 1}, (True, False, False), ""),
    ],
)
def test_what_an_open_batch_offers(
    given: dict[str, Any], can: tuple[bool, bool, bool], warning: str
) -> None:
    top = head(a_view(a_meeting(), run=a_run(**given)))
    assert ((top.can_solve, top.can_confirm, top.can_move), top.warning) == (can, warning)


def test_a_batch_without_a_run_offers_to_look_and_a_confirmed_one_to_move() -> None:
    new = head(a_view(a_meeting()))
    assert (new.can_solve, new.can_confirm) == (True, False)
    assert new.words == "Begun on Tuesday 3 March 2026, 2pm: 1 meeting."
    done = a_view(state=BatchState.CONFIRMED, run=a_run(kind=RunKind.REPLAN))
    assert (head(done).can_solve, head(done).can_move) == (False, True)
    assert not head(replace(done, run=a_run())).can_move
    assert not head(replace(done, run=a_run(kind=RunKind.REPLAN, confirmed=True))).can_move
    assert not head(replace(done, run=None)).can_move
    assert head(replace(done, run=a_run(stale=True))).warning == ""
    failed = replace(done, run=a_run(kind=RunKind.REPLAN, state=RunState.FAILED))
    assert (head(failed).can_move, head(failed).warning) == (False, FAILED_TO_MOVE)
    people = [Named(uuid4(), "Martin Hale")]
    assert [len(doors(one)) for one in (a_view(), a_view(people=people))] == [2, 3]
    assert [words for _, words in doors(replace(done, people=people))] == [
        "Report that somebody cannot come"
    ]


def test_sums_of_a_confirmation_leave_out_who_is_nobody_and_what_has_no_place() -> None:
    late = a_place(working_days_late=2)
    view = a_view(
        a_meeting(place=a_place(people=[*a_place().people, NOBODY])),
        a_meeting(place=late),
        a_meeting(),
        a_meeting(excluded=True),
    )
    sums = confirming.asked(view)
    assert (sums.meetings, sums.people, sums.invitations, sums.late) == (2, 1, 2, 1)


def test_only_what_changes_is_shown_with_who_is_told() -> None:
    moves = a_meeting(place=a_place(), moves=True, must_move=True, price=1, starts_at=TUESDAY_TEN)
    stays = a_meeting(place=a_place())
    (line,) = confirming.move_lines(a_view(stays, moves))
    assert line.before == "Tuesday 10 March 2026, 10am"
    assert line.after == "Tuesday 10 March 2026, 10am to 11am. Online"
    assert (line.why, line.people) == ("It cannot be held at its time", "The same")
    assert line.told == "1 person asked again: Martin Hale (chair)"
    off = replace(moves, goes=["Bo Lee"])
    (line,) = confirming.move_lines(a_view(off))
    assert line.told == "1 person asked again: Martin Hale (chair). Taken off: Bo Lee"
    for_another = replace(moves, must_move=False, starts_at=None)
    (line,) = confirming.move_lines(a_view(for_another))
    assert (line.why, line.before) == (confirming.NOT_ENOUGH, "")


def test_what_changes_is_shown_in_the_order_in_which_it_was_to_be_held() -> None:
    first = a_meeting("N-2", place=a_place(), moves=True, starts_at=TUESDAY_TEN)
    second = replace(first, id=uuid4(), starts_at=TUESDAY_TEN + timedelta(hours=1))
    found = confirming.move_lines(a_view(second, first))
    assert [line.id for line in found] == [str(first.id), str(second.id)]


@pytest.mark.parametrize(
    ("comes", "goes", "people", "told"),
    [
        (["Ann Fox"], ["Bo Lee"], "Ann Fox for Bo Lee", "Ann Fox and Bo Lee"),
        (["Ann Fox"], [], "Ann Fox too", "Ann Fox"),
        ([], ["Bo Lee"], "Without Bo Lee", "Bo Lee"),
    ],
)
def test_who_stands_in_is_told_where_a_meeting_stays(
    comes: list[str], goes: list[str], people: str, told: str
) -> None:
    stays = a_meeting(place=a_place(), starts_at=TUESDAY_TEN, comes=comes, goes=goes)
    (line,) = confirming.move_lines(a_view(stays))
    assert (line.after, line.why) == ("It stays", "It can be held with others")
    assert (line.people, line.told) == (people, told)


def a_what_if(what_if: WhatIf | None, **given: Any) -> RunView:
    return a_run(kind=RunKind.WHAT_IF, what_if=what_if, **given)


def test_the_newest_run_counts_unless_the_batch_was_changed_since() -> None:
    newest = a_what_if(WhatIf.CHAIRS, asked_at=NOW + timedelta(minutes=1))
    older, failed = a_what_if(WhatIf.CHAIRS), a_what_if(WhatIf.SHORTER, state=RunState.FAILED)
    stale = a_what_if(WhatIf.WEEKENDS, stale=True)
    view = a_view(run=a_run(stale=True), what_ifs=[stale, newest, older, failed])
    found = compared(view)
    assert [one.run for one in found] == [None, newest, None, failed]
    assert to_ask(found) == [None, WhatIf.WEEKENDS, WhatIf.SHORTER]


def test_the_proposal_stands_for_the_batch_as_it_is() -> None:
    proposal = a_run()
    assert [one.run for one in compared(a_view(run=proposal))] == [proposal, None, None, None]
    assert compared(a_view(run=a_run(kind=RunKind.REPLAN)))[0].run is None


def test_what_ifs_stand_side_by_side() -> None:
    better = replace(BASE, lateness=8, late=4, first_free_on=None)
    view = a_view(run=a_run(outlook=BASE), what_ifs=[a_what_if(WhatIf.CHAIRS, outlook=better)])
    sides = comparing.sides(compared(view))
    assert comparing.columns(sides) == [
        "As it is", "Two chairs more", "Weekends too", "45-minute meetings",
    ]  # fmt: skip
    told = dict(comparing.rows(sides))
    assert told["Lateness beyond what was overdue, in weighted working days"] == [
        "20", "8", "Not worked out yet", "Not worked out yet",
    ]  # fmt: skip
    assert told["First day with room for one more"][:2] == [
        "Wednesday 1 April 2026", "None in these weeks",
    ]  # fmt: skip
    assert told["Meetings later than need be"][0] == "4 of 9"
    assert told["Its proved bound"][2:] == ["Not worked out yet"] * 2
    assert comparing.says(sides) == [
        "Two chairs more: 12 fewer weighted working days late, and as many late meetings."
    ]


def test_nothing_is_said_without_the_batch_as_it_is() -> None:
    bare = comparing.sides(compared(a_view()))
    assert (comparing.rows(bare), comparing.says(bare)) == ([], [])
    no_schedule = replace(BASE, lateness=None, missing=None)
    alone = comparing.sides(compared(a_view(run=a_run(outlook=no_schedule))))
    assert comparing.says(alone) == []
    assert dict(comparing.rows(alone))["Usual people missing"][0] == "No schedule"


@pytest.mark.parametrize(
    ("number", "live", "about"),
    [
        (4, False, []),
        (0, True, []),
        (5, False, ["At least 5 wait."]),
        (1, True, ["Some wait."]),
    ],
)
def test_your_work_asks_for_a_batch_once_it_is_worth_one(
    number: int, live: bool, about: list[str]
) -> None:
    lines = lists.work_of_waiting(WaitingNow(number, live=live), NOW.date())
    assert [line.about.partition(" See")[0] for line in lines] == about


def test_a_batch_in_the_list_is_named_by_when_it_was_begun() -> None:
    own = lists.own_batch(BatchLine(UUID(int=7), BatchState.OPEN, NOW, 30))
    assert (own.begun, own.meetings) == ("Tuesday 3 March 2026, 2pm", "30")
    line = lists.waiting_line(a_waiting(), NOW.date(), frozenset())
    assert (line.children, line.why) == ("N-1", "No meeting yet")
    assert line.due.rest == "in 3 working days"
