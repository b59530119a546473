"""The words around changing who comes to a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from planning.meetings.queries import AttendeeSeen, MeetingSeen
from planning.people.queries import PersonSeen
from service.pages.presenters.counts import count
from service.pages.presenters.people import Groups, people_options


@dataclass(frozen=True, slots=True)
class PersonToChange:
    """Somebody invited; `everywhere` says why they come for every child, or is empty.

    `comes_for` says for how many they come now.
    """

    value: str
    name: str
    detail: str
    everywhere: str
    comes_for: str
    ticks: str


def people_to_change(seen: MeetingSeen, ticks_for: dict[UUID, str]) -> list[PersonToChange]:
    """Everybody invited, with the name of the checkboxes that say what they come for."""
    return [
        PersonToChange(
            value=str(one.person_id),
            name=one.name,
            detail=", ".join(filter(None, [one.job_title, one.agency_name])),
            everywhere=_everywhere(one, seen),
            comes_for=_comes_for(one, seen),
            ticks=ticks_for[one.person_id],
        )
        for one in seen.attendees
    ]


def child_options(seen: MeetingSeen) -> list[tuple[str, str]]:
    """The children that the reader sees, as checkboxes."""
    return [
        (str(child.concern_id), f"{child.child_name}, {child.reference}") for child in seen.children
    ]


def not_invited(seen: MeetingSeen, people: Sequence[PersonSeen]) -> Groups:
    """Everybody else, under their agencies."""
    there = {one.person_id for one in seen.attendees}
    return people_options([one for one in people if one.id not in there], authority=True)


def _everywhere(one: AttendeeSeen, seen: MeetingSeen) -> str:
    if one.is_chair:
        return "Chairs the meeting, for every child."
    if one.person_id == seen.minute_taker_id:
        return "Takes the minutes, for every child."
    return ""


def _comes_for(one: AttendeeSeen, seen: MeetingSeen) -> str:
    names = [child.child_name for child in seen.children if child.concern_id in one.concern_ids]
    if len(names) == len(seen.children):
        return f"Comes for all {len(names)} children"
    return f"Comes for {names[0] if len(names) == 1 else count(len(names), 'child', 'children')}"
