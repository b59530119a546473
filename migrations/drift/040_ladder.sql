-- The escalation ladder: four stages, each with an owner, for drift and for disagreement.

-- Who answers for an agency at each stage; whoever is not here follows from roles.
create table escalation_owner (
    agency_id uuid not null,
    stage integer not null constraint ck_escalation_owner_stage check (stage between 1 and 4),
    person_id uuid not null,
    deputy_id uuid,
    set_by uuid not null references person on delete restrict,
    set_at timestamptz not null,
    constraint escalation_owner_pkey primary key (agency_id, stage),
    constraint escalation_owner_person_fkey foreign key (agency_id, person_id)
        references person (agency_id, id) on delete restrict,
    constraint escalation_owner_deputy_fkey foreign key (agency_id, deputy_id)
        references person (agency_id, id) on delete restrict,
    constraint ck_escalation_owner_deputy check (deputy_id <> person_id)
);
call accord_open('escalation_owner', 'select, insert, update, delete');
create policy administered on escalation_owner as restrictive for insert to accord_app, accord_worker
    with check ((select accord_actor_has_role('administrator')) and set_by = accord_actor());
create policy administered_end on escalation_owner as restrictive for delete to accord_app, accord_worker
    using ((select accord_actor_has_role('administrator')));
create policy administered_changes on escalation_owner as restrictive for update to accord_app, accord_worker
    using ((select accord_actor_has_role('administrator'))) with check (set_by = accord_actor());

-- One row per escalation, with its present stage; a plan's is in the compartment of a tier.
drop index uq_escalation_open;
drop index ix_escalation_owner;
alter table escalation no force row level security;
alter table escalation
    alter concern_id drop not null,
    alter owner_id drop not null,
    add kind text constraint ck_escalation_kind check (kind in ('drift', 'decision', 'plan')),
    add plan_id uuid,
    add plan_compartment_id uuid,
    add urgent boolean,
    add by_clock boolean,
    add agency_id uuid references agency on delete restrict,
    add raised_from uuid references agency on delete restrict,
    add profile_version integer references procedure_profile on delete restrict,
    add state text constraint ck_escalation_state check (state in (
        'open', 'answered', 'accepted', 'withdrawn', 'unresolved')),
    add started_at timestamptz,
    add due_at timestamptz,
    add moves_up_at timestamptz,
    add ended_at timestamptz;
-- Until now there was one stage and its answer was the end. When an unanswered one moves up is
-- worked out when its time comes, with the days that are closed.
update escalation e set
    kind = 'drift',
    urgent = false,
    by_clock = e.raised_by = e.owner_id,
    agency_id = o.agency_id,
    raised_from = r.agency_id,
    profile_version = coalesce(
        (select p.version from procedure_profile p
         where p.in_force_from <= (e.raised_at at time zone 'Europe/London')::date
         order by p.in_force_from desc, p.version desc limit 1),
        (select min(p.version) from procedure_profile p)),
    state = case when e.answered_at is null then 'open' else 'accepted' end,
    started_at = e.raised_at,
    due_at = (e.due_on + 1)::timestamp at time zone 'Europe/London',
    moves_up_at = (e.due_on + 1)::timestamp at time zone 'Europe/London' + interval '9 hours',
    ended_at = e.answered_at
