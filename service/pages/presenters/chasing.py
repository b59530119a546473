"""Reminders of undecided chains in words: who, of what, and who cannot be reminded."""

from dataclasses import dataclass

from planning.reminders.rules.chains import Reminding
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import short_moment


@dataclass(frozen=True, slots=True)
class ChaseLine:
    """One child; `concern_id` goes with the form where somebody can be reminded."""

    concern_id: str
    name: str
    href: str
    reference: str
    people: list[str]
    reminded: str
    cannot: list[str]


def chain_line(one: Reminding) -> ChaseLine:
    """Who would be reminded now, and who was the last time."""
    at = one.reminded_at
    return ChaseLine(
        concern_id=str(one.concern_id),
        name=one.child_name,
        href=f"/concerns/{one.concern_id}",
        reference=one.reference,
        people=[f"{person.name}, who owes {what}" for person, what in one.people],
        reminded=f"{listed(one.reminded)}, {short_moment(at)}" if at else "",
        cannot=one.cannot,
    )


def reminded_words(people: int) -> str:
    """What the button did."""
    return f"{count(people, 'person', 'people')} reminded. Who could not be is told below."
