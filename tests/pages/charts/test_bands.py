"""Bands of a forecast: a box from low to high, a middle in it, a broken line, marks apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.pages.charts.bands import MARK, BandWeek, banded
from service.pages.charts.marks import Ink
from tests.pages.charts.test_geometry import outside, overlapping

MONTHS = ("Apr", "", "", "May", "")
amounts = st.lists(st.integers(0, 5_000), min_size=3, max_size=3).map(sorted)


@given(st.lists(st.tuples(amounts, st.one_of(st.none(), st.integers(0, 9_000)), st.booleans()),
                max_size=26))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_any_bands_can_be_read(found: list[tuple[list[int], int | None, bool]]) -> None:
    drawing = banded(
        [
            BandWeek(MONTHS[place % 5], band[0], band[1], band[2], there, short)
            for place, (band, there, short) in enumerate(found)
        ]
    )
    assert outside(drawing) == []
    assert overlapping(drawing) == []
    assert sum(text.words == MARK for text in drawing.texts) == sum(short for *_, short in found)


def test_a_band_without_a_spread_is_still_seen_and_a_week_without_demand_is_not() -> None:
    drawing = banded([BandWeek("Apr", 5, 5, 5, 4, short=True), BandWeek("", 0, 0, 0, None)])
    assert [box.height for box in drawing.boxes] == [1.0]
    assert [line.ink for line in drawing.lines if line.ink in {Ink.NOW, Ink.POINTER}] == [
        Ink.NOW, Ink.POINTER,
    ]  # fmt: skip
