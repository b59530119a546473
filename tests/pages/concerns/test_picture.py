"""The picture of a chain: drawn of any history, in order, inside its frame, escaped."""

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.chains.rules import ReviewAnswer
from planning.clock import NONE_CLOSED
from service.pages.charts.chain import (
    MOST_EVENTS,
    WIDTH,
    Event,
    History,
    Shape,
    Stretch,
    described,
    picture,
)
from service.pages.presenters.chain_picture import _REVIEWED
from service.pages.rendering import environment

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200)
DAYS = st.dates(date(1990, 1, 1), date(2190, 1, 1))
NEAR = st.integers(0, 60).map(lambda days: date(2026, 3, 2) + timedelta(days=days))
EVENTS = st.builds(Event, DAYS | NEAR, st.sampled_from(Shape), WORDS)
STRETCHES = st.builds(Stretch, DAYS | NEAR, DAYS | NEAR)
HISTORIES = st.builds(
    History, st.lists(EVENTS, min_size=1, max_size=70), st.lists(STRETCHES, max_size=3),
    st.none() | STRETCHES,
)  # fmt: skip


def drawn(history: History) -> str:
    shown = picture(history, NONE_CLOSED)
    assert shown is not None
    template = environment().get_template("pages/concerns/picture.html")
    return template.render(drawn=shown, drawn_words=described(history, shown))


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_every_mark_is_in_order_inside_the_frame_and_its_label_free(history: History) -> None:
    shown = picture(history, NONE_CLOSED)
    assert shown is not None
    places = [mark.y for mark in shown.marks]
    labels = [(mark.y, mark.y + 16 * len(mark.lines)) for mark in shown.marks]
    assert places == sorted(places)
    assert [mark for mark in shown.marks if not 0 < mark.y < shown.height] == []
    assert [mark for mark in shown.marks if not 0 < mark.x < WIDTH] == []
    assert [bottom for _, bottom in labels if bottom > shown.height] == []
    assert all(below > bottom for (_, bottom), (below, _) in pairwise(labels))
    bars = [*shown.undecided, *([shown.clock] if shown.clock else [])]
    assert [bar for bar in bars if not 0 < bar.top <= bar.bottom < shown.height] == []
    assert [step for step in shown.steps if not 0 < step < shown.height] == []
    assert shown.earlier == max(0, len(history.events) - MOST_EVENTS)


@settings(max_examples=20, deadline=None)
@given(HISTORIES)
def test_whatever_was_written_is_text_in_it(history: History) -> None:
    markup = drawn(history)
    (svg,) = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    allowed = {"svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "circle", "text",
               "tspan"}  # fmt: skip
    names = {name.lower() for name in re.findall(r"</?([A-Za-z!?]+)", svg)}
    assert names <= allowed


def test_the_words_of_an_attack_stay_words() -> None:
    event = Event(date(2026, 3, 4), Shape.UNDECIDED, "</text><script>alert(1)</script>")
    markup = drawn(History([event], [], None))
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


def test_weekends_and_bank_holidays_take_no_room() -> None:
    days = [date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 8)]  # Easter lies between
    shown = picture(
        History([Event(day, Shape.UNDECIDED, "") for day in days], [], None), NONE_CLOSED
    )
    assert shown is not None
    assert [mark.working_day for mark in shown.marks] == [0, 1, 2]


def test_nothing_is_drawn_of_nothing() -> None:
    assert picture(History([], [], None), NONE_CLOSED) is None


def test_every_answer_of_a_review_has_words() -> None:
    assert set(_REVIEWED) == set(ReviewAnswer)
