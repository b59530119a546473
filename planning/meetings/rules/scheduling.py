"""What a meeting needs before it is convened, and which warnings go with it."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.clock import in_london, london_date, odd_hour
from planning.concerns.rules import NewChild, Opening, opening_blockers
from planning.diaries.rules.places import busy_blockers, room_blockers
from planning.errors import Blocker
from planning.meetings.rules.calendars import shown_place_faults
from planning.meetings.rules.known import Known, RoomKnown
from planning.meetings.rules.quorum import CategoryState, Standing, forecast
from planning.people.rules import Role, unknown_people
from planning.procedures.rules import KindRules, MeetingKind, Profile, convene_limit

REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST = timedelta(hours=12)
LONGEST_PURPOSE, LONGEST_PLACE = 4000, 500
PAST = "Enter a start in the future. If it was held already, record it as a discussion held."
MOST_PEOPLE = 60
"""A meeting of more decides nothing."""
MOST_CHILDREN = 40


class Mode(StrEnum):
    """How people meet; by phone only, nobody has met."""

    ROOM = "room"
    VIDEO = "video"
    PHONE = "phone"


class LocalTimes(msgspec.Struct, frozen=True):
    """Start and end as typed, in English local time; `ends_on` only across midnight."""

    on: date
    starts: time
    ends: time
    ends_on: date | None = None


class Invitee(msgspec.Struct, frozen=True):
    """Somebody to invite, for all children or, when either list is given, for those in them.

    `references` tick children whose concerns open with this meeting.
    """

    person_id: UUID
    concern_ids: list[UUID] | None = None
    references: list[str] | None = None


class Convening(msgspec.Struct, frozen=True):
    """A meeting to be convened.

    Children are open concerns, and those that `opening` opens in the same act. `decided_at` is
    when it was decided to convene: the clock starts there. Chair and minute taker attend for all
    children, whether they are among the invitees or not. Who is busy is invited, without a place,
    only when in `ask_although_busy`.
    """

    kind: MeetingKind
    purpose: str
    mode: Mode
    decided_at: datetime
    times: LocalTimes
    chair_id: UUID
    invitees: list[Invitee]
    concern_ids: list[UUID] = []
    opening: Opening | None = None
    minute_taker_id: UUID | None = None
    place: str = ""
    room_id: UUID | None = None
    place_in_calendars: bool = False
    ask_although_busy: list[UUID] = []


def new_reference() -> str:
    """A neutral random reference such as 7K4-QXP: no letter or figure that is easily confused."""
    drawn = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(6))
    return f"{drawn[:3]}-{drawn[3:]}"


def moments(times: LocalTimes) -> tuple[datetime, datetime]:
    """Start and end as aware UTC moments."""
    return in_london(times.on, times.starts), in_london(times.ends_on or times.on, times.ends)


def time_blockers(times: LocalTimes, now: datetime) -> list[Blocker]:
    """Why these times cannot be those of a future meeting."""
    starts_at, ends_at = moments(times)
    odd = [
        *odd_hour(times.on, times.starts, "starts"),
        *odd_hour(times.ends_on or times.on, times.ends, "ends"),
    ]
    faults = [*odd, *([Blocker(PAST, "starts")] if starts_at <= now else [])]
    if ends_at <= starts_at and not odd:
        faults.append(Blocker("Enter an end after the start.", "ends"))
    elif ends_at - starts_at > LONGEST:
        faults.append(Blocker("A meeting lasts at most 12 hours.", "ends"))
    return faults


def convening_blockers(
    convening: Convening, known: Known, kind: KindRules, now: datetime
) -> list[Blocker]:
    """Every reason why the meeting cannot be convened. A missing category is only a warning."""
    return [
        *time_blockers(convening.times, now),
        *named_blockers(convening, known, kind, now),
        *_place_faults(convening, known),
    ]


def named_blockers(
    convening: Convening, known: Known, kind: KindRules, now: datetime
) -> list[Blocker]:
    """The reasons that lie in what is said and in whom it names, whenever it takes place."""
    return [
        *_text_faults(convening, now),
        *_people_faults(convening, known),
        *_child_faults(convening, known, kind),
        *_conflict_faults(convening, known),
        *_opening_faults(convening, known, now),
    ]


def people_asked(convening: Convening) -> list[UUID]:
    """Chair, minute taker and invitees, each once, in that order."""
    chosen = [convening.chair_id, convening.minute_taker_id]
    everybody = [*chosen, *(invitee.person_id for invitee in convening.invitees)]
    return list(dict.fromkeys(person_id for person_id in everybody if person_id))


def children_for(convening: Convening, person_id: UUID, opened: Mapping[str, UUID]) -> list[UUID]:
    """The concerns that a person attends for; `opened` maps new references to their concerns."""
    everything = [*convening.concern_ids, *opened.values()]
    if person_id in {convening.chair_id, convening.minute_taker_id}:
        return everything
    invitee = next(found for found in convening.invitees if found.person_id == person_id)
    if invitee.concern_ids is None and invitee.references is None:
        return everything
    references = invitee.references or []
    ticked = {
        *(invitee.concern_ids or []),
        *(concern_id for reference, concern_id in opened.items() if reference in references),
    }
    return [concern_id for concern_id in everything if concern_id in ticked]


def warnings(
    convening: Convening,
    profile: Profile,
    standings: Sequence[Standing],
    children: Sequence[UUID],
    room: RoomKnown | None = None,
) -> list[str]:
    """What the meeting still owes, in words: never a refusal (design: Strategy meetings)."""
    starts_at, _ = moments(convening.times)
    limit = convene_limit(profile, convening.kind, convening.decided_at)
    found = [
        line.sentence
        for line in forecast(profile.kinds[convening.kind], standings, children).categories
        if line.state in {CategoryState.NOT_INVITED, CategoryState.BUSY}
    ]
    if starts_at > limit:
        found.append("The meeting is later than the limit for holding it.")
    if room and room.capacity < len(standings):
        found.append(f"The room holds {room.capacity}, and {len(standings)} people are invited.")
    return found


def _text_faults(convening: Convening, now: datetime) -> list[Blocker]:
    faults = []
    if not 1 <= len(convening.purpose.strip()) <= LONGEST_PURPOSE:
        faults.append(Blocker("Say what the meeting is for, in up to 4,000 characters.", "purpose"))
    if len(convening.place.strip()) > LONGEST_PLACE:
        faults.append(Blocker("Shorten the place to 500 characters.", "place"))
    if convening.decided_at > now:
        faults.append(Blocker("The decision to convene cannot be in the future.", "decided_at"))
    return faults


def _people_faults(convening: Convening, known: Known) -> list[Blocker]:
    by_id = {person.id: person for person in known.people}
    invited = Counter(invitee.person_id for invitee in convening.invitees)
    chair = by_id.get(convening.chair_id)
    faults = unknown_people(list(invited), list(by_id), "invitees")
    if chair is None or Role.CHAIR not in chair.roles:
        faults.append(Blocker("Choose a chair from the list of chairs.", "chair_id"))
    if convening.minute_taker_id and convening.minute_taker_id not in by_id:
        faults.append(Blocker("Choose a minute taker from the list.", "minute_taker_id"))
    faults.extend(
        Blocker(f"You invited {by_id[person_id].name} twice.", "invitees")
        for person_id, times in invited.items()
        if times > 1 and person_id in by_id
    )
    return [*faults, *too_many(len(people_asked(convening)), "invitees")]


def too_many(people: int, field: str) -> list[Blocker]:
    """A blocker when a meeting would have more people than it can."""
    if people <= MOST_PEOPLE:
        return []
    return [
        Blocker(f"Invite at most {MOST_PEOPLE} people to a meeting. This makes {people}.", field)
    ]


def _child_faults(convening: Convening, known: Known, kind: KindRules) -> list[Blocker]:
    references = {child.reference.strip() for child in _opened(convening)}
    ids = set(convening.concern_ids)
    faults = []
    if kind.needs_child and not ids and not references:
        faults.append(Blocker("Choose at least one child.", "concern_ids"))
    if ids - {concern.id for concern in known.concerns}:
        faults.append(Blocker("Choose children from the list.", "concern_ids"))
    if any(
        set(invitee.concern_ids or []) - ids or set(invitee.references or []) - references
        for invitee in convening.invitees
    ):
        faults.append(Blocker("Tick only children of this meeting.", "invitees"))
    return [*faults, *too_many_children(len(ids) + len(_opened(convening)), "concern_ids")]


def too_many_children(children: int, field: str) -> list[Blocker]:
    """A blocker when a meeting would be about more children than it can decide on."""
    if children <= MOST_CHILDREN:
        return []
    return [
        Blocker(
            f"A meeting has at most {MOST_CHILDREN} children. This makes {children}."
            " Convene a second meeting for the others.",
            field,
        )
    ]


def _opened(convening: Convening) -> list[NewChild]:
    return convening.opening.children if convening.opening else []


def _conflict_faults(convening: Convening, known: Known) -> list[Blocker]:
    names = {person.id: person.name for person in known.people}
    concern_of = {concern.compartment_id: concern.id for concern in known.concerns}
    asked = people_asked(convening)
    return [
        Blocker(
            f"{names[conflict.person_id]} has a conflict of interest for one of the children.",
            "invitees",
        )
        for conflict in known.conflicts
        if conflict.person_id in asked
        and concern_of[conflict.compartment_id]
        in children_for(convening, conflict.person_id, _placeholders(convening))
    ]


def _placeholders(convening: Convening) -> dict[str, UUID]:
    return {child.reference.strip(): UUID(int=0) for child in _opened(convening)}


def _place_faults(convening: Convening, known: Known) -> list[Blocker]:
    busy = [person for person in known.people if person.id in known.busy]
    faults = busy_blockers([person.named() for person in busy], convening.ask_although_busy)
    if convening.room_id and known.room is None:
        faults.append(Blocker("Choose a room from the list.", "room_id"))
    return [
        *faults,
        *room_blockers(busy=known.room is not None and known.room.busy),
        *shown_place_faults(place_of(convening, known), shown=convening.place_in_calendars),
    ]


def place_of(convening: Convening, known: Known) -> str:
    """Where it is: as typed, or the room."""
    return convening.place.strip() or (known.room.place if known.room else "")


def _opening_faults(convening: Convening, known: Known, now: datetime) -> list[Blocker]:
    if convening.opening is None:
        return []
    manager_id = convening.opening.senior_manager_id
    return opening_blockers(
        convening.opening,
        manager_roles=next(
            (known_.roles for known_ in known.people if known_.id == manager_id), None
        ),
        already_open=known.already_open,
        on=london_date(now),
    )
