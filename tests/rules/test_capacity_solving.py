"""The solver against every possible answer of small cases."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.capacity.rules.solving import Prices, transport

amounts = st.integers(0, 3)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[int], list[int], dict[tuple[int, int], int]]:
    spare = draw(st.lists(amounts, min_size=1, max_size=3))
    needed = draw(st.lists(amounts, min_size=1, max_size=2))
    pairs = list(product(range(len(spare)), range(len(needed))))
    usable = draw(st.lists(st.sampled_from(pairs), unique=True))
    return spare, needed, {pair: draw(st.integers(0, 9)) for pair in usable}


def every_answer(
    spare: list[int], needed: list[int], prices: Prices
) -> Iterator[dict[tuple[int, int], int]]:
    """All ways to give, however senseless, that take and give no more than there is."""
    pairs = list(prices)
    for units in product(*(range(min(spare[s], needed[n]) + 1) for s, n in pairs)):
        answer = dict(zip(pairs, units, strict=True))
        if fits(answer, spare, needed):
            yield answer


def fits(answer: dict[tuple[int, int], int], spare: list[int], needed: list[int]) -> bool:
    taken = [
        sum(units for (s, _), units in answer.items() if s == one) for one in range(len(spare))
    ]
    got = [sum(units for (_, n), units in answer.items() if n == one) for one in range(len(needed))]
    return all(a <= b for a, b in zip(taken + got, spare + needed, strict=True))


def worth(answer: dict[tuple[int, int], int], prices: Prices) -> tuple[int, int]:
    """The more units the better; then the cheaper."""
    return -sum(answer.values()), sum(units * prices[pair] for pair, units in answer.items())


@settings(max_examples=150)
@given(cases())
def test_it_fills_the_most_at_the_least_price_and_never_gives_more_than_is_spare(
    case: tuple[list[int], list[int], dict[tuple[int, int], int]],
) -> None:
    spare, needed, prices = case
    answer = transport(spare, needed, prices)
    assert fits(answer, spare, needed)
    best = min(worth(one, prices) for one in every_answer(spare, needed, prices))
    assert worth(answer, prices) == best


def test_of_two_that_could_give_the_cheaper_one_does() -> None:
    assert transport([5, 5], [3], {(0, 0): 9, (1, 0): 2}) == {(1, 0): 3}


def test_a_dearer_one_gives_what_the_cheaper_one_lacks() -> None:
    assert transport([5, 1], [3], {(0, 0): 9, (1, 0): 2}) == {(0, 0): 2, (1, 0): 1}


def test_nothing_to_give_or_to_fill_is_an_answer_too() -> None:
    assert transport([], [], {}) == {}
    assert transport([3], [], {}) == {}
    assert transport([3], [2], {}) == {}
