"""Everything that a batch's problem is built from; seven queries, inside an open transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import StoredSpan, week_of
from planning.people.rules import Actor, AgencyCategory, Role
from planning.procedures.queries import current_profile
from planning.procedures.rules import Profile
from planning.surge.reading import BatchRow, MeetingRow
from planning.surge.rules.attending import KeyWorker, Usual, preferred_of, required_of
from planning.surge.rules.building import grid_for
from planning.surge.rules.world import Absent, PersonRow, RoomRow, ToPlace, World
from planning.transactions import fetch_one

MOST_IN_POOL = 60
"""Of each role or category, the actor's own agency first."""
HORIZON = timedelta(days=200)

_CHILDREN = """
select
    (select coalesce(jsonb_agg(u), '[]') from (
        select mc.concern_id, a.person_id, count(*) as times, max(m.starts_at) as last_at
        from meeting_child mc
        join strategy_meeting m
            on m.compartment_id = mc.meeting_compartment_id and m.id = mc.meeting_id
        join attendee_child t on t.meeting_child_id = mc.id
        join attendee a on a.id = t.attendee_id
        where mc.concern_id = any ($1) and m.closed_at is not null and a.present
          and a.removed_at is null
          and (a.person_id in (m.chair_id, m.minute_taker_id)) is not true
        group by 1, 2) u) as usual,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'concern_id', o.concern_id, 'person_id', s.person_id) order by s.from_at, s.id), '[]')
     from key_worker_spell s
     join child_plan p on p.compartment_id = s.compartment_id and p.id = s.child_plan_id
     join operation_child o on o.compartment_id = p.compartment_id and o.id = p.id
     where s.concern_compartment_id = any ($2) and s.ended_at is null and s.post = 'worker')
        as workers,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'person_id', b.person_id, 'compartment_id', b.compartment_id)), '[]')
     from conflict_block b where b.compartment_id = any ($2) and b.lifted_at is null) as conflicts
"""

_DIARIES = f"""
with able as (
    select p.id, p.agency_id, p.name, unnest(array(
        select r.role from person_role r
        where r.person_id = p.id and r.role in ('{Role.CHAIR}', '{Role.MINUTE_TAKER}'))
        || case when p.decision_authority and a.category = any ($2::text[])
           then array[a.category] else '{{}}' end) as part
    from person p join agency a on a.id = p.agency_id
    where p.closed_at is null and a.closed_at is null),
placed as (
    select id, row_number() over (
        partition by part order by agency_id <> $6, name, id) as place from able),
everybody as (
    select p.id, p.name, p.agency_id, p.decision_authority, a.category
    from person p join agency a on a.id = p.agency_id
    where (p.id = any ($1) or p.id in (select id from placed where place <= {MOST_IN_POOL}))
      and p.closed_at is null and a.closed_at is null),
taken as (
    select person_id, jsonb_agg(jsonb_build_object(
        'starts_at', lower(during), 'ends_at', upper(during))) as busy
    from accord_people_busy_beside(
        array(select id from everybody), tstzrange($3, $4), $5::uuid[])
    group by person_id),
held as (
    select room_id, jsonb_agg(jsonb_build_object(
        'starts_at', lower(during), 'ends_at', upper(during))) as busy
    from accord_rooms_busy_beside(array(select id from room where closed_at is null),
                                  tstzrange($3, $4), $5::uuid[])
    group by room_id)
select
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'name', e.name, 'agency_id', e.agency_id, 'category', e.category,
        'decision_authority', e.decision_authority,
        'roles', array(select r.role from person_role r where r.person_id = e.id),
        'hours_said', exists (
            select from diary d where d.person_id = e.id and d.hours_set_at is not null),
        'hours', (select coalesce(jsonb_agg(h), '[]') from working_hours h
                  where h.person_id = e.id),
        'busy', coalesce(t.busy, '[]')) order by e.name, e.id), '[]')
     from everybody e left join taken t on t.person_id = e.id) as people,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', r.id, 'site', r.site, 'name', r.name, 'capacity', r.capacity,
        'busy', coalesce(h.busy, '[]')) order by r.capacity, r.site, r.name), '[]')
     from room r left join held h on h.room_id = r.id
     where r.closed_at is null and not r.is_virtual) as rooms,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'person_id', a.person_id, 'from_on', a.from_on, 'until_on', a.until_on)), '[]')
     from surge_absence a where a.batch_id = $7) as absent
"""


