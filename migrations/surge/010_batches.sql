-- Batches of waiting meetings, what was asked for them, and what the solver found.

-- A batch is seen by nobody but the scheduler who made it.
create table surge_batch (
    id uuid primary key,
    owner_id uuid not null references person on delete restrict,
    created_at timestamptz not null,
    state text not null constraint ck_surge_batch_state check (state in ('open', 'confirmed')),
    rules jsonb not null,
    confirmed_at timestamptz,
    constraint uq_surge_batch_owner unique (owner_id, id),
    constraint ck_surge_batch_confirmed check ((state = 'confirmed') = (confirmed_at is not null))
);
create index ix_surge_batch_owner on surge_batch (owner_id, created_at desc, id desc);
alter table surge_batch enable row level security;
alter table surge_batch force row level security;
create policy own on surge_batch for all to accord_app, accord_worker
    using (owner_id = accord_actor()) with check (owner_id = accord_actor());
grant select, insert, update (state, rules, confirmed_at) on surge_batch to accord_app;
grant select on surge_batch to accord_worker;

-- A meeting for one or more children, seen while its owner is in the concern of each of them.
create table surge_batch_meeting (
    id uuid primary key,
    owner_id uuid not null,
    batch_id uuid not null,
    compartment_ids uuid[] not null,
    concern_ids uuid[] not null,
    kind text not null,
    why text not null constraint ck_surge_batch_meeting_why check (why in (
        'never_met', 'adjourned', 'full_meeting', 'no_quorum')),
    decided_at timestamptz not null,
    due_on date not null,
    weight integer not null constraint ck_surge_batch_meeting_weight check (weight between 1 and 9),
    site text,
    excluded boolean not null default false,
    pinned_at timestamptz,
    pinned_room_id uuid references room on delete restrict,
    meeting_id uuid,
    meeting_compartment_id uuid,
    constraint surge_batch_meeting_batch_fkey foreign key (owner_id, batch_id)
        references surge_batch (owner_id, id) on delete restrict,
    constraint surge_batch_meeting_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint ck_surge_batch_meeting_children check (
        cardinality(concern_ids) > 0 and cardinality(concern_ids) = cardinality(compartment_ids)),
    constraint ck_surge_batch_meeting_pin check (pinned_room_id is null or pinned_at is not null),
    constraint ck_surge_batch_meeting_convened check (
        (meeting_id is null) = (meeting_compartment_id is null))
);
create index ix_surge_batch_meeting_batch on surge_batch_meeting (batch_id);
create index ix_surge_batch_meeting_meeting on surge_batch_meeting (meeting_id)
    where meeting_id is not null;
alter table surge_batch_meeting enable row level security;
alter table surge_batch_meeting force row level security;
create policy own_children on surge_batch_meeting for all to accord_app, accord_worker
    using (owner_id = accord_actor()
           and compartment_ids <@ (select accord_compartments())::uuid[])
    with check (owner_id = accord_actor()
                and compartment_ids <@ (select accord_compartments())::uuid[]);
grant select, insert,
      update (site, excluded, pinned_at, pinned_room_id, meeting_id, meeting_compartment_id)
    on surge_batch_meeting to accord_app;
grant select on surge_batch_meeting to accord_worker;

-- Somebody who cannot come for some days, as far as this batch goes; never why.
create table surge_absence (
    id uuid primary key,
    owner_id uuid not null,
    batch_id uuid not null,
    person_id uuid not null references person on delete restrict,
    from_on date not null,
    until_on date not null,
    reported_at timestamptz not null,
    constraint surge_absence_batch_fkey foreign key (owner_id, batch_id)
        references surge_batch (owner_id, id) on delete restrict,
    constraint ck_surge_absence_until check (until_on >= from_on)
);
create index ix_surge_absence_batch on surge_absence (batch_id);
alter table surge_absence enable row level security;
alter table surge_absence force row level security;
create policy own on surge_absence for all to accord_app, accord_worker
    using (owner_id = accord_actor()) with check (owner_id = accord_actor());
