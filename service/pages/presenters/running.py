"""A running meeting in words: what is recorded and what is not."""

from collections.abc import Sequence
from uuid import UUID

from planning.errors import Blocker
from planning.meetings.queries import RunningChild, RunningSeen
from planning.meetings.rules.emergency import Debt
from planning.procedures.rules import Outcome
from service.pages.presenters.counts import count
from service.pages.presenters.people import Groups
from service.pages.presenters.tags import Tag

Task = tuple[str, str, Tag]


def tasks(running: RunningSeen) -> list[Task]:
    """What there is to record, each with its state; the children are the side list."""
    here = f"/meetings/{running.meeting.id}/run"
    came = sum(bool(found.present) for found in running.meeting.attendees)
    joint = Tag("Recorded", "green") if running.joint_recorded else Tag("Nothing yet", "grey")
    return [
        (
            "Attendance",
            f"{here}#attendance",
            Tag(f"{came} present", "green") if came else Tag("Not recorded", "red"),
        ),
        *(
            (child.child_name, child_href(running, child), child_tag(child))
            for child in running.children
        ),
        ("Joint record", f"{here}/joint", joint),
        ("Actions", f"{here}/actions", actions_tag(running)),
    ]


def actions_tag(running: RunningSeen) -> Tag:
    """How many are open from before, else how many this meeting gives."""
    before = _unsettled(running)
    if before:
        return Tag(f"{before} open from before", "amber")
    given = len(running.actions) + sum(len(child.actions) for child in running.children)
    return Tag(count(given, "action"), "green") if given else Tag("None yet", "grey")


def open_before(running: RunningSeen, concern_id: UUID) -> str:
    """How many of the child's actions are open from earlier meetings."""
    before = _unsettled(running, concern_id)
    return f"{count(before, 'action')} open from earlier meetings" if before else ""


def _unsettled(running: RunningSeen, concern_id: UUID | None = None) -> int:
    return sum(
        found.carried_to_id is None and concern_id in {None, found.concern_id}
        for found in running.earlier
    )


def child_href(running: RunningSeen, child: RunningChild) -> str:
    """The page where the child is written."""
    return f"/meetings/{running.meeting.id}/run/children/{child.concern_id}"


def child_tag(child: RunningChild) -> Tag:
    """Whether the child has an outcome, and no text of it waits to be settled."""
    if child.unsettled:
        return Tag("Two texts", "red")
    if child.draft.outcome is None:
        return Tag("No outcome yet", "red")
    if child.draft.outcome is Outcome.ADJOURNED:
        return Tag("No decision", "amber")
    return Tag("Decided", "green")


def still_open(running: RunningSeen) -> str:
    """How many children have no outcome."""
    missing = sum(child.draft.outcome is None for child in running.children)
    if missing:
        return f"{count(missing, 'child', 'children')} without an outcome"
    return "Every child has an outcome" if running.children else "This meeting is about no child"


def next_open(running: RunningSeen, concern_id: UUID | None) -> str:
    """The page of the next child without an outcome, after this one, else of the meeting."""
    return next_child(running, concern_id) or f"/meetings/{running.meeting.id}/run"


def next_child(running: RunningSeen, concern_id: UUID | None) -> str:
    """The page of the next child without an outcome, after this one and round again, or ""."""
    children = running.children
    here = next((at for at, child in enumerate(children) if child.concern_id == concern_id), -1)
    waiting = [
        child
        for child in [*children[here + 1 :], *children[: max(here, 0)]]
        if child.draft.outcome is None
    ]
    return child_href(running, waiting[0]) if waiting else ""


def attendance_groups(running: RunningSeen) -> Groups:
    """Everybody invited, under their agencies."""
    groups: Groups = []
    for found in running.meeting.attendees:
        if not groups or groups[-1][0] != found.agency_name:
            groups.append((found.agency_name, []))
        words = ", ".join(filter(None, [found.job_title, "chair" if found.is_chair else ""]))
        option = (str(found.person_id), found.name)
        groups[-1][1].append((*option, words) if words else option)
    return groups


def agencies_for(running: RunningSeen, concern_id: UUID) -> list[tuple[UUID, str]]:
    """The agencies that are there for the child, each once."""
    return list(
        {
            found.agency_id: (found.agency_id, found.agency_name)
            for found in running.meeting.attendees
            if concern_id in found.concern_ids
        }.values()
    )


def owners(running: RunningSeen, concern_id: UUID | None) -> Groups:
    """Who attends for the child, or at all, and can be given something to do."""
    names: dict[str, list[tuple[str, str, str] | tuple[str, str]]] = {}
    for found in running.meeting.attendees:
        if concern_id is None or concern_id in found.concern_ids:
            names.setdefault(found.agency_name, []).append((str(found.person_id), found.name))
    return list(names.items())


def first_to_do(blockers: Sequence[Blocker]) -> list[tuple[str, str]]:
    """What stops closing, each with the address where it is mended elsewhere, or nothing."""
    return [(found.message, _elsewhere(found.field)) for found in blockers]


def _elsewhere(field: str) -> str:
    _, _, rest = field.partition(".")
    concern_id, _, what = rest.partition(".")
    return f"/concerns/{concern_id}/review" if what == Debt.SENIOR_REVIEW else ""
