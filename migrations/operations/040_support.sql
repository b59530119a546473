-- Victim support: a plan for each child of an operation, key workers, contact, reviews.
-- Every row is behind two walls: the operation's safeguarding tier and the child's concern.

-- Since when the operation is in its state; null of one that has not moved since this version.
alter table operation add column state_since timestamptz;
grant update (state_since) on operation to accord_app, accord_worker;

alter table operation_child add constraint uq_operation_child_compartment
    unique (compartment_id, concern_compartment_id, id);

-- A child's plan; its id is the attachment's. It is written by the first act, so a child without a
-- row has an empty plan.
create table child_plan (
    id uuid primary key,
    compartment_id uuid not null,
    concern_compartment_id uuid not null,
    not_criminalised boolean not null,
    risk_due_on date,
    review_due_on date,
    opened_by uuid not null references person on delete restrict,
    opened_at timestamptz not null,
    ended_on date,
    ended_by uuid references person on delete restrict,
    ended_at timestamptz,
    ended_reason text,
    constraint uq_child_plan_compartment unique (compartment_id, concern_compartment_id, id),
    constraint child_plan_child_fkey foreign key (compartment_id, concern_compartment_id, id)
        references operation_child (compartment_id, concern_compartment_id, id) on delete restrict,
    constraint ck_child_plan_ended check (
        (ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_reason is null)
        and (ended_at is null) = (ended_on is null)
        and length(trim(ended_reason)) between 1 and 4000)
);
call accord_wall('child_plan', 'select, insert, update (not_criminalised, risk_due_on,
    review_due_on, ended_on, ended_by, ended_at, ended_reason)');

-- Who was a child's key worker or deputy, from when until when.
create table key_worker_spell (
    id uuid primary key,
    compartment_id uuid not null,
    concern_compartment_id uuid not null,
    child_plan_id uuid not null,
    person_id uuid not null references person on delete restrict,
    post text not null constraint ck_key_worker_spell_post check (post in ('worker', 'deputy')),
    reason text not null constraint ck_key_worker_spell_reason
        check (length(trim(reason)) between 1 and 500),
    assigned_by uuid not null references person on delete restrict,
    from_at timestamptz not null,
    ended_by uuid references person on delete restrict,
    ended_at timestamptz,
    ended_reason text,
    constraint key_worker_spell_plan_fkey
        foreign key (compartment_id, concern_compartment_id, child_plan_id)
        references child_plan (compartment_id, concern_compartment_id, id) on delete restrict,
    constraint ck_key_worker_spell_ended check (
        (ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_reason is null)
        and ended_at >= from_at and length(trim(ended_reason)) between 1 and 500)
);
create unique index uq_key_worker_spell_live
    on key_worker_spell (compartment_id, child_plan_id, post) where ended_at is null;
create unique index uq_key_worker_spell_person
    on key_worker_spell (compartment_id, child_plan_id, person_id) where ended_at is null;
create index ix_key_worker_spell_plan on key_worker_spell (child_plan_id, from_at);
create index ix_key_worker_spell_mine on key_worker_spell (person_id) where ended_at is null;
call accord_wall('key_worker_spell',
                 'select, insert, update (ended_by, ended_at, ended_reason)');

create table child_risk (
    id uuid primary key,
    compartment_id uuid not null,
    concern_compartment_id uuid not null,
    child_plan_id uuid not null,
    immediate text not null constraint ck_child_risk_immediate
        check (length(trim(immediate)) between 1 and 4000),
    ongoing text not null constraint ck_child_risk_ongoing
        check (length(trim(ongoing)) between 1 and 4000),
    assessed_on date not null,
    next_on date not null,
    assessed_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    constraint child_risk_plan_fkey
        foreign key (compartment_id, concern_compartment_id, child_plan_id)
        references child_plan (compartment_id, concern_compartment_id, id) on delete restrict,
    constraint ck_child_risk_next check (next_on > assessed_on)
);
create index ix_child_risk_plan on child_risk (child_plan_id, recorded_at desc);
call accord_wall('child_risk', 'select, insert');
call accord_make_append_only('child_risk');

