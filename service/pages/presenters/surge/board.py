"""A batch on a calendar: days down, times of day across, each meeting in its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from uuid import UUID

from planning.clock import LONDON, london_date, monday
from planning.diaries.rules.hours import WEEKDAYS
from planning.surge.rules.batches import PlaceSeen
from planning.surge.rules.seen import BatchMeeting, BatchView
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import clock_time, moment, short_day
from service.pages.presenters.tags import Tag

_BOUNDS = (0, 10, 12, 14, 16, 24)
_BANDS = list(pairwise(_BOUNDS))
_FRIDAY = 4
ON_TIME = Tag("On time", "green")
PINNED = Tag("Pinned", "blue")


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting in the calendar or in a list beside it."""

    href: str
    when: str
    children: str
    kind: str
    tags: list[Tag]
    quorum: str
    missing: str
    room: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day, with the meetings that start in each column's hours."""

    day: str
    count: str
    cells: list[list[Card]]


@dataclass(frozen=True, slots=True)
class Week:
    """A table of the calendar."""

    caption: str
    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Left:
    """A meeting that the calendar does not hold, and why."""

    href: str
    children: str
    kind: str
    due: str
    why: Tag


def children_words(meeting: BatchMeeting) -> str:
    """The references by which its reader knows the children."""
    return listed([child.reference for child in meeting.children])


def weeks(view: BatchView) -> list[Week]:
    """The weeks in which anything is, each from its Monday to its Friday or its last day."""
    placed = [(_starts_at(one), one) for one in view.meetings if _starts_at(one)]
    by_day: dict[date, list[tuple[datetime, BatchMeeting]]] = {}
    for at, meeting in placed:
        if at is not None:
            by_day.setdefault(london_date(at), []).append((at, meeting))
    shown = _bands(at for at, _ in placed if at is not None)
    return [
        _week(first, list(days), by_day, shown, view.id)
        for first, days in groupby(sorted(by_day), key=monday)
    ]


def left_out(view: BatchView) -> list[Left]:
    """What has no place: not placed by the run, excluded, or convened by somebody meanwhile."""
    return [
        Left(
            href=_href(view.id, one.id),
            children=children_words(one),
            kind=one.kind_words,
            due=short_day(one.due_on),
            why=_why_left_out(one, view),
        )
        for one in view.meetings
        if _starts_at(one) is None
    ]


def card(meeting: BatchMeeting, batch_id: UUID) -> Card:
    """One meeting where the run puts it, or where it has been convened."""
    place = standing(meeting)
    return Card(
        href=_href(batch_id, meeting.id),
        when=_hours(meeting),
        children=children_words(meeting),
        kind=meeting.kind_words,
        tags=tags_of(meeting),
        quorum=quorum_words(meeting),
        missing=f"Without {listed(place.missing)}" if place and place.missing else "",
        room=room_words(place),
    )


def tags_of(meeting: BatchMeeting) -> list[Tag]:
    """Deadline, quorum, pin and move, each as a word."""
    place = standing(meeting)
    found = [_deadline(place), _quorum(place)] if place else []
    if meeting.pinned:
        found.append(PINNED)
    if meeting.moves:
        why = "Must move" if meeting.must_move else "Moves"
        found.append(Tag(f"{why}: {count(meeting.price, 'person', 'people')} asked again", "amber"))
    elif meeting.meeting_id:
        found.append(Tag("Convened", "blue"))
    return found


def quorum_words(meeting: BatchMeeting) -> str:
    """The categories that must be there."""
    first, *others = meeting.quorum
    return listed([first, *(words.lower() for words in others)])


def room_words(place: PlaceSeen | None) -> str:
    """The room by name; without one people meet online."""
    if place is None:
        return ""
    return place.room_name or "Online"


def _deadline(place: PlaceSeen) -> Tag:
    late = place.working_days_late
    return Tag(f"{count(late, 'working day')} late", "red") if late else ON_TIME