grant select, insert on surge_absence to accord_app;
grant select on surge_absence to accord_worker;

-- One question to the solver and its best answer so far. It goes with the first child of it that
-- its owner can see no more: every figure of it counts that child.
create table surge_run (
    id uuid primary key,
    owner_id uuid not null,
    batch_id uuid not null,
    compartment_ids uuid[] not null,
    kind text not null constraint ck_surge_run_kind check (kind in (
        'proposal', 'what_if', 'replan')),
    state text not null constraint ck_surge_run_state check (state in (
        'queued', 'running', 'done', 'stopped', 'failed')),
    what_if text constraint ck_surge_run_what_if check (
        what_if in ('chairs', 'weekends', 'shorter')),
    rules jsonb not null,
    seconds integer not null constraint ck_surge_run_seconds check (seconds between 1 and 120),
    asked_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    stop_asked boolean not null default false,
    spent_seconds integer not null default 0,
    stage text constraint ck_surge_run_stage check (stage in (
        'first', 'lateness', 'attendance', 'polish')),
    asked jsonb not null,
    answer jsonb,
    confirmed_at timestamptz,
    constraint surge_run_batch_fkey foreign key (owner_id, batch_id)
        references surge_batch (owner_id, id) on delete restrict,
    constraint ck_surge_run_compared check ((kind = 'what_if') = (what_if is not null)),
    constraint ck_surge_run_children check (cardinality(compartment_ids) > 0),
    constraint ck_surge_run_ended check (
        (state in ('done', 'stopped', 'failed')) = (ended_at is not null))
);
create index ix_surge_run_batch on surge_run (batch_id, asked_at desc, id desc);
alter table surge_run enable row level security;
alter table surge_run force row level security;
create policy own_children on surge_run for all to accord_app, accord_worker
    using (owner_id = accord_actor()
           and compartment_ids <@ (select accord_compartments())::uuid[])
    with check (owner_id = accord_actor()
                and compartment_ids <@ (select accord_compartments())::uuid[]);
grant select, insert,
      update (state, started_at, ended_at, stop_asked, spent_seconds, stage, answer, confirmed_at)
    on surge_run to accord_app;
grant select, update (state, started_at, ended_at, spent_seconds, stage, answer)
    on surge_run to accord_worker;

-- As accord_people_busy and accord_rooms_busy, with several meetings left out: those to be moved.
create function accord_people_busy_beside(people uuid[], within tstzrange, but_meetings uuid[])
returns table (person_id uuid, during tstzrange)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select found.person_id, unnest(range_agg(found.during * within))
    from (
        select b.person_id, b.during from person_booking b
        where b.person_id = any (people)
          and upper(b.during) > lower(within) and lower(b.during) < upper(within)
          and (b.meeting_id <> all (but_meetings)
               or b.compartment_id <> all (accord_compartments()))
        union all
        select a.person_id, tstzrange(a.starts_at, a.ends_at) from absence a
        where a.person_id = any (people)
          and a.ends_at > lower(within) and a.starts_at < upper(within)
    ) found
    group by found.person_id
$$;
create function accord_rooms_busy_beside(rooms uuid[], within tstzrange, but_meetings uuid[])
returns table (room_id uuid, during tstzrange)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select b.room_id, unnest(range_agg(b.during * within)) from room_booking b
    where b.room_id = any (rooms)
      and upper(b.during) > lower(within) and lower(b.during) < upper(within)
      and (b.meeting_id <> all (but_meetings)
           or b.compartment_id <> all (accord_compartments()))
    group by b.room_id
$$;
revoke all on function accord_people_busy_beside(uuid[], tstzrange, uuid[]) from public;
revoke all on function accord_rooms_busy_beside(uuid[], tstzrange, uuid[]) from public;
grant execute on function accord_people_busy_beside(uuid[], tstzrange, uuid[]) to accord_app;
grant execute on function accord_rooms_busy_beside(uuid[], tstzrange, uuid[]) to accord_app;
