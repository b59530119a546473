"""Meetings in words: answers, states, quorum, delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from planning.clock import today
from planning.meetings.queries import AttendeeSeen, MeetingLine, MeetingSeen
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import APPROVED, MeetingState
from planning.search.queries import MeetingFound
from service.pages.presenters.attendance import attendance_details, follow_up_words
from service.pages.presenters.counts import figure
from service.pages.presenters.dates import deadline, recorded_late, short_moment
from service.pages.presenters.deliveries import DeliveryLine
from service.pages.presenters.moments import countdown, limit, span
from service.pages.presenters.stats import Stat
from service.pages.presenters.tags import Tag

MODE_WORDS = {Mode.ROOM: "In a room", Mode.VIDEO: "By video", Mode.PHONE: "By phone"}
ANSWER_TAGS = {
    Answer.ACCEPTED: Tag("Accepted", "green"),
    Answer.TENTATIVE: Tag("Maybe", "amber"),
    Answer.DECLINED: Tag("Declined", "red"),
    Answer.AWAITED: Tag("Not answered", "blue"),
}
STATE_TAGS = {
    MeetingState.CONVENED: Tag("Convened", "blue"),
    MeetingState.CLOSED: Tag("Closed, minutes not approved", "amber"),
    MeetingState.IN_CORRECTION: Tag("Minutes in correction", "blue"),
    MeetingState.FINAL: Tag("Minutes final", "green"),
    MeetingState.CANCELLED: Tag("Cancelled", "grey"),
}


@dataclass(frozen=True, slots=True)
class AttendeeLine:
    """One person in the list of a meeting."""

    person_id: UUID
    name: str
    detail: str
    agency: str
    tag: Tag
    apology: str
    children: str
    delivery: DeliveryLine | None
    deputy_href: str


@dataclass(frozen=True, slots=True)
class QuorumLine:
    """One required category, in the shape of the gate's lines."""

    met: bool
    name: str
    evidence: str = ""
    mender: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One meeting in the list."""

    reference: str
    href: str
    when: str
    kind: str
    chair: str
    tag: Tag
    answer: str


def meeting_line(line: MeetingLine, now: datetime) -> ListLine:
    """One meeting in the list."""
    return ListLine(
        reference=line.reference,
        href=f"/meetings/{line.id}",
        when=span(line.starts_at, line.ends_at),
        kind=line.kind_words,
        chair=line.chair_name,
        tag=meeting_tag(line, now),
        answer=ANSWER_TAGS[line.my_answer].text if line.my_answer else "Not invited",
    )


def where_words(mode: Mode, place: str, *, shown: bool) -> str:
    """The same as `place_words`, and a line that says so when calendars show it."""
    told = "\nCalendars show the place." if shown else ""
    return f"{place_words(mode, place)}{told}"


def place_words(mode: Mode, place: str) -> str:
    """In a room, Council House room 2."""
    return f"{MODE_WORDS[mode]}, {place}" if place else MODE_WORDS[mode]


def meeting_tag(meeting: MeetingSeen | MeetingLine | MeetingFound, now: datetime) -> Tag:
    """The state; a meeting that is over and not closed says so."""
    if meeting.state is MeetingState.CONVENED and meeting.ends_at <= now:
        return Tag("Over, not closed", "red")
    return STATE_TAGS[meeting.state]


def has_minutes(meeting: MeetingSeen) -> bool:
    """Whether there is something for this reader: a draft is for chair and minute taker."""
    return meeting.state in APPROVED or (meeting.state is MeetingState.CLOSED and meeting.may_run)


def meeting_stats(meeting: MeetingSeen, now: datetime) -> list[Stat]:
    """When, and who has answered, while there is still something to wait for."""
    if meeting.state is not MeetingState.CONVENED:
        return []
    accepted = sum(found.answer is Answer.ACCEPTED for found in meeting.attendees)
    away = countdown(meeting.starts_at, meeting.ends_at, now)
    number, _, unit = away.removeprefix("in ").partition(" ")
    return [
        Stat("until it starts", number, unit)
        if unit
        else Stat("where it stands", {"now": "Now", "over": "Over"}[away]),
        Stat("have accepted", figure(accepted), f"of {len(meeting.attendees)} invited"),
    ]


def quorum_lines(meeting: MeetingSeen) -> list[QuorumLine]:
    """Each required category and how sure it is."""
    forecast = meeting.forecast
    return [
        QuorumLine(met=line.state.value == Answer.ACCEPTED.value, name=line.sentence)
        for line in forecast.categories
    ]


def meeting_rows(
    meeting: MeetingSeen, now: datetime, closed: frozenset[date]
) -> list[tuple[str, str]]:
    """The facts of a meeting, for a summary list."""
    target = limit(meeting.convene_target, now, closed)
    latest = limit(meeting.convene_limit, now, closed)
    coming = meeting.state is MeetingState.CONVENED
    nobody = "Nobody yet: the chair takes the minutes" if coming else "The chair"
    rows = [
        ("Where", where_words(meeting.mode, meeting.place, shown=meeting.place_in_calendars)),
        ("Type", meeting.kind_words),
        ("Purpose", meeting.purpose),
        ("Chair", meeting.chair_name),
        ("Minute taker", meeting.minute_taker_name or nobody),
        ("Convened by", meeting.convened_by_name),
        ("Decided to convene", short_moment(meeting.decided_at)),
    ]
    if coming:
        held = "Later than the limit" if meeting.starts_at > meeting.convene_limit else "In time"
        rows.append(("Aim to hold it by", f"{target.date}, {target.rest}"))
        rows.append(("Hold it at the latest by", f"{latest.date}, {latest.rest}. {held}"))
        if meeting.starts_at <= now:
            out = deadline(meeting.decisions_out_due, today(now), closed)
            rows.append(("Decisions and actions out by", f"{out.date}, {out.rest}"))
    if meeting.state is MeetingState.CLOSED:
        due = deadline(meeting.minutes_due, today(now), closed)
        rows.append(("Minutes due", f"{due.date}, {due.rest}"))
    return [*rows, *_after_rows(meeting, now, closed)]


def attendee_lines(
    meeting: MeetingSeen, deliveries: Mapping[UUID, DeliveryLine], children: dict[UUID, str]
) -> list[AttendeeLine]:
    """Everybody invited; what they are there for is told when the reader sees several children."""
    return [
        AttendeeLine(
            person_id=found.person_id,
            name=found.name,
            detail=", ".join(
                filter(
                    None,
                    [
                        found.job_title,
                        "chair" if found.is_chair else "",
                        f"deputy for {found.deputy_for}" if found.deputy_for else "",
                        "asked although busy" if found.asked_although_busy else "",
                    ],
                ),
            ),
            agency=found.agency_name,
            tag=_attendee_tag(found, meeting.state),
            apology=attendance_details(found),
            children=_children_words(found, children),
            delivery=deliveries.get(found.person_id),
            deputy_href=_deputy_href(meeting, found),
        )
        for found in meeting.attendees
    ]


def _after_rows(
    meeting: MeetingSeen, now: datetime, closed: frozenset[date]
) -> list[tuple[str, str]]:
    rows = []
    if meeting.entered_at:
        told = f"Held {short_moment(meeting.starts_at)}, entered {short_moment(meeting.entered_at)}"
        late = recorded_late(meeting.starts_at, meeting.entered_at)
        rows.append(("Recorded afterwards", late or told))
    if meeting.emergency_reason:
        rows.append(("Emergency", meeting.emergency_reason))
    if meeting.quorate is not None:
        rows.append(("Quorum", "Quorate" if meeting.quorate else "Not quorate"))
    if meeting.follow_up:
        rows.append(("Follow-up with quorum", follow_up_words(meeting.follow_up, now, closed)))
    if meeting.no_quorum_reason:
        rows.append(("Why it went on without quorum", meeting.no_quorum_reason))
    if meeting.cancel_reason:
        rows.append(("Why it was cancelled", meeting.cancel_reason))
    return rows


def _attendee_tag(found: AttendeeSeen, state: MeetingState) -> Tag:
    held = state in {MeetingState.CLOSED, *APPROVED}
    if held or found.present:
        return Tag("Present", "green") if found.present else Tag("Absent", "grey")
    return ANSWER_TAGS[found.answer]


def _children_words(found: AttendeeSeen, children: dict[UUID, str]) -> str:
    if len(children) <= 1:
        return ""
    theirs = [name for concern_id, name in children.items() if concern_id in found.concern_ids]
    return "All children" if len(theirs) == len(children) else ", ".join(theirs)


def _deputy_href(meeting: MeetingSeen, found: AttendeeSeen) -> str:
    if meeting.state is not MeetingState.CONVENED or not meeting.may_arrange or found.runs:
        return ""
    return f"/meetings/{meeting.id}/deputy?instead_of={found.person_id}"
