"""Axes that begin at zero and are marked at round numbers."""

import math
from collections.abc import Iterable

from msgspec import Struct

_ROUND = (1, 2, 2.5, 5, 10)


class Scale(Struct, frozen=True):
    """From zero to `top`, over `length` units."""

    top: float
    length: float

    def at(self, number: float) -> float:
        """How far from zero a number lies; what is above the top lies at the top."""
        return min(max(number, 0.0), self.top) / self.top * self.length


def highest(numbers: Iterable[float | None]) -> float:
    """The largest number that may be drawn; 1 of none, so that there is always a scale."""
    return max((number for number in numbers if number), default=1.0)


def ticks(top: float, most: int = 4, *, whole: bool = True) -> list[float]:
    """Zero and round numbers, the last one not below `top`; `whole` ones for what is counted."""
    rough = top / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in _ROUND if times * power >= rough * 0.999999)
    if whole:
        step = max(1.0, step if step == int(step) else math.ceil(step))
    return [step * index for index in range(math.ceil(top / step - 1e-9) + 1)]


def tick_words(number: float) -> str:
    """1,200 or 2.5: no zeros at the end."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")
