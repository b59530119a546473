-- Functions name pg_temp last: unnamed it comes first, and a temporary table could pose as ours.
-- Who sees what. Roles accord_owner, accord_app and accord_worker exist before (service.database.roles).

create function accord_actor() returns uuid
language sql stable set search_path = pg_catalog
as $$ select nullif(current_setting('accord.actor', true), '')::uuid $$;

create table agency (
    id uuid primary key,
    name text not null constraint ck_agency_name check (length(trim(name)) between 1 and 200),
    category text not null constraint ck_agency_category check (category in (
        'social_care', 'police', 'health', 'education', 'youth_justice', 'probation',
        'voluntary', 'legal', 'partnership')),
    closed_at timestamptz,
    constraint uq_agency_name unique (name)
);

create table person (
    id uuid primary key,
    agency_id uuid not null references agency on delete restrict,
    name text not null constraint ck_person_name check (length(trim(name)) between 1 and 200),
    email text not null constraint ck_person_email check (email = lower(email) and email like '%_@_%'),
    job_title text not null constraint ck_person_job_title check (length(job_title) <= 200),
    decision_authority boolean not null,
    closed_at timestamptz,
    constraint uq_person_email unique (email),
    constraint uq_person_agency unique (agency_id, id)
);
create index ix_person_agency_name on person (agency_id, name);

create table person_role (
    person_id uuid not null references person on delete restrict,
    role text not null constraint ck_person_role_role check (role in (
        'scheduler', 'chair', 'senior_manager', 'operation_lead', 'partnership', 'auditor',
        'administrator')),
    granted_at timestamptz not null,
    granted_by uuid references person on delete restrict,
    constraint person_role_pkey primary key (person_id, role)
);

create table signatory (
    id uuid primary key,
    agency_id uuid not null,
    person_id uuid not null,
    from_on date not null,
    until_on date,
    constraint signatory_person_fkey foreign key (agency_id, person_id)
        references person (agency_id, id) on delete restrict,
    constraint ck_signatory_until check (until_on is null or until_on >= from_on),
    constraint uq_signatory_person unique (person_id, from_on)
);
create index ix_signatory_agency on signatory (agency_id);

-- Need to know ----------------------------------------------------------------------------------

create table compartment (
    id uuid primary key,
    kind text not null constraint ck_compartment_kind check (kind in (
        'concern', 'meeting', 'operation_safeguarding', 'operation_police')),
    created_at timestamptz not null
);

create table membership (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    person_id uuid not null references person on delete restrict,
    reason text not null constraint ck_membership_reason check (length(trim(reason)) between 1 and 500),
    granted_by uuid not null references person on delete restrict,
    from_at timestamptz not null,
    until_at timestamptz,
    ended_at timestamptz,
    constraint ck_membership_until check (until_at is null or until_at > from_at)
);
-- Holds all that accord_compartments() reads: every policy asks it, so it must not touch the table.
create index ix_membership_person on membership (person_id, compartment_id) include (until_at)
    where ended_at is null;
-- New rows must soon be known as visible to all, or that index alone does not do: 5 ms become 0.7.
alter table membership set (autovacuum_vacuum_insert_scale_factor = 0.02,
                            autovacuum_vacuum_scale_factor = 0.02);
create index ix_membership_compartment on membership (compartment_id);

create table conflict_block (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    person_id uuid not null references person on delete restrict,
    reason text not null constraint ck_conflict_block_reason check (length(trim(reason)) between 1 and 500),
    declared_by uuid not null references person on delete restrict,
    declared_at timestamptz not null,
    lifted_at timestamptz
);
create index ix_conflict_block_person on conflict_block (person_id, compartment_id) where lifted_at is null;

-- The compartments in which the actor is now: live memberships, less conflicts of interest, which
-- win over everything. Time-bounded ones end by themselves.
create function accord_compartments() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(m.compartment_id), '{}')
    from membership m
    where m.person_id = accord_actor()
      and m.ended_at is null
      and (m.until_at is null or m.until_at > clock_timestamp())
      and m.compartment_id <> all (array(
          select b.compartment_id from conflict_block b
          where b.person_id = accord_actor() and b.lifted_at is null))
$$;

