"""Charts of any data can be read: nothing outside, no words on words, no length that reveals."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.pages.charts.bars import Bar, bars
from service.pages.charts.lettering import width_of, wrapped
from service.pages.charts.marks import WIDTH, Drawing, Value
from service.pages.charts.months import Month, columns, line
from service.pages.charts.scales import Scale, highest, tick_words, ticks
from service.pages.charts.survival import Step, reached, survival

FEW = Value(None, "5 or fewer")
numbers = st.integers(0, 100_000).map(lambda number: Value(float(number), f"{number:,}"))
values = st.one_of(numbers, st.just(FEW))
names = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60)
rows = st.lists(st.builds(Bar, names, values), max_size=60)
shares = st.integers(0, 100).map(lambda share: Value(share / 100, f"{share} %"))
slots = st.lists(
    st.one_of(shares, st.just(Value(None, "few"))).map(lambda value: Month("Mar", "2026", value)),
    max_size=60,
)


def steps_of(falls: list[tuple[int, int]]) -> list[Step]:
    """A curve that falls on rising days."""
    days = sorted({day for day, _ in falls})
    fallen = sorted((share for _, share in falls), reverse=True)
    return [Step(day, share / 100) for day, share in zip(days, fallen, strict=False)]


steps = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100)), max_size=60).map(steps_of)


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    pairs = combinations(drawing.texts, 2)
    return [(a.words, b.words) for a, b in pairs if a.box.meets(b.box)]


def outside(drawing: Drawing) -> list[object]:
    """Marks that leave the view box, by more than half a stroke."""
    boxes = [*drawing.boxes, *(text.box for text in drawing.texts)]
    points = [point for one in drawing.lines for point in one.points]
    points += [(dot.x, dot.y) for dot in drawing.dots]
    return [
        *(
            box
            for box in boxes
            if box.x < -0.01
            or box.y < -0.01
            or box.x + box.width > WIDTH + 0.01
            or box.y + box.height > drawing.height + 0.01
        ),
        *((x, y) for x, y in points if not (0 <= x <= WIDTH and -0.01 <= y <= drawing.height)),
    ]


@settings(max_examples=20, deadline=None)
@given(rows, st.booleans())
def test_bars_of_any_names_and_numbers_can_be_read(drawn: list[Bar], whole: bool) -> None:
    drawing = bars(drawn, top=highest(row.value.number for row in drawn), whole=whole)
    assert (overlapping(drawing), outside(drawing)) == ([], [])


@settings(max_examples=20, deadline=None)
@given(st.lists(values.map(lambda value: Month("Mar", "2026", value)), max_size=60))
def test_columns_of_any_months_can_be_read(months: list[Month]) -> None:
    top = highest(month.value.number for month in months)
    drawing = columns(months, top=top, words_of=tick_words)
    assert (overlapping(drawing), outside(drawing)) == ([], [])


@settings(max_examples=20, deadline=None)
@given(slots)
def test_a_line_through_any_months_can_be_read(months: list[Month]) -> None:
    drawing = line(months, top=1.0, words_of=lambda share: f"{share * 100:.0f} %")
    assert (overlapping(drawing), outside(drawing)) == ([], [])


@settings(max_examples=20, deadline=None)
@given(steps)
def test_any_survival_curve_can_be_read(curve: list[Step]) -> None:
    drawing = survival(curve, until=curve[-1].day if curve else 0)
    assert (overlapping(drawing), outside(drawing)) == ([], [])


def test_a_number_that_may_not_be_shown_has_no_length() -> None:
    few = bars([Bar("North", FEW), Bar("South", Value(12, "12"))], top=12)
    none = bars([Bar("North", FEW), Bar("South", FEW)], top=12)
    assert (len(few.boxes), len(none.boxes)) == (1, 0)
    assert [text.words for text in none.texts] == ["North", "5 or fewer", "South", "5 or fewer"]


def test_bars_begin_at_zero_and_are_in_proportion() -> None:
    drawing = bars([Bar("North", Value(10, "10")), Bar("South", Value(40, "40"))], top=40)
    assert {box.x for box in drawing.boxes} == {0}
    short, long = (box.width for box in drawing.boxes)
    assert short * 4 == pytest.approx(long)


def test_a_zero_has_no_length_either_but_its_number() -> None:
    drawing = bars([Bar("North", Value(0, "0"))], top=1)
    assert ([box.width for box in drawing.boxes], drawing.texts[-1].words) == ([0], "0")


def test_drawings_to_be_compared_have_one_scale() -> None:
    one = columns([Month("Mar", "2026", Value(5.0, "5"))], top=80, words_of=tick_words)
    other = columns([Month("Mar", "2026", Value(80.0, "80"))], top=80, words_of=tick_words)
    assert one.boxes[0].height * 16 == pytest.approx(other.boxes[0].height)


def test_a_line_is_broken_where_a_number_may_not_be_shown() -> None:
    months = [Month("Mar", "2026", Value(share, "")) for share in (0.1, 0.2, None, 0.3, 0.4)]
    drawing = line(months, top=1.0, words_of=tick_words)
    strokes = [one for one in drawing.lines if one.ink == "now"]
    assert (len(strokes), len(drawing.dots)) == (2, 4)


def test_a_curve_says_when_half_and_nine_in_ten_had_a_decision() -> None:
    curve = [Step(0, 0.7), Step(4, 0.45), Step(15, 0.1)]
    drawing = survival(curve, until=15)
    words = [text.words for text in drawing.texts if text.weight == "bold"]
    assert words == ["half by day 4", "9 in 10 by day 15"]
    assert reached(curve, 0.01) is None


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 10_000_000), st.booleans())
def test_axes_are_marked_at_round_numbers_from_zero(top: int, whole: bool) -> None:
    marked = ticks(top, whole=whole)
    assert marked[0] == 0
    assert marked[-2] < top <= marked[-1] + 1e-6
    assert len(marked) <= 6
    assert not whole or all(number == int(number) for number in marked)


def test_a_scale_never_leaves_its_length() -> None:
    scale = Scale(10, 100)
    assert [scale.at(number) for number in (-1, 0, 5, 10, 99)] == [0, 0, 50, 100, 100]


@settings(max_examples=30, deadline=None)
@given(names)
def test_wrapped_lines_fit_and_lose_no_letter(words: str) -> None:
    lines = wrapped(words, 14, 200)
    assert all(width_of(one, 14) <= 200 for one in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())
