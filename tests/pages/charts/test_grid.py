"""Counts on two scales: every cell is drawn, every count and name fits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.plans.rules.risks import IMPACT, LIKELIHOOD
from service.pages.charts.grid import grid
from service.pages.charts.marks import WIDTH, Ink

ACROSS = [f"{level}, {word}" for level, word in LIKELIHOOD.items()]
UP = [f"{level}, {word}" for level, word in IMPACT.items()]
places = st.tuples(st.integers(1, 5), st.integers(1, 5))


@settings(max_examples=40)
@given(st.dictionaries(places, st.integers(1, 500)), st.frozensets(places))
def test_every_cell_is_there_and_every_count_stands_in_its_own(
    counts: dict[tuple[int, int], int], high: frozenset[tuple[int, int]]
) -> None:
    drawn = grid(counts, high, across=ACROSS, up=UP, titles=("Likelihood", "Impact"))
    assert len(drawn.boxes) == 25
    assert sum(box.ink is Ink.BEFORE for box in drawn.boxes) == len(high)
    figures = [text for text in drawn.texts if text.words.isdigit()]
    assert sorted(int(text.words) for text in figures) == sorted(counts.values())
    for text in figures:
        assert sum(box.meets(text.box) for box in drawn.boxes) == 1
    for text in drawn.texts:
        assert text.box.x >= 0
        assert text.box.x + text.box.width <= WIDTH
        assert text.y < drawn.height


def test_what_is_likely_stands_right_and_what_is_severe_stands_high() -> None:
    drawn = grid({(5, 5): 1, (1, 1): 2}, frozenset(), across=ACROSS, up=UP, titles=("L", "I"))
    most, least = (
        next(text for text in drawn.texts if text.words == words) for words in ("1", "2")
    )
    assert most.x > least.x
    assert most.y < least.y
