-- What there is to commit, what each agency has of it by week, and what its plans draw on.

-- Money is a stock, counted from its first week on; everything else is needed in each week.
create table resource_type (
    key text primary key constraint ck_resource_type_key check (key ~ '^[a-z][a-z0-9_]{0,49}$'),
    words text not null constraint ck_resource_type_words check (length(trim(words)) between 1 and 100),
    unit text not null constraint ck_resource_type_unit check (length(trim(unit)) between 1 and 50),
    per text not null constraint ck_resource_type_per check (per in ('week', 'total')),
    closed_at timestamptz,
    constraint uq_resource_type_words unique (words)
);
call accord_open('resource_type', 'select, insert, update (words, unit, closed_at)');
alter table resource_type no force row level security;
insert into resource_type (key, words, unit, per) values
    ('social_workers', 'Social workers', 'people', 'week'),
    ('police_officers', 'Police officers', 'people', 'week'),
    ('police_staff', 'Police staff', 'people', 'week'),
    ('health_staff', 'Health practitioners', 'people', 'week'),
    ('key_workers', 'Key workers', 'people', 'week'),
    ('voluntary_staff', 'Voluntary sector workers', 'people', 'week'),
    ('meeting_chairs', 'Meeting chairs', 'people', 'week'),
    ('minute_takers', 'Minute takers', 'people', 'week'),
    ('interview_slots', 'Interview slots', 'slots a week', 'week'),
    ('medical_slots', 'Medical slots', 'slots a week', 'week'),
    ('therapy_slots', 'Therapy slots', 'slots a week', 'week'),
    ('placements', 'Placements', 'places', 'week'),
    ('conference_slots', 'Child protection conference slots', 'slots a week', 'week'),
    ('room_days', 'Rooms', 'room days a week', 'week'),
    ('hotline_hours', 'Out-of-hours line', 'hours a week', 'week'),
    ('money', 'Money', 'pounds', 'total'),
    ('other', 'Something else', 'as the line says', 'week');
alter table resource_type force row level security;
create policy definer_functions on resource_type for select to accord_owner using (true);

alter table plan_resource
    add column type_key text not null default 'other' references resource_type on delete restrict,
    add column approver_id uuid references person on delete restrict,
    add column backfill text not null default '' constraint ck_plan_resource_backfill
        check (length(backfill) <= 1000),
    add column status text not null default 'requested' constraint ck_plan_resource_status
        check (status in ('requested', 'offered', 'committed', 'withdrawn')),
    add column used numeric(12, 2) not null default 0 constraint ck_plan_resource_used
        check (used >= 0);
alter table plan_resource no force row level security;
update plan_resource set status = 'committed' where committed > 0;
alter table plan_resource force row level security;
alter table plan_resource add constraint ck_plan_resource_offer
    check (status = 'committed' or committed = 0);
create index ix_plan_resource_type on plan_resource (agency_id, type_key) where removed_at is null;

-- Which of two operations gives way when both need the same: 1 goes before 9.
alter table operation add column precedence integer not null default 5
    constraint ck_operation_precedence check (precedence between 1 and 9);
grant update (precedence) on operation to accord_app, accord_worker;

-- What an agency says it has, week by week; of the rows for a week the highest number counts.
create table agency_capacity (
    id uuid primary key,
    agency_id uuid not null references agency on delete restrict,
    type_key text not null references resource_type on delete restrict
        constraint ck_agency_capacity_type check (type_key <> 'other'),
    week_on date not null constraint ck_agency_capacity_week check (extract(isodow from week_on) = 1),
    amount numeric(12, 2) not null constraint ck_agency_capacity_amount
        check (amount between 0 and 10000000),
    number integer not null constraint ck_agency_capacity_number check (number > 0),
    declared_by uuid not null references person on delete restrict,
    declared_at timestamptz not null,
    constraint uq_agency_capacity_number unique (agency_id, type_key, week_on, number)
);
call accord_open('agency_capacity', 'select, insert');
call accord_make_append_only('agency_capacity');
create policy own_hand on agency_capacity as restrictive for insert to accord_app, accord_worker
    with check (declared_by = accord_actor()
                and exists (select from person p
                            where p.id = accord_actor() and p.agency_id = agency_capacity.agency_id));

-- What is asked for and committed from week to week. Of operations that the actor is in, by
-- operation and period. Of all others no more than one sum for each week, without a name, and that
-- only for what the same agency commits of the same type in an operation that the actor is in.
-- With `of_operation`: only what that operation, if the actor is in it, shares with others. The
-- other two leave out agencies and types that nobody asks about.
create function accord_commitments(first_week date, last_week date, of_operation uuid,
                                   of_agencies uuid[], of_types text[])
returns table (operation_id uuid, agency_id uuid, type_key text, first_on date, last_on date,
               requested numeric, committed numeric)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with seen as materialized (
        select o.id from operation o where o.compartment_id = any ((select accord_compartments())::uuid[])
    ), shared as materialized (
        select distinct l.agency_id, l.type_key from plan_resource l join plan p on p.id = l.plan_id
        join seen on seen.id = p.operation_id
        where p.operation_id = of_operation and l.removed_at is null
    ), line as materialized (
        select seen.id as seen_id, l.agency_id, l.type_key,
               greatest(first_week, l.from_on - (extract(isodow from l.from_on)::integer - 1)) as first_on,
               case t.per when 'total' then last_week
                          else least(last_week, l.until_on - (extract(isodow from l.until_on)::integer - 1))
               end as last_on,
               sum(case when o.state in ('closed', 'stood_down') then 0 else l.requested end) as requested,
               -- What an operation that is over has spent stays spent; its people are free again.
               sum(case when o.state not in ('closed', 'stood_down') then l.committed
                        when t.per = 'total' then l.used else 0 end) as committed
        from plan_resource l
        join plan p on p.id = l.plan_id
        join operation o on o.id = p.operation_id
        join resource_type t on t.key = l.type_key
        left join seen on seen.id = o.id
        where l.removed_at is null and l.status <> 'withdrawn' and l.type_key <> 'other'
          and l.from_on < last_week + 7 and (t.per = 'total' or l.until_on >= first_week)
          and (of_agencies is null or l.agency_id = any (of_agencies))
          and (of_types is null or l.type_key = any (of_types))
          and (of_operation is null or (l.agency_id, l.type_key) in (select s.agency_id, s.type_key from shared s))
        group by 1, 2, 3, 4, 5
    )
    select line.seen_id, line.agency_id, line.type_key, line.first_on, line.last_on,
           line.requested, line.committed
    from line where line.seen_id is not null
    union all
    select null, line.agency_id, line.type_key, week.on_day, week.on_day, 0, sum(line.committed)
    from line
    cross join lateral (
        select line.first_on + 7 * n as on_day
        from generate_series(0, (line.last_on - line.first_on) / 7) n) week
    where line.seen_id is null and line.committed > 0
      and (line.agency_id, line.type_key) in (
        select own.agency_id, own.type_key from line own
        where own.seen_id is not null and own.committed > 0)
    group by line.agency_id, line.type_key, week.on_day
$$;
revoke all on function accord_commitments(date, date, uuid, uuid[], text[]) from public;
grant execute on function accord_commitments(date, date, uuid, uuid[], text[]) to accord_app, accord_worker;
