"""Places that a meeting holds in diaries and in a room; inside its act's own transaction."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from planning.constraints import SENTENCES
from planning.diaries.rules.places import Named, busy_blockers, room_blockers
from planning.errors import Blocker, block_if
from planning.transactions import execute, fetch_one, fetch_value

JUST_BOOKED = Blocker(SENTENCES["ex_person_booking_during"], "ask_although_busy")
ROOM_JUST_BOOKED = Blocker(SENTENCES["ex_room_booking_during"], "room_id")


class _Wanting(msgspec.Struct, frozen=True):
    """Who and what the meeting wants and does not hold yet."""

    people: list[Named]
    busy: list[Named]
    wants_room: bool
    room_busy: bool


class _Held(msgspec.Struct, frozen=True):
    people: int
    rooms: int


_MEETING = """
with meeting as (
    select id, compartment_id, room_id, tstzrange(starts_at, ends_at) as during
    from strategy_meeting where id = $1 and state = 'convened'),
wanted as (
    select a.person_id from meeting m join attendee a on a.meeting_id = m.id
    where a.removed_at is null and a.answer <> 'declined' and not a.asked_although_busy)
"""

_WANTING = (
    _MEETING
    + """,
wanting as (
    select p.id, p.name from wanted w join person p on p.id = w.person_id, meeting m
    where not exists (select from person_booking b where b.meeting_id = m.id
                      and b.person_id = w.person_id and b.during = m.during)),
taken as (
    select b.person_id from meeting m,
        accord_people_busy(array(select id from wanting), m.during, m.id) b)
select
    (select coalesce(jsonb_agg(w), '[]') from wanting w) as people,
    (select coalesce(jsonb_agg(w order by w.name), '[]') from wanting w
     where w.id in (select person_id from taken)) as busy,
    exists (select from meeting m where m.room_id is not null and not exists (
        select from room_booking b where b.meeting_id = m.id and b.room_id = m.room_id
        and b.during = m.during)) as wants_room,
    exists (select from meeting m, accord_rooms_busy(array[m.room_id], m.during, m.id))
        as room_busy
"""
)

_FREE = (
    _MEETING
    + """,
room_freed as (
    delete from room_booking b where b.meeting_id = $1 and not exists (
        select from meeting m where m.room_id = b.room_id and m.during = b.during))
delete from person_booking b where b.meeting_id = $1 and not exists (
    select from meeting m, wanted w where w.person_id = b.person_id and m.during = b.during)
"""
)

_HOLD = (
    _MEETING
    + """,
asked as (
    update attendee set asked_although_busy = true
    where meeting_id = $1 and person_id = any ($3::uuid[])),
room_held as (
    insert into room_booking (meeting_id, compartment_id, room_id, during)
    select id, compartment_id, room_id, during from meeting where $4
    on conflict do nothing returning room_id),
held as (
    insert into person_booking (meeting_id, compartment_id, person_id, during)
    select m.id, m.compartment_id, person_id, m.during
    from meeting m, unnest($2::uuid[]) person_id order by person_id
    on conflict do nothing returning person_id)
select (select count(*) from held) as people, (select count(*) from room_held) as rooms
"""
)

_HOLD_OWN = (
    _MEETING
    + """,
already as (select from person_booking where meeting_id = $1 and person_id = $2),
held as (
    insert into person_booking (meeting_id, compartment_id, person_id, during)
    select id, compartment_id, $2, during from meeting where not exists (select from already)
    on conflict do nothing returning person_id)
select exists (select from already) or exists (select from held)
"""
)


async def hold_places(meeting_id: UUID, *, ask_although_busy: Collection[UUID] = ()) -> None:
    """Make the bookings of a meeting what its people, room, time and state now ask for.

    Raises `Blocked` naming who is busy and not in `ask_although_busy`; those in it are invited
    without a place. The rest of a meeting that is over or cancelled is freed.
    """
    wanting = await fetch_one(_Wanting, _WANTING, meeting_id)
    assert wanting is not None  # noqa: S101 - the query always gives one row
    block_if(
        [
            *busy_blockers(wanting.busy, ask_although_busy),
            *room_blockers(busy=wanting.room_busy),
        ]
    )
    await execute(_FREE, meeting_id)
    busy = {person.id for person in wanting.busy}
    free = [person.id for person in wanting.people if person.id not in busy]
    held = await fetch_one(_Held, _HOLD, meeting_id, free, list(busy), wanting.wants_room)
    block_if(
        [
            *([JUST_BOOKED] if held and held.people < len(free) else []),
            *([ROOM_JUST_BOOKED] if held and held.rooms < wanting.wants_room else []),
        ]
    )


async def choose_room(meeting_id: UUID, room_id: UUID | None) -> str:
    """Give a meeting another room, or none, and with it a place; call `hold_places` afterwards.

    Raises `Blocked` for a room that is closed or absent.
    """
    place = await fetch_value(
        "select site || ', ' || name from room where id = $1 and closed_at is null", room_id
    )
    if room_id is not None and place is None:
        block_if([Blocker("Choose a room from the list.", "room_id")])
    chosen: str = await fetch_value(
        "update strategy_meeting set place = coalesce($3, case when room_id is null then place"
        " else '' end), room_id = $2 where id = $1 returning place",
        meeting_id, room_id, place,
    )  # fmt: skip
    return chosen


async def free_places(meeting_id: UUID) -> None:
    """Give back all places of a meeting that is closed or cancelled; one statement."""
    await execute(_FREE, meeting_id)


async def hold_own_place(meeting_id: UUID, person_id: UUID) -> bool:
    """Hold a place for somebody who answers; false when they are booked elsewhere at the time."""
    return bool(await fetch_value(_HOLD_OWN, meeting_id, person_id))


async def free_own_place(meeting_id: UUID, person_id: UUID) -> None:
    """Give back the place of somebody who declines or is removed."""
    await execute(
        "delete from person_booking where meeting_id = $1 and person_id = $2",
        meeting_id,
        person_id,
    )
