-- The gate, whole: what it rests on besides signatures, and how the database keeps it by itself.

-- The surge of meetings that the leads of social care and police say they can hold (review §4.33:
-- 90 in two months for 27 young people).
create table surge_confirmation (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    category text not null constraint ck_surge_confirmation_category
        check (category in ('social_care', 'police')),
    victims_planning integer not null constraint ck_surge_confirmation_victims
        check (victims_planning between 0 and 100000),
    meetings_forecast integer not null constraint ck_surge_confirmation_forecast
        check (meetings_forecast = (victims_planning * 90 + 26) / 27),
    how text not null constraint ck_surge_confirmation_how
        check (length(trim(how)) between 1 and 2000),
    confirmed_by uuid not null references person on delete restrict,
    confirmed_at timestamptz not null,
    constraint surge_confirmation_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict
);
create index ix_surge_confirmation_operation on surge_confirmation (operation_id, confirmed_at desc);
call accord_wall('surge_confirmation', 'select, insert');
call accord_make_append_only('surge_confirmation');
create policy own_hand on surge_confirmation as restrictive for insert to accord_app, accord_worker
    with check (confirmed_by = accord_actor()
                and exists (select from person p join agency a on a.id = p.agency_id
                            where p.id = confirmed_by and a.category = surge_confirmation.category));

-- A gap that its agency and the operation's lead go live with, each signing for its size.
do $$ begin
    if not exists (select from pg_constraint where conname = 'uq_plan_resource_compartment') then
        alter table plan_resource
            add constraint uq_plan_resource_compartment unique (compartment_id, id);
    end if;
