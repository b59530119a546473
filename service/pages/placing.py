"""Rows of a form: which to show, and where the domain's faults stand among them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from planning.errors import Blocked, Blocker
from service.pages.forms import Form


def shown_rows(form: Form, group: str, *, spare: int, at_most: int) -> list[Form]:
    """The rows with something in them, then `spare` blank ones, however many came back blank."""
    rows = form.rows(group, spare=spare, at_most=at_most)
    blank = [row for row in rows if row.is_blank()]
    return [*(row for row in rows if not row.is_blank()), *blank[:spare]]


@contextmanager
def placing(**groups: Sequence[Form]) -> Iterator[None]:
    """Re-raise a refusal with `conditions.0.due_on` named as that input of the first row is.

    Each group holds the rows in the order in which planning was given them.
    """
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)([_placed(one, groups) for one in refusal.blockers]) from refusal


@contextmanager
def unplaced() -> Iterator[None]:
    """Re-raise a refusal about things that are not inputs of the form."""
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)([Blocker(one.message) for one in refusal.blockers]) from refusal


def _placed(blocker: Blocker, groups: Mapping[str, Sequence[Form]]) -> Blocker:
    group, _, rest = blocker.field.partition(".")
    number, _, field = rest.partition(".")
    if not field or group not in groups:
        return blocker
    return Blocker(blocker.message, groups[group][int(number)].name(field))
