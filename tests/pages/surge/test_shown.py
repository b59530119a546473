"""What the solver found, on the pages: the calendar, the sums, and only what moves."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from planning.errors import NotFound
from planning.surge.rules.batches import BatchState, ReasonSeen, RunKind, RunState
from service.pages.forms import Form
from service.pages.rendering import render
from service.pages.shell import Shell
from service.pages.surge import absences, board, confirming
from tests.pages.operations.world import text_of
from tests.pages.surge.views import TUESDAY_TEN, a_meeting, a_place, a_run, a_view


def page_of(template: str, context: dict[str, Any]) -> str:
    page = render(f"pages/surge/{template}.html", shell=Shell(), **context)
    return text_of(httpx.Response(200, text=page))


def test_the_board_says_what_comes_next_then_shows_the_calendar() -> None:
    view = a_view(
        a_meeting("N-1", place=a_place(room_name="Oak")),
        a_meeting("N-2", excluded=True),
        run=a_run(),
    )
    told = page_of("board", board.shown(view, Form({"seconds": "20"})))
    assert "Check and convene all" in told
    assert "Day 10am to midday Monday 9 March 2026 No meetings" in told
    assert "10am to 11am N-1 Initial meeting On time Quorum filled" in told
    assert "N-2 Initial meeting 6 March 2026 Excluded" in told


def test_a_board_that_is_searched_for_leads_to_the_progress() -> None:
    view = a_view(a_meeting(), run=a_run(state=RunState.RUNNING, lateness=None))
    told = page_of("board", board.shown(view, Form()))
    assert "Looking for times: making meetings less late. See the progress" in told
    assert "How long to search" not in told


def test_what_cannot_be_held_says_why_and_what_helps() -> None:
    meeting = a_meeting()
    reason = ReasonSeen("There is one chair for all of them.", [meeting.id], [])
    run = a_run(infeasible=True, lateness=None, placed=0, reasons=[reason])
    told = page_of("board", board.shown(a_view(meeting, run=run), Form()))
    assert "There is one chair for all of them. Meetings of N-1 ." in told
    assert "What could help" in told


def test_the_check_page_sums_up_before_it_lists() -> None:
    view = a_view(a_meeting(place=a_place()), run=a_run())
    told = page_of("confirm", confirming.shown(view, Form()))
    assert "Convene 1 meeting" in told
    assert "Tuesday 10 March 2026, 10am to 11am. Online Martin Hale (chair)" in told


def test_a_re_plan_shows_only_what_moves() -> None:
    moving = a_meeting(
        "N-1", place=a_place(), moves=True, price=4, starts_at=TUESDAY_TEN, meeting_id=uuid4()
    )
    staying = a_meeting("N-2", place=a_place(), starts_at=TUESDAY_TEN, meeting_id=uuid4())
    run = a_run(kind=RunKind.REPLAN, moved=1, price=4)
    view = a_view(moving, staying, run=run, state=BatchState.CONFIRMED)
    told = page_of("moves", absences.shown(view, Form()))
    assert ("N-1" in told, "N-2" in told, "Change 1 meeting" in told) == (True, False, True)
    assert "4 people asked again: Martin Hale (chair)" in told
    none = page_of("moves", absences.shown(a_view(run=run), Form()))
    assert "Nothing has to change" in none


def test_there_is_nothing_to_move_before_it_was_worked_out() -> None:
    failed = a_run(kind=RunKind.REPLAN, state=RunState.FAILED)
    for view in (a_view(), a_view(run=a_run()), a_view(run=failed)):
        with pytest.raises(NotFound):
            absences.shown(view, Form())
