"""From the bytes of a calendar part to what it says; pure, bounded, and never an exception."""

from collections.abc import Sequence

from planning.meetings.rules.quorum import Answer
from planning.replies.rules import LARGEST, Proposal, Replier, Reply, Unreadable, Why, short
from service.calendar.replies.lines import Component, Damaged, Line, parse
from service.calendar.replies.proposals import countered, proposed_by_apple
from service.calendar.replies.values import number, utc_time
from service.calendar.replies.words import comment_of
from service.calendar.text import one_line

COUNTER = "COUNTER"
MOST_REPLIERS = 10
LONGEST_NAME = 255
_OBJECTS = {"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"}
_REPEATING = ("RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID")
_ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
}
DELEGATED = "DELEGATED"


def read_reply(calendar: bytes, *, method: str = "") -> Reply | Unreadable:
    """What a calendar part says. `method` is its Content-Type's, which must not contradict it."""
    if len(calendar) > LARGEST:
        return Unreadable(Why.TOO_LARGE)
    try:
        found = parse(calendar)
        if len(found) != 1 or found[0].name != "VCALENDAR":
            return Unreadable(Why.NO_CALENDAR)
        return _read(found[0], method.strip().upper())
    except Damaged:
        return Unreadable(Why.DAMAGED)


def _read(calendar: Component, method: str) -> Reply | Unreadable:
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    if not events:
        return Unreadable(Why.NO_EVENT)
    if sum(part.name in _OBJECTS for part in calendar.inside()) > 1:
        return Unreadable(Why.SEVERAL_EVENTS)
    own = calendar.value("METHOD").upper()
    misplaced = {
        line.value.strip().upper() for part in calendar.inside() for line in part.all("METHOD")
    }
    if len({own, method, *misplaced} - {""}) > 1:
        return Unreadable(Why.TWO_METHODS)
    return _reply(events[0], calendar, own or method)


def _reply(event: Component, calendar: Component, method: str) -> Reply:
    sequence, stamp = event.value("SEQUENCE") or "0", event.value("DTSTAMP")
    count, stamped_at = number(sequence), utc_time(stamp)
    if count is None or (stamp and stamped_at is None):
        raise Damaged
    attendees = event.all("ATTENDEE")[:MOST_REPLIERS]
    return Reply(
        method=one_line(method)[:LONGEST_NAME],
        uid=one_line(event.value("UID"))[:LONGEST_NAME],
        sequence=count,
        stamped_at=stamped_at,
        repliers=[_replier(attendee) for attendee in attendees],
        comment=comment_of(event, calendar.value("PRODID")),
        proposal=_proposal(event, attendees, calendar, method),
        repeats=any(part.all(name) for part in (calendar, event) for name in _REPEATING),
    )


def _proposal(
    event: Component, attendees: Sequence[Line], calendar: Component, method: str
) -> Proposal | None:
    if method == COUNTER:
        return countered(event, calendar)
    proposed = (proposed_by_apple(attendee, calendar) for attendee in attendees)
    return next((proposal for proposal in proposed if proposal), None)


def _replier(attendee: Line) -> Replier:
    status = attendee.parameter("PARTSTAT").strip().upper()
    return Replier(
        address=_address(attendee.value) or _address(attendee.parameter("EMAIL")),
        answer=_ANSWERS.get(status),
        delegates=status == DELEGATED,
        delegated_to=_address(attendee.parameter("DELEGATED-TO")),
        delegated_from=_address(attendee.parameter("DELEGATED-FROM")),
    )


def _address(value: str) -> str:
    """A mailbox, whether it says `mailto:` or not; "" for any other address."""
    address = short(value).removeprefix("mailto:").strip(" <>")
    return address if "@" in address else ""
