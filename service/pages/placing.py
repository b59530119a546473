"""Where the domain's faults stand on a form: `conditions.0.due_on` is in the first row."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from planning.errors import Blocked, Blocker
from service.pages.forms import Form


@contextmanager
def placing(**groups: Sequence[Form]) -> Iterator[None]:
    """Re-raise a refusal with its fields named as the inputs are.

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
