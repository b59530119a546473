"""The sentence under each chart: what it shows, worked out from the very numbers drawn."""

from collections.abc import Sequence

from service.pages.charts.marks import Value
from service.pages.charts.scales import tick_words
from service.pages.charts.survival import Step, reached
from service.pages.presenters.counts import listed
from service.pages.presenters.drift.figures import NOTHING, Named

TOO_SMALL = "The numbers are too small to be shown."
NOTHING_YET = "There is nothing to show for this period."


def most_frequent(named: Sequence[Named], unit: str) -> str:
    """What came most often, and how often before."""
    counted = [one for one in named if one.now.number]
    if not counted:
        few = any(one.now.number is None for one in named)
        return TOO_SMALL if few else NOTHING_YET
    first = max(counted, key=lambda one: one.now.number or 0.0)
    past = f"; {first.before.words} in the period before" if first.before.number is not None else ""
    return f"Most often: {first.name} ({first.now.words} {unit}{past})."


def from_to(named: Sequence[Named]) -> str:
    """Who has the largest and the smallest share."""
    counted = [one for one in named if one.now.number is not None]
    if not counted:
        return TOO_SMALL if any(_is_hidden(one.now) for one in named) else NOTHING_YET
    ordered = sorted(counted, key=lambda one: one.now.number or 0.0)
    low, high = ordered[0], ordered[-1]
    if low.now.number == high.now.number:
        return f"{listed([one.name for one in counted])}: {high.now.words}."
    return f"From {low.now.words} ({low.name}) to {high.now.words} ({high.name})."


def over_time(months: Sequence[tuple[str, Value, str]]) -> str:
    """When it was highest and lowest; the last of each three is what the table says."""
    counted = [
        (value.number, name, value.words) for name, value, _ in months if value.number is not None
    ]
    if not counted:
        return NOTHING_YET if all(words == NOTHING for _, _, words in months) else TOO_SMALL
    low, high = (one(counted, key=lambda each: each[0]) for one in (min, max))
    if len(counted) == 1:
        return f"{high[2]} in {high[1]}; there is no more to show."
    if low[0] == high[0]:
        return f"{high[2]} in every month that can be shown."
    few = any(value.words == "few" for _, value, _ in months)
    note = " “few” means 5 or fewer." if few else ""
    return f"Highest in {high[1]} ({high[2]}), lowest in {low[1]} ({low[2]}).{note}"


def waited(steps: Sequence[Step]) -> str:
    """When half, and nine in ten, had a decision."""
    half, most = reached(steps, 0.5), reached(steps, 0.1)
    if half is None:
        return "fewer than half of the chains had a decision"
    said = f"half of the chains had a decision by working day {tick_words(half)}"
    if most is None:
        return f"{said}; more than one in ten had none yet when last known"
    return f"{said} and nine in ten by working day {tick_words(most)}"


def both(now: str, before: str, steps: Sequence[Step], past: Sequence[Step]) -> str:
    """The same of both periods in one sentence."""
    if not steps:
        return "Too few chains had a decision to draw how long they waited."
    said = f"{now[0].upper()}{now[1:]}, chains without a decision counted as waiting."
    return f"{said} In the period before, {before}." if past else said


def over(steps: Sequence[Step]) -> float:
    """The day from which nobody waits any more, or the last that is known."""
    return next((step.day for step in steps if not step.share), steps[-1].day if steps else 1.0)


def still(steps: Sequence[Step], day: float) -> str:
    """How many still waited after a day."""
    if not steps:
        return "too few"
    share = next((step.share for step in reversed(steps) if step.day <= day), 1.0)
    return f"{share * 100:.0f}\u00a0% still waited"


def _is_hidden(value: Value) -> bool:
    return value.number is None and value.words != "none"
