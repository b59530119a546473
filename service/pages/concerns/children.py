"""The fields of children whose concerns open: on their own page, and when convening."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from planning.concerns.rules import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_REFERENCE,
    LONGEST_WHY_NOT,
    NewChild,
    Opening,
)
from planning.errors import Blocked, Blocker
from service.pages.forms import Form

GROUP = "children"


def child_rows(form: Form) -> list[Form]:
    """The rows in which something was typed."""
    return [row for row in form.rows(GROUP) if not row.is_blank()]


def read_children(form: Form, today: date) -> list[NewChild]:
    """A child of each row in use; every fault is noted in its row."""
    return [_read_child(row, today) for row in child_rows(form)]


def read_opening(form: Form, today: date) -> Opening | None:
    """What opens the concerns; `None` after noting why it is not complete."""
    children = read_children(form, today)
    reason = form.long_text(
        "reason",
        label="Reason",
        required="Say why you are concerned",
        max_length=LONGEST_REASON,
    )
    referred_on = form.date("referred_on", label="Date of the referral", not_future=today)
    manager = form.uuid(
        "senior_manager_id", label="Senior manager", required="Select a senior manager"
    )
    team = form.text("team", label="Team", max_length=LONGEST_NAME)
    if manager is None:
        return None
    return Opening(
        children=children,
        reason=reason,
        senior_manager_id=manager,
        team=team,
        referred_on=referred_on,
    )


@contextmanager
def rows_named(form: Form) -> Iterator[None]:
    """Give refusals that name a child by its number the name of the input on the page.

    Rows left blank are not sent to planning, so its numbers are those of the rows in use.
    """
    try:
        yield
    except Blocked as refusal:
        rows = child_rows(form)
        raise type(refusal)(
            [Blocker(found.message, _input(found.field, rows)) for found in refusal.blockers]
        ) from refusal


def _input(field: str, rows: list[Form]) -> str:
    group, _, rest = field.partition(".")
    number, _, name = rest.partition(".")
    return rows[int(number)].name(name) if group == GROUP and name else field


def _read_child(row: Form, today: date) -> NewChild:
    return NewChild(
        reference=row.text(
            "reference",
            label="Reference",
            required="Enter the child’s reference",
            max_length=LONGEST_REFERENCE,
        ),
        name=row.text(
            "name", label="Name", required="Enter the child’s name", max_length=LONGEST_NAME
        ),
        born_on=row.date("born_on", label="Date of birth", not_future=today),
        separate_reason=row.long_text(
            "separate_reason", label="Reason", max_length=LONGEST_WHY_NOT
        ),
    )