class _Conflict(msgspec.Struct, frozen=True):
    person_id: UUID
    compartment_id: UUID


class _Children(msgspec.Struct, frozen=True):
    usual: list[Usual]
    workers: list[KeyWorker]
    conflicts: list[_Conflict]


class _Person(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    agency_id: UUID
    category: AgencyCategory
    decision_authority: bool
    roles: list[Role]
    hours_said: bool
    hours: list[StoredSpan]
    busy: list[Taken]

    def row(self) -> PersonRow:
        return PersonRow(
            self.id, self.name, self.agency_id, self.category, self.decision_authority,
            self.roles, week_of(self.hours, said=self.hours_said), self.busy,
        )  # fmt: skip


class _Diaries(msgspec.Struct, frozen=True):
    people: list[_Person]
    rooms: list[RoomRow]
    absent: list[Absent]


async def world_of(
    batch: BatchRow,
    meetings: Sequence[MeetingRow],
    actor: Actor,
    now: datetime,
    *,
    but_meetings: Sequence[UUID] = (),
    beside: Sequence[UUID] = (),
    minutes: Mapping[UUID, int] | None = None,
    days: Sequence[date] = (),
) -> World:
    """The world in which these meetings are to be placed.

    `but_meetings` are those to be moved: nobody is busy with them. People `beside` are read too;
    `minutes` are the lengths of meetings that have one already, `days` those that the grid holds.
    """
    profile = (await current_profile(london_date(now))).profile
    children = await _children(meetings)
    named = [
        *(one.person_id for one in children.usual),
        *(one.person_id for one in children.workers),
    ]
    wanted = {category.value for one in meetings for category in profile.kinds[one.kind].required}
    diaries = await fetch_one(
        _Diaries, _DIARIES, [*named, *beside], sorted(wanted), now, now + HORIZON,
        list(but_meetings), actor.agency_id, batch.id,
    )  # fmt: skip
    assert diaries is not None  # noqa: S101 - the query always gives one row
    people = {person.id: person.row() for person in diaries.people}
    chairs = sum(Role.CHAIR in person.roles for person in people.values())
    due = [*(one.due_on for one in meetings), *days]
    return World(
        name=str(batch.id),
        grid=grid_for(
            due, chairs + batch.rules.extra_chairs, batch.rules, profile.closed_days, now
        ),
        rules=batch.rules,
        kinds=profile.kinds,
        people=list(people.values()),
        rooms=diaries.rooms,
        absent=diaries.absent,
        meetings=[
            msgspec.structs.replace(
                _to_place(one, children, people, profile), minutes=(minutes or {}).get(one.id)
            )
            for one in meetings
        ],
    )


async def _children(meetings: Sequence[MeetingRow]) -> _Children:
    found = await fetch_one(
        _Children,
        _CHILDREN,
        [key for one in meetings for key in one.concern_ids],
        [key for one in meetings for key in one.compartment_ids],
    )
    return found or _Children([], [], [])


def _to_place(
    one: MeetingRow, children: _Children, people: dict[UUID, PersonRow], profile: Profile
) -> ToPlace:
    kind = profile.kinds[one.kind]
    banned = [
        conflict.person_id
        for conflict in children.conflicts
        if conflict.compartment_id in one.compartment_ids
    ]
    free = {key: person for key, person in people.items() if key not in banned}
    required = required_of(one.concern_ids, children.workers, children.usual, free)
    return ToPlace(
        id=one.id,
        kind=one.kind,
        concern_ids=one.concern_ids,
        due_on=one.due_on,
        weight=one.weight,
        site=one.site,
        required=required,
        preferred=preferred_of(one.concern_ids, children.usual, required, kind, free),
        banned=banned,
        pinned_at=one.pinned_at,
        pinned_room_id=one.pinned_room_id,
    )