-- One part of a child's plan as it reads now; assessments have a date by which they are owed.
create table child_plan_part (
    child_plan_id uuid not null,
    key text not null constraint ck_child_plan_part_key check (key in (
        'wishes', 'physical', 'psychological', 'social', 'emotional', 'protection', 'family',
        'justice', 'precedence', 'exit')),
    compartment_id uuid not null,
    concern_compartment_id uuid not null,
    content text not null constraint ck_child_plan_part_content check (length(content) <= 4000),
    due_on date,
    done_on date,
    edited_by uuid not null references person on delete restrict,
    edited_at timestamptz not null,
    version integer not null,
    constraint child_plan_part_pkey primary key (child_plan_id, key),
    constraint child_plan_part_plan_fkey
        foreign key (compartment_id, concern_compartment_id, child_plan_id)
        references child_plan (compartment_id, concern_compartment_id, id) on delete restrict,
    constraint ck_child_plan_part_dates check (
        key in ('physical', 'psychological', 'social', 'emotional')
        or due_on is null and done_on is null)
);
create index ix_child_plan_part_due on child_plan_part (child_plan_id, due_on)
    where due_on is not null and done_on is null;
call accord_wall('child_plan_part',
                 'select, insert, update (content, due_on, done_on, edited_by, edited_at, version)');

-- The contact log. A wrong entry is struck out with a reason and stays to be read.
create table child_contact (
    id uuid primary key,
    compartment_id uuid not null,
    concern_compartment_id uuid not null,
    child_plan_id uuid not null,
    happened_on date not null,
    kind text not null constraint ck_child_contact_kind check (kind in (
        'visit', 'video', 'phone', 'message', 'attempt')),
    seen boolean not null,
    note text not null constraint ck_child_contact_note check (length(note) <= 4000),
    made_by uuid not null references person on delete restrict,
    made_at timestamptz not null,
    struck_by uuid references person on delete restrict,
    struck_at timestamptz,
    struck_reason text,
    constraint child_contact_plan_fkey
        foreign key (compartment_id, concern_compartment_id, child_plan_id)
        references child_plan (compartment_id, concern_compartment_id, id) on delete restrict,
    constraint ck_child_contact_seen check (not seen or kind in ('visit', 'video')),
    constraint ck_child_contact_struck check (
        (struck_at is null) = (struck_by is null) and (struck_at is null) = (struck_reason is null)
        and length(trim(struck_reason)) between 1 and 500)
);
create index ix_child_contact_plan on child_contact (child_plan_id, happened_on desc, made_at desc);
create index ix_child_contact_counted on child_contact (child_plan_id, happened_on)
    where struck_at is null and kind <> 'attempt';
call accord_wall('child_contact',
                 'select, insert, update (struck_by, struck_at, struck_reason)');

create table child_plan_review (
    id uuid primary key,
    compartment_id uuid not null,
    concern_compartment_id uuid not null,
    child_plan_id uuid not null,
    held_on date not null,
    summary text not null constraint ck_child_plan_review_summary
        check (length(trim(summary)) between 1 and 4000),
    next_on date not null,
    recorded_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    constraint child_plan_review_plan_fkey
        foreign key (compartment_id, concern_compartment_id, child_plan_id)
        references child_plan (compartment_id, concern_compartment_id, id) on delete restrict,
    constraint ck_child_plan_review_next check (next_on > held_on)
);
create index ix_child_plan_review_plan on child_plan_review (child_plan_id, recorded_at desc);
call accord_wall('child_plan_review', 'select, insert');
call accord_make_append_only('child_plan_review');