end $$;
create table risk_acceptance (
    id uuid primary key,
    compartment_id uuid not null,
    plan_id uuid not null,
    resource_id uuid not null,
    agency_id uuid not null references agency on delete restrict,
    side text not null constraint ck_risk_acceptance_side check (side in ('agency', 'lead')),
    kind text not null,
    unit text not null,
    gap numeric(12, 2) not null constraint ck_risk_acceptance_gap check (gap > 0),
    reason text not null constraint ck_risk_acceptance_reason
        check (length(trim(reason)) between 1 and 2000),
    signed_by uuid not null references person on delete restrict,
    signed_at timestamptz not null,
    constraint risk_acceptance_plan_fkey foreign key (compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    constraint risk_acceptance_resource_fkey foreign key (compartment_id, resource_id)
        references plan_resource (compartment_id, id) on delete restrict
);
create index ix_risk_acceptance_plan on risk_acceptance (plan_id, signed_at desc);
call accord_wall('risk_acceptance', 'select, insert');
call accord_make_append_only('risk_acceptance');
create policy own_hand on risk_acceptance as restrictive for insert to accord_app, accord_worker
    with check (signed_by = accord_actor() and (side = 'lead') = exists (
                    select from plan p
                    join operation o on o.compartment_id = p.compartment_id
                                    and o.id = p.operation_id
                    where p.id = risk_acceptance.plan_id and o.lead_id = accord_actor())
                and (side = 'lead'
                     or exists (select from signatory s
                                where s.person_id = accord_actor()
                                  and s.agency_id = risk_acceptance.agency_id)));

-- Looking back at an operation that went live without sign-off.
create table go_live_review (
    go_live_record_id uuid primary key,
    compartment_id uuid not null,
    why text not null constraint ck_go_live_review_why check (length(trim(why)) between 1 and 4000),
    unmet text not null constraint ck_go_live_review_unmet
        check (length(trim(unmet)) between 1 and 4000),
    changes text not null constraint ck_go_live_review_changes
        check (length(trim(changes)) between 1 and 4000),
    reviewed_by uuid not null references person on delete restrict,
    reviewed_at timestamptz not null,
    constraint go_live_review_record_fkey foreign key (compartment_id, go_live_record_id)
        references go_live_record (compartment_id, id) on delete restrict
);
call accord_wall('go_live_review', 'select, insert');
call accord_make_append_only('go_live_review');
create policy own_hand on go_live_review as restrictive for insert to accord_app, accord_worker
    with check (reviewed_by = accord_actor());

-- That the time for signing afterwards ran out, once for each record, and what was escalated.
create table go_live_overdue (
    go_live_record_id uuid primary key,
    compartment_id uuid not null,
    escalation_id uuid not null,
    found_at timestamptz not null,
    constraint go_live_overdue_record_fkey foreign key (compartment_id, go_live_record_id)
        references go_live_record (compartment_id, id) on delete restrict,
    constraint go_live_overdue_escalation_fkey foreign key (compartment_id, escalation_id)
        references escalation (compartment_id, id) on delete restrict
);
call accord_wall('go_live_overdue', 'select, insert');
call accord_make_append_only('go_live_overdue');
create policy definer_functions on go_live_overdue for select to accord_owner using (true);
create policy definer_functions on go_live_review for select to accord_owner using (true);

-- The signature that stands for each required agency and plan, as planning.sign_offs.rules says:
-- it matches the current version, is not withdrawn, not answered otherwise since, its signatory is
-- in no conflict, and "no role" is only for an empty schedule. It runs as the actor: whoever cannot
-- see the evidence cannot pass. A property test holds the two together.
create function accord_standing(operation uuid)
returns table (sign_off_id uuid, plan_id uuid, agency_id uuid, schedule_fingerprint text,
               answered_at timestamptz)
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select distinct on (plan.id, required.agency_id)
           s.id, plan.id, required.agency_id, s.schedule_fingerprint, s.answered_at
    from operation_agency required
    join plan on plan.operation_id = required.operation_id
    join lateral (
        select v.id, v.shared_fingerprint from plan_version v
        where v.plan_id = plan.id order by v.number desc limit 1) as current on true
    join plan_version_schedule schedule
        on schedule.plan_version_id = current.id and schedule.agency_id = required.agency_id
    join sign_off s on s.plan_id = plan.id and s.agency_id = required.agency_id
        and s.shared_fingerprint = current.shared_fingerprint
        and s.schedule_fingerprint = schedule.fingerprint
    where required.operation_id = operation
      and (s.answer in ('signed', 'signed_with_conditions')
           or s.answer = 'no_role'
              and schedule.content -> 'roles' = '[]'
              and schedule.content -> 'resources' = '[]')
      and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)
      and not exists (
        select from conflict_block b
        where b.person_id = s.person_id and b.compartment_id = s.compartment_id
          and b.lifted_at is null)
      and not exists (
        select from sign_off later
        where later.plan_id = s.plan_id and later.agency_id = s.agency_id
          and later.answered_at >= s.answered_at
          and later.answer in ('refused', 'changes_requested'))
    order by plan.id, required.agency_id, s.answered_at desc, s.id
$$;

