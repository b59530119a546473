"""A running meeting in words: what is recorded, what is not, and two texts that differ."""

from uuid import UUID

from planning.meetings.queries import RunningChild, RunningSeen
from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import Outcome, Profile
from service.pages.presenters.counts import count
from service.pages.presenters.dates import short_day
from service.pages.presenters.people import Groups
from service.pages.presenters.tags import Tag

Task = tuple[str, str, Tag]
TEXTS = {
    "information": "Information from agencies",
    "child_voice": "The child’s voice",
    "analysis": "Analysis",
    "outcome_reason": "Why this is the outcome",
}


def tasks(running: RunningSeen) -> list[Task]:
    """What there is to record, each with its state; the children are the side list."""
    here = f"/meetings/{running.meeting.id}/run"
    came = sum(bool(found.present) for found in running.meeting.attendees)
    joint = Tag("Recorded", "green") if running.joint_record else Tag("Nothing yet", "grey")
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
        ("Joint record", f"{here}#joint_record", joint),
    ]


def child_href(running: RunningSeen, child: RunningChild) -> str:
    """The page where the child is written."""
    return f"/meetings/{running.meeting.id}/run/children/{child.concern_id}"


def child_tag(child: RunningChild) -> Tag:
    """Whether the child has an outcome."""
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


def next_open(running: RunningSeen, concern_id: UUID) -> str:
    """The page of the next child without an outcome, else of the meeting."""
    waiting = [
        child
        for child in running.children
        if child.draft.outcome is None and child.concern_id != concern_id
    ]
    return child_href(running, waiting[0]) if waiting else f"/meetings/{running.meeting.id}/run"


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


def owners(running: RunningSeen, concern_id: UUID) -> Groups:
    """Who attends for the child and can be given something to do."""
    names: dict[str, list[tuple[str, str, str] | tuple[str, str]]] = {}
    for found in running.meeting.attendees:
        if concern_id in found.concern_ids:
            names.setdefault(found.agency_name, []).append((str(found.person_id), found.name))
    return list(names.items())


def differences(
    saved: ChildDraft,
    typed: ChildDraft,
    profile: Profile,
    people: dict[UUID, str],
    agencies: dict[UUID, str],
) -> list[tuple[str, str]]:
    """What somebody else saved, field by field, where it is not what was typed here."""
    texts = [
        (label, getattr(saved, name) or "Nothing")
        for name, label in TEXTS.items()
        if getattr(saved, name) != getattr(typed, name)
    ]
    if _decision(saved) == _decision(typed):
        return texts
    return [*texts, ("Outcome", _outcome_words(saved, profile, people, agencies))]


def _decision(draft: ChildDraft) -> tuple[object, ...]:
    return (
        draft.outcome,
        draft.no_decision_reason,
        draft.reason_agency_id,
        draft.next_on,
        draft.authorised_by,
    )


def _outcome_words(
    saved: ChildDraft, profile: Profile, people: dict[UUID, str], agencies: dict[UUID, str]
) -> str:
    if saved.outcome is None:
        return "None chosen"
    parts = [profile.outcomes[saved.outcome]]
    if saved.outcome is Outcome.ADJOURNED:
        if saved.no_decision_reason:
            parts.append(profile.no_decision_reasons[saved.no_decision_reason])
        if saved.reason_agency_id:
            parts.append(f"owed by {agencies.get(saved.reason_agency_id, 'another agency')}")
        if saved.next_on:
            parts.append(f"next on {short_day(saved.next_on)}")
        if saved.authorised_by:
            parts.append(f"authorised by {people.get(saved.authorised_by, 'somebody else')}")
    return ", ".join(parts)
