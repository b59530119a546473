"""The diaries of those whom a meeting without a time concerns; inside an open transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec

from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import StoredSpan, week_of
from planning.errors import Blocked
from planning.finding.rules.search import (
    STEP_MINUTES,
    Diary,
    Guest,
    Helper,
    Place,
    Search,
    Sought,
)
from planning.meetings.rules.scheduling import Mode
from planning.people.rules import Actor, AgencyCategory, Role, unknown_people
from planning.procedures.rules import KindRules, Profile, convene_limit, convene_target
from planning.transactions import fetch_one

MOST_HELPERS = 100


class _Person(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    category: AgencyCategory
    decision_authority: bool
    roles: list[Role]
    hours_said: bool
    hours: list[StoredSpan]
    busy: list[Taken]

    def diary(self) -> Diary:
        return Diary(week_of(self.hours, said=self.hours_said), self.busy)

    def helper(self) -> Helper:
        return Helper(self.id, self.name, self.diary())


class _Room(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    capacity: int
    is_virtual: bool
    busy: list[Taken]


class _Diaries(msgspec.Struct, frozen=True):
    people: list[_Person]
    rooms: list[_Room]


_DIARIES = f"""
with pool as (
    select p.id from person p join agency a on a.id = p.agency_id
    where p.closed_at is null and a.closed_at is null and exists (
        select from person_role r where r.person_id = p.id and r.role = any ($2::text[]))
    order by p.agency_id <> $6, p.name, p.id limit {MOST_HELPERS}),
everybody as (
    select p.id, p.name, p.decision_authority, a.category, p.agency_id <> $6 as of_others
    from person p join agency a on a.id = p.agency_id
    where (p.id = any ($1) or p.id in (select id from pool))
      and p.closed_at is null and a.closed_at is null),
taken as (
    select person_id, jsonb_agg(jsonb_build_object(
        'starts_at', lower(during), 'ends_at', upper(during))) as busy
    from accord_people_busy(array(select id from everybody), tstzrange($3, $4), $5)
    group by person_id),
held as (
    select room_id, jsonb_agg(jsonb_build_object(
        'starts_at', lower(during), 'ends_at', upper(during))) as busy
    from accord_rooms_busy(array(select id from room where closed_at is null),
                           tstzrange($3, $4), $5)
    group by room_id)
select
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'name', e.name, 'category', e.category,
        'decision_authority', e.decision_authority,
        'roles', array(select r.role from person_role r where r.person_id = e.id),
        'hours_said', exists (
            select from diary d where d.person_id = e.id and d.hours_set_at is not null),
        'hours', (select coalesce(jsonb_agg(h), '[]') from working_hours h
                  where h.person_id = e.id),
        'busy', coalesce(t.busy, '[]')) order by e.of_others, e.name, e.id), '[]')
     from everybody e left join taken t on t.person_id = e.id) as people,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'name', r.site || ', ' || r.name, 'capacity', r.capacity,
        'is_virtual', r.is_virtual, 'busy', coalesce(h.busy, '[]'))
        order by r.capacity, r.site, r.name), '[]')
     from room r left join held h on h.room_id = r.id where r.closed_at is null) as rooms
"""


async def search_for(
    sought: Sought,
    profile: Profile,
    meeting_id: UUID | None,
    actor: Actor,
    *,
    begins: datetime,
    until: datetime,
) -> Search:
    """Everything that a search looks at between two moments, a meeting to be moved left out.

    Raises `Blocked` for people who have left.
    """
    named = _named(sought)
    diaries = await fetch_one(
        _Diaries, _DIARIES, named, _pools(sought), begins, until, meeting_id, actor.agency_id
    )
    assert diaries is not None  # noqa: S101 - the query always gives one row
    unknown = unknown_people(named, [person.id for person in diaries.people], "invitees")
    if unknown:
        raise Blocked(unknown)
    return _search(sought, profile, diaries, now=begins, until=until)


def _named(sought: Sought) -> list[UUID]:
    helpers = (sought.chair_id, sought.minute_taker_id)
    asked = [*helpers, *(invitee.person_id for invitee in sought.invitees)]
    return list(dict.fromkeys(person_id for person_id in asked if person_id))


def _search(
    sought: Sought, profile: Profile, diaries: _Diaries, *, now: datetime, until: datetime
) -> Search:
    people = {person.id: person for person in diaries.people}
    kind, named = profile.kinds[sought.kind], _named(sought)
    needs_taker = bool(sought.minute_taker_id) or sought.find_minute_taker
    return Search(
        now=now,
        until=until,
        quarters=sought.minutes // STEP_MINUTES,
        target=convene_target(profile, sought.kind, sought.decided_at),
        limit=convene_limit(profile, sought.kind, sought.decided_at),
        kind=kind,
        children=_children(sought),
        guests=[_guest(sought, people[person_id], kind) for person_id in named],
        chairs=_helpers(people, sought.chair_id, Role.CHAIR, wanted=True),
        minute_takers=_helpers(
            people, sought.minute_taker_id, Role.MINUTE_TAKER, wanted=needs_taker
        ),
        rooms=_rooms(sought, diaries.rooms, len(named)),
        needs_minute_taker=needs_taker,
        needs_room=sought.mode is Mode.ROOM and any(not room.is_virtual for room in diaries.rooms),
    )


def _pools(sought: Sought) -> list[Role]:
    return [
        *([] if sought.chair_id else [Role.CHAIR]),
        *([Role.MINUTE_TAKER] if sought.find_minute_taker and not sought.minute_taker_id else []),
    ]


def _helpers(
    people: dict[UUID, _Person], chosen: UUID | None, role: Role, *, wanted: bool
) -> list[Helper]:
    """The one who was chosen, or everybody of the role; nobody does both."""
    if chosen:
        return [people[chosen].helper()]
    if not wanted:
        return []
    return [
        person.helper()
        for person in people.values()
        if role in person.roles and (role is Role.CHAIR or Role.CHAIR not in person.roles)
    ]


def _children(sought: Sought) -> list[UUID]:
    return [*sought.concern_ids, *map(_stand_in, sought.references)]


def _stand_in(reference: str) -> UUID:
    """A child whose concern is not open yet needs an id for as long as times are compared."""
    return uuid5(NAMESPACE_OID, reference)


def _guest(sought: Sought, person: _Person, kind: KindRules) -> Guest:
    authority = person.decision_authority
    senior = Role.SENIOR_MANAGER in person.roles or not kind.senior_managers
    return Guest(
        person.id,
        person.name,
        person.category,
        authority and senior,
        _there_for(sought, person.id),
        person.diary(),
    )


def _there_for(sought: Sought, person_id: UUID) -> list[UUID]:
    """Chair and minute taker are there for all, like whoever is ticked for none in particular."""
    ticks = {invitee.person_id: invitee for invitee in sought.invitees}
    invitee = ticks.get(person_id)
    runs = person_id in {sought.chair_id, sought.minute_taker_id}
    if runs or invitee is None or (invitee.concern_ids is None and invitee.references is None):
        return _children(sought)
    return [*(invitee.concern_ids or []), *map(_stand_in, invitee.references or [])]


def _rooms(sought: Sought, rooms: Sequence[_Room], people: int) -> list[Place]:
    """Rooms of the mode that hold everybody: the one preferred, then the smallest first."""
    if sought.mode is Mode.PHONE:
        return []
    return [
        Place(room.id, room.name, room.busy)
        for room in sorted(rooms, key=lambda room: room.id != sought.room_id)
        if room.is_virtual is (sought.mode is Mode.VIDEO)
        and room.capacity >= (sought.capacity or people)
    ]