-- Both plans, by every required agency; no agency never passes.
create or replace function accord_signed_by_all(operation uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select required.agencies > 0
       and (select count(*) from accord_standing(operation)) = 2 * required.agencies
    from (select count(*) as agencies from operation_agency where operation_id = operation) required
$$;

-- Whether a condition of a standing signature keeps the gate shut.
create function accord_is_blocked(operation uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from accord_standing(operation) held
        join sign_off_condition c on c.sign_off_id = held.sign_off_id
        where c.blocking and c.confirmed_at is null)
$$;

-- The evidence in fingerprints: each plan's current version and the signatures that stand.
create function accord_evidence(operation uuid) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select jsonb_build_object(
        'versions', coalesce((
            select jsonb_agg(jsonb_build_object(
                'plan_version_id', v.id, 'kind', p.kind, 'number', v.number,
                'shared_fingerprint', v.shared_fingerprint) order by p.kind)
            from plan p
            join lateral (select * from plan_version v where v.plan_id = p.id
                          order by v.number desc limit 1) v on true
            where p.operation_id = operation), '[]'),
        'sign_offs', coalesce((
            select jsonb_agg(jsonb_build_object(
                'sign_off_id', held.sign_off_id, 'agency_id', held.agency_id,
                'schedule_fingerprint', held.schedule_fingerprint)
                order by held.plan_id, held.agency_id)
            from accord_standing(operation) held), '[]'))
$$;

-- A record says itself in which transaction it was made and on which evidence it rests: neither can
-- be said for it.
alter table go_live_record
    add made_in bigint not null default 0,
    add rests_on jsonb not null default '{}',
    add constraint ck_go_live_record_lines check (
        route <> 'through_gate'
        or jsonb_array_length(gate_lines) > 0
           and jsonb_array_length(jsonb_path_query_array(gate_lines, '$[*] ? (@.met == true)'))
               = jsonb_array_length(gate_lines));
create function accord_stamp_go_live() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    new.made_in := pg_current_xact_id()::text::bigint;
    new.rests_on := accord_evidence(new.operation_id);
    return new;
end $$;
create trigger stamp_go_live before insert on go_live_record
    for each row execute function accord_stamp_go_live();

-- Whether the operation may go live in this transaction: by a record of this very transaction, and
-- through the gate only when every signature of it still stands, the partnership has been told and
-- no condition keeps the gate shut.
create function accord_may_go_live(operation uuid, told_at timestamptz) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from go_live_record g
        where g.operation_id = operation
          and g.made_in = pg_current_xact_id_if_assigned()::text::bigint
          and (g.route = 'without_sign_off'
               or g.route = 'through_gate'
                  and told_at is not null
                  and accord_signed_by_all(operation)
                  and not accord_is_blocked(operation)
                  and g.rests_on = accord_evidence(operation)))
$$;

-- For every role: live only through `accord_may_go_live`, no state after it but from it, and none
-- before it ever again.
create or replace function accord_guard_go_live() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if tg_op = 'UPDATE' and accord_has_been_live(old.state) then
        if accord_has_been_live(new.state) and new.live_at is not distinct from old.live_at then
            return new;
        end if;
    elsif not accord_has_been_live(new.state) and new.live_at is null then
        return new;
    elsif tg_op = 'UPDATE' and new.state = 'live'
          and accord_may_go_live(new.id, new.partnership_told_at) then
        return new;
    end if;
    raise exception 'an operation goes live only through the gate'
        using errcode = 'integrity_constraint_violation', constraint = 'gate_operation_live';
end $$;
drop trigger gate_operation_live on operation;
create trigger gate_operation_live before update of state, live_at on operation
    for each row execute function accord_guard_go_live();

-- What went live without sign-off is not closed before somebody has looked back at it.
create function accord_guard_closing() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if exists (select from go_live_record g
               where g.operation_id = new.id and g.route = 'without_sign_off'
                 and not exists (select from go_live_review r where r.go_live_record_id = g.id)) then
        raise exception 'an operation without sign-off is reviewed before it is closed'
            using errcode = 'integrity_constraint_violation', constraint = 'gate_operation_review';
    end if;
    return new;
end $$;
create trigger gate_operation_review before update of state on operation
    for each row when (new.state = 'closed' and old.state <> 'closed')
    execute function accord_guard_closing();

-- For the worker's clock: operations live without sign-off whose time for signing afterwards ran
-- out, unsigned and not escalated yet; and by whose eyes to look at each.
create function accord_unsigned_overdue(on_day date)
returns table (operation_id uuid, eyes_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select due.operation_id, due.eyes_id
    from (
        select g.operation_id, g.sign_off_due_on,
               accord_eyes(g.compartment_id, g.recorded_by) as eyes_id
        from go_live_record g
        join operation o on o.id = g.operation_id and o.state <> 'closed'
        where g.route = 'without_sign_off' and g.sign_off_due_on < on_day
          and not exists (select from go_live_overdue d where d.go_live_record_id = g.id)
          and not accord_signed_by_all(g.operation_id)) as due
    where due.eyes_id is not null
    order by due.sign_off_due_on, due.operation_id
$$;
revoke all on function accord_unsigned_overdue(date) from public;
grant execute on function accord_unsigned_overdue(date) to accord_worker;
