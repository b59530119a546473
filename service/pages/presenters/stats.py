"""A number that matters, with its unit and the date that it is of (design: Pages, Look)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stat:
    """What the `stat` macro shows; `tone` is "", "red", "amber" or "green"."""

    label: str
    figure: str
    unit: str = ""
    note: str = ""
    tone: str = ""