create function accord_has_members(compartment uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select exists (select from membership where compartment_id = compartment) $$;

create function accord_actor_has_role(wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select exists (select from person_role where person_id = accord_actor() and role = wanted) $$;

-- What happened -----------------------------------------------------------------------------------

create table history_event (
    id uuid primary key,
    happened_at timestamptz not null,
    actor_id uuid references person on delete restrict,
    act text not null constraint ck_history_event_act check (act ~ '^[a-z_]+\.[a-z_]+$'),
    subject_kind text not null,
    subject_id uuid,
    compartment_id uuid references compartment on delete restrict,
    detail jsonb not null
);
create index ix_history_event_compartment on history_event (compartment_id, happened_at);
create index ix_history_event_subject on history_event (subject_id, happened_at);

create table record_read (
    id uuid primary key,
    read_at timestamptz not null,
    person_id uuid not null references person on delete restrict,
    subject_kind text not null,
    subject_id uuid not null,
    compartment_id uuid not null references compartment on delete restrict
);
create index ix_record_read_subject on record_read (compartment_id, subject_id, read_at);

create function accord_refuse_change() returns trigger
language plpgsql set search_path = pg_catalog
as $$ begin
    raise exception 'the rows of % are never changed or removed', tg_table_name
        using errcode = 'integrity_constraint_violation', constraint = 'append_only_' || tg_table_name;
end $$;

-- Makes a table append-only for every role, its owner and superusers too.
create procedure accord_make_append_only(target regclass)
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    execute format('create trigger append_only before update or delete on %s
        for each row execute function accord_refuse_change()', target);
    execute format('create trigger append_only_truncate before truncate on %s
        for each statement execute function accord_refuse_change()', target);
end $$;
call accord_make_append_only('history_event');
call accord_make_append_only('record_read');

-- Policies ----------------------------------------------------------------------------------------

-- The standard wall for a table whose rows are in a compartment (`compartment_id`).
create procedure accord_wall(target regclass, grants text)
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy need_to_know on %s for all to accord_app, accord_worker
        using (compartment_id = any ((select accord_compartments())::uuid[]))
        with check (compartment_id = any ((select accord_compartments())::uuid[]))', target);
    execute format('grant %s on %s to accord_app, accord_worker', grants, target);
end $$;

-- For a table that every signed-in person may read and whose rows hold no case content.
create procedure accord_open(target regclass, grants text)
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy reference_data on %s for all to accord_app, accord_worker
        using (true) with check (true)', target);
    execute format('grant %s on %s to accord_app, accord_worker', grants, target);
end $$;

call accord_open('agency', 'select, insert, update');
call accord_open('person', 'select, insert, update');
call accord_open('person_role', 'select, insert, delete');
call accord_open('signatory', 'select, insert, update');

alter table compartment enable row level security;
alter table compartment force row level security;
create policy see on compartment for select to accord_app, accord_worker
    using (id = any ((select accord_compartments())::uuid[]));
create policy make on compartment for insert to accord_app with check (true);
grant select, insert on compartment to accord_app;
grant select on compartment to accord_worker;

alter table membership enable row level security;
alter table membership force row level security;
create policy see on membership for select to accord_app, accord_worker
    using (person_id = accord_actor()
           or compartment_id = any ((select accord_compartments())::uuid[]));
create policy grant_membership on membership for insert to accord_app
    with check (granted_by = accord_actor()
                and (compartment_id = any ((select accord_compartments())::uuid[])
                     or not accord_has_members(compartment_id)));
create policy end_membership on membership for update to accord_app
    using (compartment_id = any ((select accord_compartments())::uuid[]));
grant select, insert, update (ended_at) on membership to accord_app;
grant select on membership to accord_worker;

-- The definer functions above belong to accord_owner, who is under the same walls (force): these
-- three tables are what those functions may read.
create policy definer_functions on membership for select to accord_owner using (true);
create policy definer_functions on conflict_block for select to accord_owner using (true);
create policy definer_functions on person_role for select to accord_owner using (true);

-- A conflict is seen by the person it is about and by the members; only members declare one.
alter table conflict_block enable row level security;
alter table conflict_block force row level security;
create policy see on conflict_block for select to accord_app, accord_worker
    using (person_id = accord_actor()
           or compartment_id = any ((select accord_compartments())::uuid[]));
create policy declare on conflict_block for insert to accord_app
    with check (declared_by = accord_actor()
                and compartment_id = any ((select accord_compartments())::uuid[]));
create policy lift on conflict_block for update to accord_app
    using (compartment_id = any ((select accord_compartments())::uuid[]));
grant select, insert, update (lifted_at) on conflict_block to accord_app;
grant select on conflict_block to accord_worker;

alter table history_event enable row level security;
alter table history_event force row level security;
create policy see on history_event for select to accord_app, accord_worker
    using (compartment_id = any ((select accord_compartments())::uuid[])
           or (compartment_id is null
               and (accord_actor_has_role('auditor') or accord_actor_has_role('administrator'))));
create policy write on history_event for insert to accord_app, accord_worker
    with check (actor_id is not distinct from accord_actor()
                and (compartment_id is null
                     or compartment_id = any ((select accord_compartments())::uuid[])));
grant select, insert on history_event to accord_app, accord_worker;

alter table record_read enable row level security;
alter table record_read force row level security;
create policy need_to_know on record_read for all to accord_app, accord_worker
    using (compartment_id = any ((select accord_compartments())::uuid[]))
    with check (compartment_id = any ((select accord_compartments())::uuid[])
                and person_id = accord_actor());
grant select, insert on record_read to accord_app, accord_worker;
