"""Why a discussion held already is refused, by the inputs of its page: what the form finds and
what the rules find, at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from planning.errors import Blocked, Blocker
from service.pages.forms import Form
from service.pages.meetings.telling import GROUP, used_rows

_OF_FORM = {
    "ends_at": "minutes",
    "concern_ids": "children-0-concern_id",
    "children": "",
    "reason": "purpose",
}
_RESTS_ON = {
    "no_quorum_reason": ("chair_id", "invitees", "kind", "for-"),
    "owner_id": ("chair_id", "invitees"),
    "minutes": ("starts_at",),
    "decided_at": ("starts_at",),
    "": ("children-", "senior_manager_id"),
}
"""Inputs without whose answers a reason may not be true; by how their names begin."""


@contextmanager
def named(form: Form) -> Iterator[None]:
    """Refusals under the names of the page's inputs."""
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)(by_input(form, refusal.blockers)) from refusal


def add_what_rules_find(form: Form, blockers: Sequence[Blocker]) -> None:
    """Beside the form's own faults, those that would be there whatever is put right."""
    wrong = [error.field for error in form.errors]
    form.add_blockers(
        one
        for one in by_input(form, blockers)
        if one.field not in wrong and not _rests_on(one.field, wrong)
    )


def by_input(form: Form, blockers: Sequence[Blocker]) -> list[Blocker]:
    """The same reasons, under the names of the page's inputs."""
    rows = used_rows(form)
    return [Blocker(one.message, _input(one.field, rows)) for one in blockers]


def _rests_on(field: str, wrong: Sequence[str]) -> bool:
    starts = _RESTS_ON.get(field.rsplit("-", 1)[-1], ())
    return any(name.startswith(starts) for name in wrong)


def _input(field: str, rows: list[Form]) -> str:
    group, _, rest = field.partition(".")
    number, _, name = rest.partition(".")
    if group == GROUP and name and int(number) < len(rows):
        return rows[int(number)].name(name)
    return _OF_FORM.get(field, field)
