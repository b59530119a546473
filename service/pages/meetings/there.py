"""Who was there for which child of a discussion held already; asked once there are several."""

from collections.abc import Sequence
from uuid import UUID

from planning.concerns.queries import ConcernSeen
from planning.meetings.rules.scheduling import Invitee
from service.pages.forms import Form
from service.pages.meetings.convening import NEW, TICKED, ticks_for

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
        form.add_error(ticks_for(asked[0]), CHECK)
        return [Invitee(person_id) for person_id in asked]
    return [_invitee(form, person_id, children) for person_id in asked]


def _invitee(form: Form, person_id: UUID, children: Sequence[str]) -> Invitee:
    ticked = form.choices(
        ticks_for(person_id),
        label="Children",
        options=children,
        required="Select at least one child, or take them off who took part",
    )
    return Invitee(
        person_id,
        concern_ids=[UUID(value) for value in ticked if not value.startswith(NEW)],
        references=[value.removeprefix(NEW) for value in ticked if value.startswith(NEW)],
    )


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


def shown_ticks(form: Form, people: Sequence[str], children: Sequence[str]) -> Form:
    """The ticks to show: as they were, and whoever or whatever is new among them ticked."""
    before = set(form.values(TICKED))
    shown = Form(
        {
            f"for-{person}": [
                child
                for child in children
                if not {person, child} <= before or child in form.values(f"for-{person}")
            ]
            for person in people
        }
    )
    for error in form.errors:
        shown.add_error(error.field, error.message)
    return shown
