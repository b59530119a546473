-- After go-live: reviews of the plans, what happened against the forecast, the report and lessons.

-- That somebody looked at the version in force and found it right, or not; the latest counts.
create table plan_review (
    id uuid primary key,
    compartment_id uuid not null,
    plan_id uuid not null,
    plan_version_id uuid not null,
    changed boolean not null,
    note text not null constraint ck_plan_review_note check (length(trim(note)) between 1 and 4000),
    reviewed_by uuid not null references person on delete restrict,
    reviewed_at timestamptz not null,
    constraint plan_review_version_fkey foreign key (compartment_id, plan_id, plan_version_id)
        references plan_version (compartment_id, plan_id, id) on delete restrict
);
create index ix_plan_review_plan on plan_review (plan_id, reviewed_at desc);
call accord_wall('plan_review', 'select, insert');
call accord_make_append_only('plan_review');
create policy own_hand on plan_review as restrictive for insert to accord_app, accord_worker
    with check (reviewed_by = accord_actor());

-- One text of the end-of-investigation report; of the same part and agency the highest number is
-- what it says. What an agency would change is its own to say, everything else the lead's.
create table report_text (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    part text not null constraint ck_report_text_part check (part in (
        'happened', 'forecast', 'worked', 'did_not', 'young_people', 'changes')),
    agency_id uuid references agency on delete restrict,
    number integer not null constraint ck_report_text_number check (number > 0),
    content text not null constraint ck_report_text_content
        check (length(trim(content)) between 1 and 20000),
    written_by uuid not null references person on delete restrict,
    written_at timestamptz not null,
    constraint report_text_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint ck_report_text_agency check ((part = 'changes') = (agency_id is not null)),
    constraint uq_report_text_number unique nulls not distinct
        (compartment_id, operation_id, part, agency_id, number)
);
create index ix_report_text_operation on report_text (operation_id, part, agency_id, number desc);
call accord_wall('report_text', 'select, insert');
call accord_make_append_only('report_text');
create policy own_hand on report_text as restrictive for insert to accord_app, accord_worker
    with check (written_by = accord_actor());
create policy own_part on report_text as restrictive for insert to accord_app, accord_worker
    with check (case when agency_id is null
        then exists (select from operation o
                     where o.id = report_text.operation_id and o.lead_id = accord_actor())
        else exists (select from person p
                     where p.id = accord_actor() and p.agency_id = report_text.agency_id) end);

-- What was learned, who acts on it and by when; it outlives the operation.
create table lesson (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    learned text not null constraint ck_lesson_learned
        check (length(trim(learned)) between 1 and 2000),
    agency_id uuid not null references agency on delete restrict,
    due_on date not null,
    state text not null constraint ck_lesson_state check (state in ('open', 'done', 'dropped')),
    progress text not null constraint ck_lesson_progress check (length(progress) <= 2000),
    written_by uuid not null references person on delete restrict,
    written_at timestamptz not null,
    changed_by uuid references person on delete restrict,
    changed_at timestamptz,
    version integer not null,
    constraint lesson_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint ck_lesson_changed check ((changed_by is null) = (changed_at is null)),
    constraint ck_lesson_settled check (state = 'open' or length(trim(progress)) > 0)
);
create index ix_lesson_operation on lesson (operation_id, due_on);
create index ix_lesson_written on lesson (written_at desc, id desc);
call accord_wall('lesson', 'select, insert, update (state, progress, changed_by, changed_at, version)');
create policy own_hand on lesson as restrictive for insert to accord_app, accord_worker
    with check (written_by = accord_actor());

-- How many parts of its report an operation still lacks: each of the lead's, and one of each
-- required agency. It runs as the actor.
create function accord_report_lacks(operation uuid) returns bigint
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select count(*) from (
        select part, null::uuid as agency_id
        from unnest(array['happened', 'forecast', 'worked', 'did_not', 'young_people']) part
        union all
        select 'changes', agency_id from operation_agency where operation_id = operation) wanted
    where not exists (
        select from report_text t
        where t.operation_id = operation and t.part = wanted.part
          and t.agency_id is not distinct from wanted.agency_id)
$$;

