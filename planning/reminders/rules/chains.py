"""Who is reminded by hand of an undecided chain: only who owes something in it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.rules import Alert, ReviewAnswer, alert_on
from planning.chains.rules.reviews import need_of
from planning.errors import Blocker
from planning.reminders.rules.chasing import PAUSE, clock_words

MOST_AT_ONCE = 100
FIELD = "concern"


class Person(msgspec.Struct, frozen=True):
    """Somebody in the concern now; `by_mail` unless their agency reads in Accord only."""

    id: UUID
    name: str
    address: str
    agency_id: UUID
    by_mail: bool


class Owing(msgspec.Struct, frozen=True):
    """What is known of a chain: `people` are its senior manager and those of the owing agency.

    `agency_id` owes the information that the last meeting waited for.
    """

    concern_id: UUID
    compartment_id: UUID
    child_name: str
    reference: str
    is_open: bool
    manager_id: UUID
    manager_name: str
    next_on: date | None
    meeting_ahead: bool
    amber_on: date | None
    red_on: date | None
    review_answer: ReviewAnswer | None
    agency_id: UUID | None
    agency_name: str | None
    people: list[Person]
    reminded_at: datetime | None
    reminded: list[str]
    times: int


class Reminding(msgspec.Struct, frozen=True):
    """Who would be reminded of one chain now, of what, and why nobody else is."""

    concern_id: UUID
    child_name: str
    reference: str
    people: list[tuple[Person, str]]
    cannot: list[str]
    reminded_at: datetime | None
    reminded: list[str]


def reminding(chain: Owing, *, asker: UUID, now: datetime, today: date) -> Reminding:
    """Decided anew each time: what was owed an hour ago may be done."""
    people, cannot = _people(chain, asker, today)
    if chain.reminded_at and now < chain.reminded_at + PAUSE:
        again = clock_words(chain.reminded_at + PAUSE)
        people, cannot = [], [f"You can remind them again at {again}."]
    return Reminding(
        concern_id=chain.concern_id,
        child_name=chain.child_name,
        reference=chain.reference,
        people=people,
        cannot=cannot,
        reminded_at=chain.reminded_at,
        reminded=chain.reminded,
    )


def reminding_blockers(wanted: Sequence[UUID], found: Sequence[Reminding]) -> list[Blocker]:
    """Why nobody can be reminded of any of these chains; hidden and absent ones are told alike."""
    if not wanted:
        return [Blocker("Tick at least one child.", FIELD)]
    if len(wanted) > MOST_AT_ONCE:
        return [Blocker(f"Tick {MOST_AT_ONCE} children or fewer.", FIELD)]
    if len(found) < len(set(wanted)):
        return [Blocker("You cannot see one of these children.", FIELD)]
    if not any(one.people for one in found):
        return [Blocker("There is nobody to remind.", FIELD)]
    return []


def _people(chain: Owing, asker: UUID, today: date) -> tuple[list[tuple[Person, str]], list[str]]:
    owed = [
        *_by_manager(chain, today),
        *([("agency", "information")] if chain.agency_id and chain.is_open else []),
    ]
    people: list[tuple[Person, str]] = []
    cannot: list[str] = []
    for who, what in owed:
        there = [one for one in chain.people if _owes(one, chain, who)]
        missing = chain.manager_name if who == "manager" else f"Nobody of {chain.agency_name}"
        if not there:
            cannot.append(
                f"{missing} is {'not ' if who == 'manager' else ''}in this concern: let them in."
            )
        people += [(one, what) for one in there if one.by_mail and one.id != asker]
        cannot += [f"{one.name} reads in Accord only: ring them." for one in there
                   if not one.by_mail and one.id != asker]  # fmt: skip
        cannot += [f"You owe {what} yourself." for one in there if one.id == asker]
    return people, cannot if owed else ["Nobody owes anything that Accord knows of."]


def _by_manager(chain: Owing, today: date) -> list[tuple[str, str]]:
    if not chain.is_open:
        return []
    passed = chain.next_on is None or chain.next_on < today
    is_red = alert_on(chain.amber_on, chain.red_on, today) is Alert.RED
    owed = [
        *(["a date for the next meeting"] if passed and not chain.meeting_ahead else []),
        *(["a senior review"] if need_of(is_red=is_red, answer=chain.review_answer).owed else []),
    ]
    return [("manager", " and ".join(owed))] if owed else []


def _owes(person: Person, chain: Owing, who: str) -> bool:
    if who == "manager":
        return person.id == chain.manager_id
    return person.agency_id == chain.agency_id
