"""Figures in words. A small number is “5 or fewer”; what would tell it is hidden too."""

from datetime import date

from msgspec import Struct

from planning.measures.rules import FEW, Figure, Period, Share, Shown
from service.pages.charts.marks import Value
from service.pages.presenters.dates import month_name

FEW_WORDS = f"{FEW} or fewer"
HIDDEN = "hidden"
NOTHING = "none"


class Named(Struct, frozen=True):
    """A name with what is drawn of it: its value now and before."""

    name: str
    now: Value
    before: Value


def shown(number: Shown) -> str:
    """1,234, or why there is no number."""
    if number.value is not None:
        return f"{number.value:,}"
    return FEW_WORDS if number.few else HIDDEN


def joined(words: str) -> str:
    """The same words on one line: a number does not part from what it counts."""
    return words.replace(" ", "\u00a0")


def per_cent(share: Share) -> str:
    """30 %, or why there is none."""
    if share.per_cent is not None:
        return f"{share.per_cent:.0f}\u00a0%"
    return NOTHING if share.of.value == 0 else shown(share.count)


def share_words(share: Share) -> str:
    """30 % of 40, so that few are not taken for many."""
    if share.of.value == 0:
        return NOTHING
    if share.per_cent is None and not share.count.few:
        return HIDDEN
    return joined(f"{per_cent(share)} of {shown(share.of)}")


def share_value(share: Share) -> Value:
    """A share to draw: what is hidden has words and no length."""
    return Value(share.per_cent, share_words(share))


def count_value(number: Shown) -> Value:
    """A count to draw."""
    return Value(None if number.value is None else float(number.value), shown(number))


def share_of(figure: Figure, key: str) -> Share:
    """One of a figure's shares."""
    return next(share for share in figure.shares if share.key == key)


def compared(now: Share, before: Share) -> str:
    """Up from 12 %, of a share."""
    if before.per_cent is None:
        if before.of.value == 0:
            return "nothing in the period before"
        return "the number of the period before is too small to compare"
    if now.per_cent is None:
        return f"{per_cent(before)} in the period before"
    return _direction(round(now.per_cent), round(before.per_cent), per_cent(before))


def compared_days(now: int | None, before: int | None) -> str:
    """Down from 9, of a number of days."""
    if before is None:
        return "too few decisions in the period before to compare"
    if now is None:
        return f"{before} in the period before"
    return _direction(now, before, str(before))


def compared_counts(now: Shown, before: Shown) -> str:
    """Up from 40, of a count."""
    if before.value is None or now.value is None:
        return f"{shown(before)} in the period before"
    return _direction(now.value, before.value, shown(before))


def _direction(now: float, before: float, words: str) -> str:
    if now == before:
        return f"the same as in the period before, {words}"
    return f"{'up' if now > before else 'down'} from {words}"


def period_words(period: Period) -> str:
    """January to March 2026."""
    first, last = period.from_on, period.until_on
    begins = month_name(first)
    if first.year != last.year:
        begins = f"{begins} {first.year}"
    return f"{begins} to {month_name(last)} {last.year}"


def month_year(key: str) -> str:
    """March 2026, of the key of a month’s row."""
    first = date.fromisoformat(f"{key[:7]}-01")
    return f"{month_name(first)} {first.year}"
