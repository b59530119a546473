"""The one serialiser of calendar objects, for mail, feed and download alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress

from planning.clock import LONDON, is_repeated
from planning.errors import Blocker, Invalid
from service.calendar.text import one_line
from service.calendar.zone import london

MARKING = "OFFICIAL-SENSITIVE"
PRODUCT = "-//Accord//Accord//EN"
PLACE = "Sign in to Accord to see the place"


class Method(StrEnum):
    """What a reader is asked to do with the event (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event for one recipient.

    `organiser` is the recipient's own unguessable address of the service, `link` a page that
    needs a sign-in; `stamped_at` is new for every message. All moments are aware.
    """

    method: Method
    uid: str
    sequence: int
    reference: str
    starts_at: datetime
    ends_at: datetime
    organiser: str
    recipient: str
    link: str
    stamped_at: datetime


def summary(reference: str) -> str:
    """The neutral title of a meeting, the same in every channel."""
    return f"Multi-agency meeting {one_line(reference)}"


def serialise(invitation: Invitation) -> bytes:
    """The calendar object; raises `Invalid` for a start or end in the hour that happens twice."""
    _refuse_repeated_hour(invitation)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method.value)
    calendar.add_component(london())
    calendar.add_component(_event(invitation))
    return bytes(calendar.to_ical(sorted=False))


def _event(invitation: Invitation) -> Event:
    cancelled = invitation.method is Method.CANCEL
    event = Event()
    event.add("uid", one_line(invitation.uid))
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamped_at)
    event.add("dtstart", invitation.starts_at.astimezone(LONDON))
    event.add("dtend", invitation.ends_at.astimezone(LONDON))
    event.add("summary", summary(invitation.reference))
    event.add("location", PLACE)
    event.add("description", f"{MARKING}\n{one_line(invitation.link)}")
    event.add("class", "CONFIDENTIAL")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("organizer", _organiser(invitation.organiser))
    event.add("attendee", _attendee(invitation.recipient))
    return event


def _organiser(address: str) -> vCalAddress:
    organiser = vCalAddress(f"mailto:{one_line(address)}")
    organiser.params["CN"] = "Accord"
    return organiser


def _attendee(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{one_line(address)}")
    attendee.params.update(
        {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE",
        }
    )
    return attendee


def _refuse_repeated_hour(invitation: Invitation) -> None:
    blockers = [
        Blocker(
            f"The meeting {verb} in the hour that happens twice when the clocks go back. "
            "Choose a time before 1am or from 2am.",
            field,
        )
        for verb, field, moment in (
            ("starts", "starts_at", invitation.starts_at.astimezone(LONDON)),
            ("ends", "ends_at", invitation.ends_at.astimezone(LONDON)),
        )
        if is_repeated(moment.date(), moment.time().replace(fold=0))
    ]
    if blockers:
        raise Invalid(blockers)
