"""One reader's minutes in the words of a document."""

from planning.meetings.queries import MinutesSeen
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes, PersonLine
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import MeetingState
from service.documents.content import Fact, Minutes, Part, Passage, Sheet, Table
from service.pages.presenters.dates import day, short_day, short_moment
from service.pages.presenters.minutes import record_rows
from service.pages.presenters.moments import last_day, span

MODE_WORDS = {Mode.ROOM: "In a room", Mode.VIDEO: "By video", Mode.PHONE: "By phone"}


def minutes_content(seen: MinutesSeen, sheet: Sheet) -> Minutes:
    """Approved minutes, ready to be set."""
    joint = seen.joint
    return Minutes(
        sheet=sheet,
        heading="Minutes of a multi-agency meeting",
        facts=_filled(
            ("Reference", joint.reference),
            ("Meeting", joint.kind_words),
            ("Held", span(joint.starts_at, joint.ends_at)),
            ("How", MODE_WORDS[joint.mode] + (f", {joint.place}" if joint.place else "")),
            ("Chair", joint.chair_name),
            ("Minute taker", joint.minute_taker_name),
            ("Quorum", "Met" if joint.quorate else "Not met"),
            ("Approved", short_moment(seen.approved_at) if seen.approved_at else ""),
            ("Approved by", seen.approved_by_name),
        ),
        attendance=_attendance(joint),
        joint=_passages(
            ("Purpose", joint.purpose),
            ("Why the meeting was held without quorum", joint.no_quorum_reason),
            ("Record", joint.record),
            *record_rows(joint.items),
        ),
        children=tuple(_child(child) for child in seen.children),
        actions=_actions(seen.children),
    )


def version_words(seen: MinutesSeen) -> str:
    """Version 2, in correction until the end of 11 March 2026."""
    if seen.state is MeetingState.FINAL or seen.corrections_until is None:
        return f"Version {seen.version}, final"
    return f"Version {seen.version}, in correction until {last_day(seen.corrections_until)}"


def _attendance(joint: JointMinutes) -> Table:
    rows = [
        *(_person(person, "Present", joint) for person in joint.present),
        *(_person(person, "Absent", joint) for person in joint.absent),
    ]
    return Table(
        "Attendance", ("Name", "Agency", "Part"), tuple(rows), "Nobody’s attendance is recorded."
    )


def _person(person: PersonLine, part: str, joint: JointMinutes) -> tuple[str, str, str]:
    parts = [part]
    if person.name == joint.chair_name:
        parts.append("chair")
    if person.name == joint.minute_taker_name:
        parts.append("minute taker")
    apology = f". {person.apology}" if person.apology else ""
    return (
        f"{person.name}, {person.job_title}" if person.job_title else person.name,
        person.agency_name,
        ", ".join(parts) + apology,
    )


def _child(child: ChildMinutes) -> Part:
    return Part(
        heading=f"{child.child_name} ({child.reference})",
        facts=_filled(
            ("Decision", child.outcome_words),
            ("Why", child.outcome_reason),
            ("Why no decision", child.no_decision_words),
            ("Agency that is waited for", child.reason_agency_name),
            ("Next date", day(child.next_on) if child.next_on else ""),
            ("Adjournment authorised by", child.authorised_by_name),
        ),
        passages=_passages(
            ("Information", child.information),
            ("What the child says", child.child_voice),
            ("Analysis", child.analysis),
            *record_rows(child.items),
        ),
    )


def _actions(children: list[ChildMinutes]) -> Table:
    rows = tuple(
        (
            action.what,
            child.child_name,
            f"{action.owner_name}, {action.owner_agency_name}",
            short_day(action.due_on),
        )
        for child in children
        for action in child.actions
    )
    return Table("Actions", ("What", "For", "Who", "Due"), rows, "No actions were agreed.")


def _filled(*lines: tuple[str, str | None]) -> tuple[Fact, ...]:
    return tuple(Fact(label, value) for label, value in lines if value)


def _passages(*lines: tuple[str, str | None]) -> tuple[Passage, ...]:
    return tuple(Passage(heading, text.strip()) for heading, text in lines if text and text.strip())
