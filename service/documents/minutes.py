"""One reader's minutes in the words of a document."""

from collections.abc import Sequence
from uuid import UUID

from planning.meetings.queries import MinutesSeen
from planning.meetings.rules.minutes import (
    ActionLine,
    ChildMinutes,
    JointMinutes,
    PersonLine,
    RecordLine,
)
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import MeetingState
from service.documents.content import Fact, Minutes, Part, Passage, Sheet, Table
from service.pages.presenters.actions import carried_words
from service.pages.presenters.amendments import (
    JOINT,
    addendum_lines,
    correction_lines,
    part_name,
)
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
        joint=Part(
            heading=JOINT,
            passages=_passages(
                ("Purpose", joint.purpose),
                ("Why the meeting was held without quorum", joint.no_quorum_reason),
                ("Record", joint.record),
                *record_rows(joint.items),
                ("Corrected", joint.corrected),
            ),
            tables=(
                *((_actions(joint.actions),) if joint.actions else ()),
                *_corrections(seen, None),
            ),
            last=_addenda(seen, None),
        ),
        children=tuple(_child(child, seen) for child in seen.children),
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
        "Attendance",
        ("Name", "Agency", "Part"),
        tuple(rows),
        "Nobody’s attendance is recorded.",
        widths=(34, 38, 28),
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


def _child(child: ChildMinutes, seen: MinutesSeen) -> Part:
    information = [item for item in child.items if item.section is Section.INFORMATION]
    return Part(
        heading=part_name(child),
        own_page=True,
        facts=_filled(
            ("Decision", child.outcome_words),
            ("Why", child.outcome_reason),
            ("Why no decision", child.no_decision_words),
            ("Agency that is waited for", child.reason_agency_name),
            ("Next date", day(child.next_on) if child.next_on else ""),
            ("Adjournment authorised by", child.authorised_by_name),
            ("Handed over to", child.handed_to),
        ),
        passages=_passages(
            ("Information", child.information),
            ("What the child says", child.child_voice),
            ("Analysis", child.analysis),
            *record_rows([item for item in child.items if item not in information]),
            ("Corrected", child.corrected),
        ),
        first=_information(information),
        tables=(_actions(child.actions), *_corrections(seen, child.concern_id)),
        last=_addenda(seen, child.concern_id),
    )


def _information(items: Sequence[RecordLine]) -> tuple[Table, ...]:
    rows = tuple(
        (
            ", ".join(filter(None, (item.agency_name, item.source))) or "The meeting",
            item.body,
            (item.nature or "Not said").capitalize(),
        )
        for item in items
    )
    columns = ("Who", "What", "Fact or opinion")
    table = Table("Information by agency", columns, rows, "", widths=(24, 60, 16))
    return (table,) if rows else ()


def _actions(actions: Sequence[ActionLine]) -> Table:
    rows = tuple(
        (
            _what(action),
            f"{action.owner_name}, {action.owner_agency_name}",
            short_day(action.due_on),
        )
        for action in actions
    )
    columns = ("What", "Who", "Due")
    return Table("Actions", columns, rows, "No actions were agreed.", widths=(52, 32, 16))


def _what(action: ActionLine) -> str:
    test = f". Done when: {action.success_test}" if action.success_test else ""
    carried = f". {carried_words(action.times_carried)}" if action.times_carried else ""
    return f"{action.what}{test}{carried}"


def _addenda(seen: MinutesSeen, concern_id: UUID | None) -> tuple[Passage, ...]:
    return tuple(
        Passage(f"Addendum, {line.signed}", f"{line.text}\n\nWhy it was added: {line.reason}")
        for line in addendum_lines(seen.addenda, concern_id)
    )


def _corrections(seen: MinutesSeen, concern_id: UUID | None) -> tuple[Table, ...]:
    asked = {one.id for one in seen.corrections if one.concern_id == concern_id}
    rows = tuple(
        (
            f"{line.about.partition(': ')[2]}: {line.wrong}",
            line.should_say,
            f"{line.agency}, {line.asked}",
            ". ".join(filter(None, (line.tag.text, line.answer))),
        )
        for line in correction_lines(seen)
        if line.id in asked
    )
    columns = ("What is wrong", "What it should say", "Asked by", "Answer")
    table = Table("Corrections", columns, rows, "", widths=(30, 30, 16, 24))
    return (table,) if rows else ()


def _filled(*lines: tuple[str, str | None]) -> tuple[Fact, ...]:
    return tuple(Fact(label, value) for label, value in lines if value)


def _passages(*lines: tuple[str, str | None]) -> tuple[Passage, ...]:
    return tuple(Passage(heading, text.strip()) for heading, text in lines if text and text.strip())