from person o, person r
where o.id = e.owner_id and r.id = e.raised_by;
alter table escalation
    alter kind set not null,
    alter urgent set not null,
    alter by_clock set not null,
    alter agency_id set not null,
    alter raised_from set not null,
    alter profile_version set not null,
    alter state set not null,
    alter started_at set not null,
    alter due_at set not null,
    alter moves_up_at set not null,
    add constraint uq_escalation_compartment unique (compartment_id, id),
    add constraint escalation_plan_fkey foreign key (plan_compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    add constraint ck_escalation_subject check (
        (kind = 'plan') = (plan_id is not null) and (kind = 'plan') = (concern_id is null)
        and (plan_id is null) = (plan_compartment_id is null)),
    add constraint ck_escalation_owner check (
        (owner_id is not null or state = 'unresolved') and (answered_at is not null or state in (
            'open', 'withdrawn', 'unresolved'))),
    add constraint ck_escalation_ended check (
        (ended_at is null) = (state in ('open', 'answered'))),
    add constraint ck_escalation_due check (due_at > started_at and moves_up_at >= due_at);
alter table escalation force row level security;
create unique index uq_escalation_open on escalation (compartment_id, concern_id)
    where kind = 'drift' and state = 'open';
create index ix_escalation_owner on escalation (owner_id, due_at) where state = 'open';
create index ix_escalation_clock on escalation (moves_up_at) where state = 'open';
create index ix_escalation_raised on escalation (raised_by, raised_at desc, id desc);
create index ix_escalation_agency on escalation (agency_id, raised_at desc, id desc);
create index ix_escalation_concern on escalation (concern_id);
create index ix_escalation_plan on escalation (plan_id) where plan_id is not null;
create policy own_hand on escalation as restrictive for insert to accord_app, accord_worker
    with check (raised_by = accord_actor());
-- Of a plan it is in the plan's own tier, or in the police-sensitive one of the same operation.
create policy tier_of_plan on escalation as restrictive for insert to accord_app, accord_worker
    with check (plan_id is null or compartment_id = plan_compartment_id or exists (
        select from plan p
        join operation o on o.compartment_id = p.compartment_id and o.id = p.operation_id
        where p.compartment_id = plan_compartment_id and p.id = plan_id
          and o.police_compartment_id = escalation.compartment_id));

-- What happened to it, in order. Nobody's hand: what the clock did or the ladder itself.
create table escalation_step (
    id uuid primary key,
    compartment_id uuid not null,
    escalation_id uuid not null,
    number integer not null constraint ck_escalation_step_number check (number > 0),
    act text not null constraint ck_escalation_step_act check (act in (
        'raised', 'asked', 'skipped', 'answered', 'accepted', 'moved_up', 'timed_out',
        'passed_over', 'withdrawn', 'unresolved')),
    stage integer not null constraint ck_escalation_step_stage check (stage between 1 and 4),
    owner_id uuid references person on delete restrict,
    due_at timestamptz,
    by_id uuid references person on delete restrict,
    at timestamptz not null,
    words text constraint ck_escalation_step_words check (length(trim(words)) between 1 and 4000),
    child_safe_meanwhile text constraint ck_escalation_step_child_safe
        check (length(trim(child_safe_meanwhile)) between 1 and 2000),
    constraint escalation_step_escalation_fkey foreign key (compartment_id, escalation_id)
        references escalation (compartment_id, id) on delete restrict,
    constraint uq_escalation_step_number unique (escalation_id, number),
    constraint ck_escalation_step_asked check (
        (act = 'asked') = (due_at is not null)
        and (act in ('asked', 'passed_over')) = (owner_id is not null)),
    constraint ck_escalation_step_hand check (
        act in ('raised', 'answered', 'accepted', 'moved_up', 'withdrawn') or by_id is null)
);
insert into escalation_step (id, compartment_id, escalation_id, number, act, stage, owner_id,
                             due_at, by_id, at, words, child_safe_meanwhile)
select gen_random_uuid(), e.compartment_id, e.id, s.*
from escalation e
cross join lateral (values
    (1, 'raised', 1, null::uuid, null::timestamptz,
     case when not e.by_clock then e.raised_by end, e.raised_at, e.reason, null::text),
    (2, 'asked', 1, e.owner_id, e.due_at, null, e.raised_at, null, null),
    (3, 'answered', 1, null, null, e.answered_by, e.answered_at, e.outcome,
     e.child_safe_meanwhile)) s (number, act, stage, owner_id, due_at, by_id, at, words, safe)
where s.at is not null;
call accord_wall('escalation_step', 'select, insert');
call accord_make_append_only('escalation_step');
create policy own_hand on escalation_step as restrictive for insert to accord_app, accord_worker
    with check (by_id = accord_actor() or by_id is null);

-- Owners are let in for as long as the escalation goes on, and some time after it.
alter table membership add column escalation_id uuid,
    add constraint membership_escalation_fkey foreign key (compartment_id, escalation_id)
        references escalation (compartment_id, id) on delete restrict;
create index ix_membership_escalation on membership (escalation_id)
    where escalation_id is not null and ended_at is null;
create function accord_owns_escalation(escalation uuid, compartment uuid, person uuid)
returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from escalation e
        where e.id = escalation and e.compartment_id = compartment and e.owner_id = person
          and e.state = 'open')
$$;
revoke all on function accord_owns_escalation(uuid, uuid, uuid) from public;
grant execute on function accord_owns_escalation(uuid, uuid, uuid) to accord_app, accord_worker;
-- The worker lets in nobody else: the clock acts with the eyes of somebody who is in.
create policy owner_of_escalation on membership for insert to accord_worker
    with check (granted_by = accord_actor()
                and compartment_id = any ((select accord_compartments())::uuid[])
                and escalation_id is not null and until_at is not null);
create policy owns_escalation on membership as restrictive for insert to accord_app, accord_worker
    with check (escalation_id is null
                or until_at is not null and meeting_compartment_id is null
                   and accord_owns_escalation(escalation_id, compartment_id, person_id));
grant insert on membership to accord_worker;
create policy end_of_escalation on membership for update to accord_owner
    using (escalation_id is not null);
