-- Sign-offs are immutable evidence; whether one holds is computed, never stored.

create table sign_off (
    id uuid primary key,
    compartment_id uuid not null,
    plan_id uuid not null,
    plan_version_id uuid not null,
    agency_id uuid not null references agency on delete restrict,
    person_id uuid not null references person on delete restrict,
    answer text not null constraint ck_sign_off_answer check (answer in (
        'signed', 'signed_with_conditions', 'asked', 'changes_requested', 'refused', 'no_role')),
    note text not null constraint ck_sign_off_note check (length(note) <= 4000),
    shared_fingerprint text not null,
    schedule_fingerprint text not null,
    answered_at timestamptz not null,
    constraint uq_sign_off_compartment unique (compartment_id, id),
    constraint sign_off_plan_fkey foreign key (compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    constraint sign_off_version_fkey foreign key (compartment_id, plan_id, plan_version_id)
        references plan_version (compartment_id, plan_id, id) on delete restrict,
    constraint ck_sign_off_reason check (
        answer in ('signed', 'signed_with_conditions', 'no_role') or length(trim(note)) > 0)
);
create index ix_sign_off_plan on sign_off (plan_id, agency_id, answered_at desc);
call accord_wall('sign_off', 'select, insert');
call accord_make_append_only('sign_off');

create table sign_off_condition (
    id uuid primary key,
    compartment_id uuid not null,
    sign_off_id uuid not null,
    condition text not null constraint ck_sign_off_condition_condition
        check (length(trim(condition)) between 1 and 2000),
    owner_id uuid not null references person on delete restrict,
    due_on date not null,
    blocking boolean not null,
    met_at timestamptz,
    met_by uuid references person on delete restrict,
    confirmed_at timestamptz,
    confirmed_by uuid references person on delete restrict,
    evidence text constraint ck_sign_off_condition_evidence
        check (length(trim(evidence)) between 1 and 2000),
    constraint sign_off_condition_sign_off_fkey foreign key (compartment_id, sign_off_id)
        references sign_off (compartment_id, id) on delete restrict,
    constraint ck_sign_off_condition_met check (
        (met_at is null) = (met_by is null) and (met_at is null) = (evidence is null)),
    constraint ck_sign_off_condition_confirmed check (
        (confirmed_at is null) = (confirmed_by is null)
        and (confirmed_at is null or met_at is not null))
);
create index ix_sign_off_condition_sign_off on sign_off_condition (sign_off_id);
create index ix_sign_off_condition_owner on sign_off_condition (owner_id, due_on)
    where met_at is null;
call accord_wall('sign_off_condition',
    'select, insert, update (met_at, met_by, evidence, confirmed_at, confirmed_by)');

create table sign_off_withdrawal (
    sign_off_id uuid primary key,
    compartment_id uuid not null,
    reason text not null constraint ck_sign_off_withdrawal_reason
        check (length(trim(reason)) between 1 and 2000),
    withdrawn_by uuid not null references person on delete restrict,
    withdrawn_at timestamptz not null,
    constraint sign_off_withdrawal_sign_off_fkey foreign key (compartment_id, sign_off_id)
        references sign_off (compartment_id, id) on delete restrict
);
call accord_wall('sign_off_withdrawal', 'select, insert');
call accord_make_append_only('sign_off_withdrawal');

-- How an operation went live: through the gate, or without sign-off on the word of two people.
create table go_live_record (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    route text not null constraint ck_go_live_record_route check (route in (
        'through_gate', 'without_sign_off')),
    reason text not null constraint ck_go_live_record_reason check (length(reason) <= 4000),
    gate_lines jsonb not null,
    recorded_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    sign_off_due_on date,
    constraint uq_go_live_record_compartment unique (compartment_id, id),
    constraint uq_go_live_record_operation unique (compartment_id, operation_id),
    constraint go_live_record_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint ck_go_live_record_without check (route = 'through_gate'
        or (length(trim(reason)) > 0 and sign_off_due_on is not null))
);
call accord_wall('go_live_record', 'select, insert');
call accord_make_append_only('go_live_record');

create table go_live_confirmation (
    go_live_record_id uuid primary key,
    compartment_id uuid not null,
    confirmed_by uuid not null references person on delete restrict,
    confirmed_at timestamptz not null,
    constraint go_live_confirmation_record_fkey foreign key (compartment_id, go_live_record_id)
        references go_live_record (compartment_id, id) on delete restrict
);
call accord_wall('go_live_confirmation', 'select, insert');
call accord_make_append_only('go_live_confirmation');

-- Nobody signs for an agency whose list of signatories they were never on; nobody signs, submits,
-- withdraws, records or confirms in another person's name.
create policy own_hand on sign_off as restrictive for insert to accord_app, accord_worker
    with check (person_id = accord_actor()
                and exists (select from signatory
                            where signatory.person_id = sign_off.person_id
                              and signatory.agency_id = sign_off.agency_id));
create policy own_hand on plan_version as restrictive for insert to accord_app, accord_worker
    with check (submitted_by = accord_actor());
create policy own_hand on sign_off_withdrawal as restrictive for insert to accord_app, accord_worker
    with check (withdrawn_by = accord_actor());
create policy own_hand on go_live_record as restrictive for insert to accord_app, accord_worker
    with check (recorded_by = accord_actor());
create policy own_hand on go_live_confirmation as restrictive for insert to accord_app, accord_worker
    with check (confirmed_by = accord_actor());

-- The current version of a plan is the highest number. True only when the operation requires at
-- least one agency and each has, for both plans, a sign-off that still matches and stands: not
-- withdrawn, not answered otherwise since, its signatory in no conflict, and "no role" only for an
-- empty schedule. It runs as the actor: whoever cannot see the evidence cannot pass.
-- planning.sign_offs.rules says the same in Python; a property test holds the two together.
create function accord_signed_by_all(operation uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select exists (select from operation_agency where operation_id = operation)
       and not exists (
        select from operation_agency required
        cross join (values ('contingency'), ('victim_support')) as needed (kind)
        where required.operation_id = operation
          and not exists (
            select from plan
            join lateral (
                select v.id, v.shared_fingerprint from plan_version v
                where v.plan_id = plan.id order by v.number desc limit 1) as current on true
            join plan_version_schedule schedule
                on schedule.plan_version_id = current.id and schedule.agency_id = required.agency_id
            join sign_off s on s.plan_id = plan.id and s.agency_id = required.agency_id
                and s.shared_fingerprint = current.shared_fingerprint
                and s.schedule_fingerprint = schedule.fingerprint
            where plan.operation_id = operation and plan.kind = needed.kind
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
                  and later.answer in ('refused', 'changes_requested'))))
$$;

-- Whether an operation in this state went live once: no state after live is a way round the gate.
create function accord_has_been_live(state text) returns boolean
language sql immutable set search_path = pg_catalog
as $$ select state in ('live', 'trial', 'post_trial', 'closing', 'closed') $$;

create function accord_guard_go_live() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if not accord_has_been_live(new.state)
       or tg_op = 'UPDATE' and accord_has_been_live(old.state) then
        return new;
    end if;
    if exists (select from go_live_record g where g.operation_id = new.id and g.route = 'without_sign_off')
       or (exists (select from go_live_record g where g.operation_id = new.id and g.route = 'through_gate')
           and accord_signed_by_all(new.id)) then
        return new;
    end if;
    raise exception 'an operation goes live only through the gate'
        using errcode = 'integrity_constraint_violation', constraint = 'gate_operation_live';
end $$;
create trigger gate_operation_live before update of state on operation
    for each row execute function accord_guard_go_live();
create trigger gate_operation_live_insert before insert on operation
    for each row execute function accord_guard_go_live();