create function accord_guard_report() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if accord_report_lacks(new.id) > 0 then
        raise exception 'an operation is reported on before it is closed'
            using errcode = 'integrity_constraint_violation', constraint = 'gate_operation_written';
    end if;
    return new;
end $$;
-- After `gate_operation_review`: triggers run in the order of their names.
create trigger gate_operation_written before update of state on operation
    for each row when (new.state = 'closed' and old.state <> 'closed')
    execute function accord_guard_report();

do $$ declare walled text; begin
    foreach walled in array array['operation', 'operation_child', 'strategy_meeting',
                                  'meeting_child', 'group_meeting', 'child_contact',
                                  'child_plan'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                            using (true)', walled);
        end if;
    end loop;
end $$;

-- Meetings about the operation's children and of its groups since it went live, by week (Monday);
-- counts of the whole operation, for members of its safeguarding tier alone.
create function accord_meetings_since_live(wanted uuid, until_at timestamptz)
returns table (week_on date, meetings integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with mine as materialized (
        select id, live_at from operation
        where id = wanted and live_at is not null
          and compartment_id = any ((select accord_compartments())::uuid[])),
    ours as (
        select c.meeting_id, child.ended_at from mine
        join operation_child child on child.operation_id = mine.id
        join meeting_child c on c.concern_id = child.concern_id
        union
        select g.meeting_id, null from mine join group_meeting g on g.operation_id = mine.id)
    select date_trunc('week', m.starts_at at time zone 'Europe/London')::date,
           count(distinct m.id)::integer
    from ours cross join mine
    join strategy_meeting m on m.id = ours.meeting_id and m.state <> 'cancelled'
        and m.starts_at >= mine.live_at and m.starts_at < until_at
        and (ours.ended_at is null or m.starts_at < ours.ended_at)
    group by 1 order by 1
$$;
revoke all on function accord_meetings_since_live(uuid, timestamptz) from public;
grant execute on function accord_meetings_since_live(uuid, timestamptz)
    to accord_app, accord_worker;

-- Contacts with the operation's children in each week from the one in which it went live, how many
-- children were supported for the whole of it, and how many of them had as many as `minimum`.
create function accord_contacts_since_live(wanted uuid, minimum integer, until_on date)
returns table (week_on date, contacts integer, children integer, children_met integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with mine as materialized (
        select id, date_trunc('week', live_at at time zone 'Europe/London')::date as first_on
        from operation
        where id = wanted and live_at is not null
          and compartment_id = any ((select accord_compartments())::uuid[])),
    supported as (
        select c.id, (c.attached_at at time zone 'Europe/London')::date as from_on,
               coalesce(least((c.ended_at at time zone 'Europe/London')::date, p.ended_on),
                        'infinity'::date) as ended_on
        from mine join operation_child c on c.operation_id = mine.id
        left join child_plan p on p.id = c.id),
    made as (
        select k.child_plan_id as id, date_trunc('week', k.happened_on::timestamp)::date as week_on,
               count(*) as contacts
        from supported join child_contact k on k.child_plan_id = supported.id
            and k.struck_at is null and k.kind <> 'attempt' and k.happened_on <= until_on
        group by 1, 2),
    weeks as (
        select week::date as week_on
        from mine, generate_series(mine.first_on::timestamp, until_on::timestamp, '7 days') week)
    select weeks.week_on, coalesce(sum(made.contacts), 0)::integer,
           (count(*) filter (where whole.week))::integer,
           (count(*) filter (
               where whole.week and coalesce(made.contacts, 0) >= minimum))::integer
    from weeks
    left join supported on true
    left join made on made.id = supported.id and made.week_on = weeks.week_on
    cross join lateral (
        select supported.from_on <= weeks.week_on
           and supported.ended_on >= weeks.week_on + 7 as week) whole
    group by 1 order by 1
$$;
revoke all on function accord_contacts_since_live(uuid, integer, date) from public;
grant execute on function accord_contacts_since_live(uuid, integer, date)
    to accord_app, accord_worker;

-- The report is printed as minutes and plans are.
alter table document drop constraint ck_document_kind;
alter table document add constraint ck_document_kind
    check (kind in ('minutes', 'plan', 'report', 'afterwards'));