create function accord_bound_owners(escalation uuid, until timestamptz) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    update membership set until_at = until
    where escalation_id = escalation and ended_at is null and from_at < until
      and compartment_id = any (accord_compartments())
      and exists (select from escalation e
                  where e.id = escalation and e.ended_at is not null
                    and until <= e.ended_at + interval '1001 days')
$$;
revoke all on function accord_bound_owners(uuid, timestamptz) from public;
grant execute on function accord_bound_owners(uuid, timestamptz) to accord_app, accord_worker;

-- Somebody through whose eyes the clock acts: of those in a compartment now, the one asked for,
-- else who stays longest.
create function accord_eyes(compartment uuid, first uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select m.person_id
    from membership m
    join person p on p.id = m.person_id and p.closed_at is null
    join agency a on a.id = p.agency_id and a.closed_at is null
    where m.compartment_id = compartment and m.ended_at is null
      and (m.until_at is null or m.until_at > accord_now())
      and not exists (select from conflict_block b
                      where b.compartment_id = compartment and b.person_id = m.person_id
                        and b.lifted_at is null)
    order by m.person_id = first desc, m.until_at desc nulls first, m.from_at, m.id
    limit 1
$$;
revoke all on function accord_eyes(uuid, uuid) from public;

-- For the worker's clock: escalations whose stage is over unanswered, or whose owner has left or is
-- in conflict of interest; and by whose eyes to look at each.
create function accord_escalations_due(moment timestamptz)
returns table (escalation_id uuid, eyes_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select due.id, due.eyes_id
    from (
        select e.id, e.moves_up_at, accord_eyes(e.compartment_id, e.raised_by) as eyes_id
        from escalation e
        where e.state = 'open'
          and (e.moves_up_at <= moment
               or exists (select from person p join agency a on a.id = p.agency_id
                          where p.id = e.owner_id
                            and (p.closed_at is not null or a.closed_at is not null))
               or exists (select from conflict_block b
                          where b.person_id = e.owner_id and b.compartment_id = e.compartment_id
                            and b.lifted_at is null))) as due
    where due.eyes_id is not null
    order by due.moves_up_at, due.id
$$;
revoke all on function accord_escalations_due(timestamptz) from public;
grant execute on function accord_escalations_due(timestamptz) to accord_worker;

-- As before, but by the eyes of whoever is in: the manager's own may have ended or be kept out.
create or replace function accord_red_chains(on_day date)
returns table (concern_id uuid, manager_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select found.id, found.eyes_id
    from (
        select concern.id, accord_eyes(concern.compartment_id, concern.senior_manager_id) as eyes_id
        from chain_state
        join concern on concern.id = chain_state.concern_id
        where chain_state.red_on <= on_day and concern.closed_at is null
          and not exists (
              select from escalation
              where escalation.concern_id = concern.id and escalation.kind = 'drift'
                and (escalation.state = 'open' or escalation.raised_at >= (
                    select e.entered_at from chain_entry e
                    where e.concern_id = concern.id
                      and not exists (select from chain_entry newer where newer.replaces_id = e.id)
                    order by e.held_at desc, e.entered_at desc limit 1)))) as found
    where found.eyes_id is not null
$$;

-- What the partnership is told of those that nobody has resolved: nothing of the case.
create function accord_unresolved_escalations(most integer)
returns table (reference text, answering_agency_name text, raising_agency_name text,
               urgent boolean, raised_at timestamptz, ended_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select upper(left(e.id::text, 8)), a.name, r.name, e.urgent, e.raised_at, e.ended_at
    from escalation e
    join agency a on a.id = e.agency_id
    join agency r on r.id = e.raised_from
    where e.state = 'unresolved' and e.kind <> 'plan' and accord_actor_has_role('partnership')
    order by e.ended_at desc, e.id
    limit most
$$;
revoke all on function accord_unresolved_escalations(integer) from public;
grant execute on function accord_unresolved_escalations(integer) to accord_app;
create index ix_escalation_unresolved on escalation (ended_at desc) where state = 'unresolved';

-- A stage is told again before it is due.
alter view reminder_fact rename to reminder_fact_of_meetings;
create view reminder_fact with (security_invoker = true) as
select * from reminder_fact_of_meetings
union all
select 'escalation', e.owner_id, e.id, e.compartment_id, e.due_at, null, e.started_at,
       null, e.profile_version, null
from escalation e
where e.state = 'open';
grant select on reminder_fact to accord_app, accord_worker;

-- Whether mail to the owner of a stage still says something: it is asked when the mail leaves.
create function accord_escalation_waits(escalation uuid, at_stage integer, owner uuid)
returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from escalation e
        where e.id = escalation and e.state = 'open' and e.owner_id = owner
          and e.stage = greatest(at_stage, 1))
$$;
revoke all on function accord_escalation_waits(uuid, integer, uuid) from public;
grant execute on function accord_escalation_waits(uuid, integer, uuid) to accord_worker;
