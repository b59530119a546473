"""Who was there for which child of a discussion held already; asked once there are several."""

from collections.abc import Sequence
from uuid import UUID

from planning.concerns.queries import ConcernSeen
from planning.meetings.rules.scheduling import Invitee
from service.pages.forms import Form
from service.pages.meetings.convening import (
    FEW,
    NEW,
    TICKED,
    read_invitee,
    ticks_for,
    which_for,
)

CHECK = "Check who was there for which child"


def read_there(
    form: Form, people: Sequence[UUID], children: Sequence[str], chair_id: UUID | None
) -> list[Invitee]:
    """Everybody for all of one child; of several, as ticked. The chair was there for all.

    What was ticked counts while people and children are those that were shown with it.
    """
    asked = [person_id for person_id in people if person_id != chair_id]
    if len(children) <= 1 or not asked:
        return [Invitee(person_id) for person_id in asked]
    if set(form.values(TICKED)) != {*map(str, asked), *children}:
        name_of = which_for if len(children) > FEW else ticks_for
        form.add_error(name_of(asked[0]), CHECK)
        return [Invitee(person_id) for person_id in asked]
    return [read_invitee(form, person_id, children) for person_id in asked]


def child_value(row: Form) -> str:
    """A child of the discussion as the value of a checkbox: a concern, or a new one's reference."""
    return row.value("concern_id").strip() or NEW + row.value("reference").strip()


def child_options(rows: Sequence[Form], known: Sequence[ConcernSeen]) -> list[tuple[str, str]]:
    """The same, each with the child's name."""
    names = {str(one.id): one.child_name for one in known}
    return [
        (value, names.get(value) or row.value("name").strip() or row.value("reference").strip())
        for row, value in ((row, child_value(row)) for row in rows)
    ]


def shown_ticks(form: Form, people: Sequence[UUID], children: Sequence[str]) -> Form:
    """The ticks to show: as they were, and whoever or whatever is new among them ticked.

    Of many children somebody says of each person whether it was all.
    """
    before = set(form.values(TICKED))
    ticks = {
        ticks_for(person): [
            child
            for child in children
            if not {str(person), child} <= before or child in form.values(ticks_for(person))
        ]
        for person in people
    }
    shown = Form({**ticks, **{which_for(one): form.value(which_for(one)) for one in people}})
    for error in form.errors:
        shown.add_error(error.field, error.message)
    return shown