-- The second wall, whose hand writes, and what the definer functions below may read.
do $$ declare walled record; begin
    for walled in select * from (values
        ('child_plan', 'opened_by'), ('key_worker_spell', 'assigned_by'),
        ('child_risk', 'assessed_by'), ('child_plan_part', 'edited_by'),
        ('child_contact', 'made_by'), ('child_plan_review', 'recorded_by')) as t (name, hand) loop
        execute format('create policy in_the_concern_too on %I as restrictive for all
            to accord_app, accord_worker
            using (concern_compartment_id = any ((select accord_compartments())::uuid[]))
            with check (concern_compartment_id = any ((select accord_compartments())::uuid[]))',
            walled.name);
        execute format('create policy own_hand on %I as restrictive for insert
            to accord_app, accord_worker with check (%I = accord_actor())',
            walled.name, walled.hand);
        execute format('create policy definer_functions on %I for select to accord_owner
            using (true)', walled.name);
    end loop;
end $$;

-- Counts of the whole operation, for members of its safeguarding tier alone: children still
-- supported, and those without a key worker, a deputy or a risk assessment in date.
create function accord_support_standing(operation uuid, today date)
returns table (children integer, without_worker integer, without_deputy integer,
               risk_out_of_date integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select count(*)::integer,
           (count(*) filter (where not exists (
               select from key_worker_spell s where s.child_plan_id = c.id and s.post = 'worker'
                 and s.ended_at is null)))::integer,
           (count(*) filter (where not exists (
               select from key_worker_spell s where s.child_plan_id = c.id and s.post = 'deputy'
                 and s.ended_at is null)))::integer,
           (count(*) filter (where p.risk_due_on is null or p.risk_due_on < today))::integer
    from operation_child c
    join operation o on o.compartment_id = c.compartment_id and o.id = c.operation_id
    left join child_plan p on p.id = c.id
    where o.id = operation and c.ended_at is null and p.ended_at is null
      and o.compartment_id = any (accord_compartments())
$$;
revoke all on function accord_support_standing(uuid, date) from public;
grant execute on function accord_support_standing(uuid, date) to accord_app, accord_worker;

-- How many children each key worker has in the operation; for members of its safeguarding tier.
create function accord_support_caseloads(operation uuid)
returns table (person_id uuid, children integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select s.person_id, count(*)::integer
    from operation_child c
    join operation o on o.compartment_id = c.compartment_id and o.id = c.operation_id
    join key_worker_spell s on s.child_plan_id = c.id and s.post = 'worker' and s.ended_at is null
    where o.id = operation and c.ended_at is null
      and o.compartment_id = any (accord_compartments())
    group by s.person_id
$$;
revoke all on function accord_support_caseloads(uuid) from public;
grant execute on function accord_support_caseloads(uuid) to accord_app, accord_worker;

-- The key worker is reminded, the deputy where there is none: on Mondays of last week's contact,
-- which planning.support judges, and of whatever of a plan is due first.
alter view reminder_fact rename to reminder_fact_of_hand_overs;
create view reminder_fact with (security_invoker = true) as
select * from reminder_fact_of_hand_overs
union all
select due.kind, s.person_id, p.id, p.compartment_id, null, due.on_day, s.from_at, null, null, null
from key_worker_spell s
join child_plan p on p.id = s.child_plan_id and p.ended_at is null
join operation_child c on c.id = p.id and c.ended_at is null
join operation o on o.id = c.operation_id and o.state not in ('closed', 'stood_down')
cross join lateral (values
    ('support_contact',
     date_trunc('week', accord_now() at time zone 'Europe/London')::date),
    ('support_review', least(p.risk_due_on, p.review_due_on, (
        select min(a.due_on) from child_plan_part a
        where a.child_plan_id = p.id and a.due_on is not null and a.done_on is null)))
    ) as due (kind, on_day)
where s.ended_at is null and due.on_day is not null
  and (s.post = 'worker' or not exists (
        select from key_worker_spell w
        where w.child_plan_id = s.child_plan_id and w.post = 'worker' and w.ended_at is null));
grant select on reminder_fact to accord_app, accord_worker;
