"""What convening a batch would do, and what moving its meetings would."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from planning.errors import Blocker
from planning.surge.rules.batches import PlaceSeen
from planning.surge.rules.seen import BatchMeeting, BatchView
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import moment
from service.pages.presenters.surge.board import children_words, place_words, room_words

NOT_ENOUGH = "There are not enough people for all meetings at that time"


@dataclass(frozen=True, slots=True)
class Asked:
    """The sums of it."""

    meetings: int
    people: int
    invitations: int
    late: int


@dataclass(frozen=True, slots=True)
class ConveneLine:
    """A meeting as it would be convened; its faults are told by `id`."""

    id: str
    href: str
    children: str
    kind: str
    when: str
    people: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A meeting that changes; `told` are all who hear of it, and its faults are told by `id`."""

    id: str
    href: str
    children: str
    before: str
    after: str
    why: str
    people: str
    told: str


def asked(view: BatchView) -> Asked:
    """How many meetings, people and invitations one confirmation makes."""
    places = [place for _, place in _placed(view)]
    invited = [person.id for place in places for person in place.people if person.id]
    return Asked(
        meetings=len(places),
        people=len(set(invited)),
        invitations=len(invited),
        late=sum(place.working_days_late > 0 for place in places),
    )


def convene_lines(view: BatchView) -> list[ConveneLine]:
    """The meetings in the order in which they would be held."""
    return [
        ConveneLine(
            id=str(one.id),
            href=_href(view.id, one),
            children=children_words(one),
            kind=one.kind_words,
            when=f"{place_words(place)}. {room_words(place)}",
            people=people_words(place),
        )
        for one, place in sorted(_placed(view), key=_when)
    ]


def named(view: BatchView, blockers: Sequence[Blocker]) -> list[Blocker]:
    """Reasons that are about one meeting, with its children before them."""
    known = {str(one.id): children_words(one) for one in view.meetings}
    return [
        Blocker(f"{known[one.field]}: {one.message}", one.field)
        if one.field in known
        else Blocker(one.message)
        for one in blockers
    ]


def move_lines(view: BatchView) -> list[MoveLine]:
    """Only what moves, and where somebody else comes, as they were to be held."""
    return [
        MoveLine(
            id=str(one.id),
            href=_href(view.id, one),
            children=children_words(one),
            before=moment(one.starts_at) if one.starts_at else "",
            after=f"{place_words(place)}. {room_words(place)}" if one.moves else "It stays",
            why=_why(one),
            people=_people(one),
            told=_told(one, place),
        )
        for one, place in sorted(_placed(view), key=_when)
        if changes(one)
    ]


def changes(one: BatchMeeting) -> bool:
    """Whether a re-plan moves a meeting or changes its people."""
    return one.moves or bool(one.comes or one.goes)


def _why(one: BatchMeeting) -> str:
    if not one.moves:
        return "It can be held with others"
    return "It cannot be held at its time" if one.must_move else NOT_ENOUGH


def _people(one: BatchMeeting) -> str:
    if not one.comes:
        return f"Without {listed(one.goes)}" if one.goes else "The same"
    return f"{listed(one.comes)} for {listed(one.goes)}" if one.goes else f"{listed(one.comes)} too"


def _told(one: BatchMeeting, place: PlaceSeen) -> str:
    if one.moves:
        off = f". Taken off: {listed(one.goes)}" if one.goes else ""
        return f"{count(one.price, 'person', 'people')} asked again: {people_words(place)}{off}"
    return listed([*one.comes, *one.goes])


def people_words(place: PlaceSeen) -> str:
    """Chair Martin Hale, police Carla Munro."""
    return listed([f"{person.name} ({person.part.lower()})" for person in place.people])


def _placed(view: BatchView) -> list[tuple[BatchMeeting, PlaceSeen]]:
    return [
        (one, one.place)
        for one in view.meetings
        if one.place is not None and not one.excluded and not one.taken
    ]


def _when(found: tuple[BatchMeeting, PlaceSeen]) -> tuple[datetime, str]:
    one, place = found
    return one.starts_at or place.starts_at, children_words(one)


def _href(batch_id: UUID, one: BatchMeeting) -> str:
    return f"/surge/{batch_id}/meetings/{one.id}"