def _quorum(place: PlaceSeen) -> Tag:
    nobody = [person.part.lower() for person in place.people if person.id is None]
    if nobody:
        return Tag(f"Not filled: {listed(nobody)}", "amber")
    return Tag("Quorum filled", "green")


def standing(meeting: BatchMeeting) -> PlaceSeen | None:
    """The place shown: that of the run, unless the meeting was moved by itself since."""
    place = meeting.place
    if meeting.meeting_id is None or meeting.moves or place is None:
        return place
    return place if place.starts_at == meeting.starts_at else None


def _starts_at(meeting: BatchMeeting) -> datetime | None:
    place = standing(meeting)
    return place.starts_at if place else meeting.starts_at


def _hours(meeting: BatchMeeting) -> str:
    place = standing(meeting)
    if place is None:
        return _time(meeting.starts_at) if meeting.starts_at else ""
    return f"{_time(place.starts_at)} to {_time(place.ends_at)}"


def _time(at: datetime) -> str:
    return clock_time(at.astimezone(LONDON).time())


def _bands(starts: Iterable[datetime]) -> list[tuple[int, int]]:
    """The parts of the day in which anything starts."""
    hours = {at.astimezone(LONDON).hour for at in starts}
    return [band for band in _BANDS if any(band[0] <= hour < band[1] for hour in hours)]


def _week(
    first: date,
    used: Sequence[date],
    by_day: dict[date, list[tuple[datetime, BatchMeeting]]],
    shown: list[tuple[int, int]],
    batch_id: UUID,
) -> Week:
    last = max(_FRIDAY, used[-1].weekday())
    days = [first + timedelta(days=number) for number in range(last + 1)]
    total = sum(len(by_day[day]) for day in used)
    return Week(
        caption=f"Week of {short_day(first)}: {count(total, 'meeting')}",
        columns=[_band_words(*band) for band in shown],
        rows=[_row(day, by_day.get(day, []), shown, batch_id) for day in days],
    )


def _row(
    day: date,
    meetings: list[tuple[datetime, BatchMeeting]],
    shown: list[tuple[int, int]],
    batch_id: UUID,
) -> Row:
    ordered = sorted(meetings, key=lambda found: (found[0], children_words(found[1])))
    return Row(
        day=f"{WEEKDAYS[day.weekday()]} {short_day(day)}",
        count=count(len(meetings), "meeting") if meetings else "No meetings",
        cells=[
            [
                card(meeting, batch_id)
                for at, meeting in ordered
                if first <= at.astimezone(LONDON).hour < end
            ]
            for first, end in shown
        ],
    )


def _band_words(first: int, end: int) -> str:
    if first == _BOUNDS[0]:
        return f"Before {clock_time(time(end))}"
    if end == _BOUNDS[-1]:
        return f"From {clock_time(time(first))}"
    return f"{clock_time(time(first)).capitalize()} to {clock_time(time(end))}"


def _why_left_out(meeting: BatchMeeting, view: BatchView) -> Tag:
    if meeting.taken:
        return Tag("Convened meanwhile", "grey")
    if meeting.excluded:
        return Tag("Excluded", "grey")
    return Tag("Not placed", "red") if view.run else Tag("Not placed yet", "blue")


def pin_words(meeting: BatchMeeting) -> str:
    """Where it is pinned; "" when it is not."""
    pin = meeting.pinned
    if pin is None:
        return ""
    at = f"{WEEKDAYS[pin.on.weekday()]} {short_day(pin.on)}, {clock_time(pin.starts)}"
    return f"{at}, {meeting.pinned_room_name}" if meeting.pinned_room_name else at


def place_words(place: PlaceSeen) -> str:
    """Tuesday 3 March 2026, 2pm to 3pm."""
    return f"{moment(place.starts_at)} to {_time(place.ends_at)}"


def _href(batch_id: UUID, meeting_id: UUID) -> str:
    return f"/surge/{batch_id}/meetings/{meeting_id}"
