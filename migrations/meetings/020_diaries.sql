-- Diaries: hours, absences, rooms, and the places that meetings hold in them.

alter table person_role drop constraint ck_person_role_role;
alter table person_role add constraint ck_person_role_role check (role in (
    'scheduler', 'chair', 'minute_taker', 'senior_manager', 'operation_lead', 'partnership',
    'auditor', 'administrator'));

create table room (
    id uuid primary key,
    site text not null constraint ck_room_site check (length(trim(site)) between 1 and 200),
    name text not null constraint ck_room_name check (length(trim(name)) between 1 and 200),
    is_virtual boolean not null,
    capacity integer not null constraint ck_room_capacity check (capacity between 1 and 1000),
    closed_at timestamptz,
    constraint uq_room_name unique (site, name)
);
call accord_open('room', 'select, insert, update');

-- What a person said of their week; without a row here they work Monday to Friday, 9 to 5.
create table diary (
    person_id uuid primary key references person on delete restrict,
    hours_set_at timestamptz,
    imported_at timestamptz
);
call accord_open('diary', 'select, insert, update');

-- The embedded server has no btree_gist: a range of one id does for equality.
create type uuid_range as range (subtype = uuid);

create table working_hours (
    id uuid primary key,
    person_id uuid not null references person on delete restrict,
    weekday integer not null constraint ck_working_hours_weekday check (weekday between 1 and 7),
    starts_minute integer not null,
    ends_minute integer not null,
    constraint ck_working_hours_minutes check (
        starts_minute >= 0 and ends_minute > starts_minute and ends_minute <= 1440),
    constraint ex_working_hours_overlap exclude using gist (
        uuid_range(person_id, person_id, '[]') with &&,
        int4range(weekday * 1440 + starts_minute, weekday * 1440 + ends_minute) with &&)
);
create index ix_working_hours_person on working_hours (person_id);
call accord_open('working_hours', 'select, insert, delete');

-- Who may open a diary: the person, and the schedulers of their agency.
create function accord_keeps_diary(of_person uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$ select of_person = accord_actor() or accord_actor_has_role('scheduler') and exists (
    select from person a join person p on p.agency_id = a.agency_id
    where a.id = accord_actor() and p.id = of_person) $$;

create table absence (
    id uuid primary key,
    person_id uuid not null references person on delete restrict,
    kind text not null constraint ck_absence_kind check (kind in ('leave', 'busy', 'imported')),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    constraint ck_absence_ends check (ends_at > starts_at)
);
create index ix_absence_person on absence (person_id, ends_at);
alter table absence enable row level security;
alter table absence force row level security;
create policy own_diary on absence for all to accord_app, accord_worker
    using (accord_keeps_diary(person_id)) with check (accord_keeps_diary(person_id));
create policy definer_functions on absence for select to accord_owner using (true);
grant select, insert, delete on absence to accord_app, accord_worker;

-- Places that meetings hold. Nobody can be held twice at a time, nor a room.
alter table strategy_meeting add room_id uuid references room on delete restrict;
create index ix_strategy_meeting_room on strategy_meeting (room_id) where room_id is not null;
alter table attendee add asked_although_busy boolean not null default false;

create table person_booking (
    meeting_id uuid not null,
    compartment_id uuid not null,
    person_id uuid not null references person on delete restrict,
    during tstzrange not null constraint ck_person_booking_during check (not isempty(during)),
    constraint person_booking_pkey primary key (meeting_id, person_id),
    constraint person_booking_meeting_fkey foreign key (compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint ex_person_booking_during exclude using gist (
        uuid_range(person_id, person_id, '[]') with &&, during with &&)
);
create index ix_person_booking_person on person_booking (person_id, upper(during));
call accord_wall('person_booking', 'select, insert, delete');
create policy definer_functions on person_booking for select to accord_owner using (true);

create table room_booking (
    meeting_id uuid primary key,
    compartment_id uuid not null,
    room_id uuid not null references room on delete restrict,
    during tstzrange not null constraint ck_room_booking_during check (not isempty(during)),
    constraint room_booking_meeting_fkey foreign key (compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint ex_room_booking_during exclude using gist (
        uuid_range(room_id, room_id, '[]') with &&, during with &&)
);
create index ix_room_booking_room on room_booking (room_id, upper(during));
call accord_wall('room_booking', 'select, insert, delete');
create policy definer_functions on room_booking for select to accord_owner using (true);

-- When people are busy, merged and cut to the time asked about, so that nothing tells one reason
-- from another. A meeting that the actor is in can be left out: it is the one to be moved.
create function accord_people_busy(people uuid[], within tstzrange, but_meeting uuid)
returns table (person_id uuid, during tstzrange)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select found.person_id, unnest(range_agg(found.during * within))
    from (
        select b.person_id, b.during from person_booking b
        where b.person_id = any (people)
          and upper(b.during) > lower(within) and lower(b.during) < upper(within)
          and (b.meeting_id is distinct from but_meeting
               or b.compartment_id <> all (accord_compartments()))
        union all
        select a.person_id, tstzrange(a.starts_at, a.ends_at) from absence a
        where a.person_id = any (people)
          and a.ends_at > lower(within) and a.starts_at < upper(within)
    ) found
    group by found.person_id
$$;

create function accord_rooms_busy(rooms uuid[], within tstzrange, but_meeting uuid)
returns table (room_id uuid, during tstzrange)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select b.room_id, unnest(range_agg(b.during * within)) from room_booking b
    where b.room_id = any (rooms)
      and upper(b.during) > lower(within) and lower(b.during) < upper(within)
      and (b.meeting_id is distinct from but_meeting
           or b.compartment_id <> all (accord_compartments()))
    group by b.room_id
$$;

-- Meetings to come that were convened before: of two that overlap, the first keeps the place.
alter table strategy_meeting no force row level security;
alter table attendee no force row level security;
alter table person_booking no force row level security;
insert into person_booking (meeting_id, compartment_id, person_id, during)
select m.id, m.compartment_id, a.person_id, tstzrange(m.starts_at, m.ends_at)
from strategy_meeting m join attendee a on a.meeting_id = m.id
where m.state = 'convened' and m.ends_at > accord_now()
  and a.removed_at is null and a.answer <> 'declined'
order by m.convened_at, m.id, a.person_id
on conflict do nothing;
alter table strategy_meeting force row level security;
alter table attendee force row level security;
alter table person_booking force row level security;
