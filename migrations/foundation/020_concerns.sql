-- Procedure profiles, children, their concerns, escalations and chains.

create table procedure_profile (
    version integer primary key constraint ck_procedure_profile_version check (version > 0),
    in_force_from date not null,
    content jsonb not null,
    entered_at timestamptz not null,
    constraint uq_procedure_profile_in_force unique (in_force_from)
);
call accord_open('procedure_profile', 'select, insert');
call accord_make_append_only('procedure_profile');

create table child (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    reference text not null constraint ck_child_reference check (length(trim(reference)) between 1 and 40),
    name text not null constraint ck_child_name check (length(trim(name)) between 1 and 200),
    born_on date,
    constraint uq_child_compartment unique (compartment_id, id),
    constraint uq_child_reference unique (compartment_id, reference)
);
create index ix_child_reference on child (reference);
call accord_wall('child', 'select, insert, update');

create table concern (
    id uuid primary key,
    compartment_id uuid not null,
    child_id uuid not null,
    reason text not null constraint ck_concern_reason check (length(trim(reason)) between 1 and 4000),
    team text not null constraint ck_concern_team check (length(team) <= 200),
    senior_manager_id uuid not null references person on delete restrict,
    opened_by uuid not null references person on delete restrict,
    opened_at timestamptz not null,
    closed_at timestamptz,
    follow_on text,
    separate_reason text constraint ck_concern_separate_reason
        check (length(trim(separate_reason)) between 1 and 2000),
    constraint concern_child_fkey foreign key (compartment_id, child_id)
        references child (compartment_id, id) on delete restrict,
    constraint uq_concern_compartment unique (compartment_id, id),
    constraint uq_concern_child unique (compartment_id, child_id),
    constraint ck_concern_follow_on check (
        (closed_at is null) = (follow_on is null) and length(trim(follow_on)) > 0)
);
create index ix_concern_opened on concern (opened_at desc, id);
call accord_wall('concern', 'select, insert, update');

create table escalation (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    stage integer not null constraint ck_escalation_stage check (stage between 1 and 4),
    reason text not null constraint ck_escalation_reason check (length(trim(reason)) between 1 and 2000),
    owner_id uuid not null references person on delete restrict,
    raised_by uuid not null references person on delete restrict,
    raised_at timestamptz not null,
    due_on date not null,
    answered_at timestamptz,
    answered_by uuid references person on delete restrict,
    child_safe_meanwhile text constraint ck_escalation_child_safe
        check (length(trim(child_safe_meanwhile)) between 1 and 2000),
    outcome text constraint ck_escalation_outcome check (length(trim(outcome)) between 1 and 4000),
    constraint escalation_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_escalation_answer check ((answered_at is null) = (outcome is null)
        and (answered_at is null) = (answered_by is null)
        and (answered_at is null) = (child_safe_meanwhile is null))
);
create unique index uq_escalation_open on escalation (compartment_id, concern_id)
    where answered_at is null;
create index ix_escalation_owner on escalation (owner_id, due_on) where answered_at is null;
call accord_wall('escalation', 'select, insert, update');

-- One entry per child per meeting. A correction is a new entry that replaces the old one.
create table chain_entry (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    meeting_id uuid not null,
    held_at timestamptz not null,
    entered_at timestamptz not null,
    entered_by uuid not null references person on delete restrict,
    outcome text not null constraint ck_chain_entry_outcome check (outcome in (
        's47_initiated_joint', 's47_initiated_social_care', 's47_initiated_police',
        's47_continues',
        's47_concluded_with_conference', 's47_concluded_without_conference',
        's47_concluded_not_substantiated',
        'no_s47_assessment_continues', 'no_s47_early_help', 'no_s47_no_further_action',
        'transferred', 'redirected', 'adjourned_no_decision')),
    no_decision_reason text constraint ck_chain_entry_no_decision_reason check (no_decision_reason in (
        'key_agency_absent', 'not_quorate', 'information_outstanding', 'medical',
        'forensic_or_digital_evidence', 'child_missing_or_not_seen', 'legal_advice',
        'police_embargo', 'disagreement_on_threshold', 'other_authority', 'interpreter', 'other')),
    reason_agency_id uuid references agency on delete restrict,
    next_on date,
    authorised_by uuid references person on delete restrict,
    quorate boolean not null,
    absent_agency_ids uuid[] not null,
    replaces_id uuid,
    correction_reason text,
    constraint uq_chain_entry_compartment unique (compartment_id, id),
    constraint chain_entry_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint chain_entry_replaces_fkey foreign key (compartment_id, replaces_id)
        references chain_entry (compartment_id, id) on delete restrict,
    constraint uq_chain_entry_replaces unique (compartment_id, replaces_id),
    constraint ck_chain_entry_adjourned check (
        (outcome = 'adjourned_no_decision') = (no_decision_reason is not null)
        and (outcome = 'adjourned_no_decision' or (next_on is null and authorised_by is null))),
    constraint ck_chain_entry_correction check (
        (replaces_id is null) = (correction_reason is null))
);
create unique index uq_chain_entry_first on chain_entry (compartment_id, concern_id, meeting_id)
    where replaces_id is null;
create index ix_chain_entry_concern on chain_entry (concern_id, held_at);
create index ix_chain_entry_replaces on chain_entry (replaces_id) where replaces_id is not null;
call accord_wall('chain_entry', 'select, insert');
call accord_make_append_only('chain_entry');

-- The date of the next meeting, moved after the adjournment that set it: later is a slip.
create table chain_next_date (
    id uuid primary key,
    compartment_id uuid not null,
    entry_id uuid not null,
    next_on date not null,
    reason text not null constraint ck_chain_next_date_reason
        check (length(trim(reason)) between 1 and 1000),
    set_by uuid not null references person on delete restrict,
    set_at timestamptz not null,
    constraint chain_next_date_entry_fkey foreign key (compartment_id, entry_id)
        references chain_entry (compartment_id, id) on delete restrict
);
create index ix_chain_next_date_entry on chain_next_date (entry_id, set_at);
call accord_wall('chain_next_date', 'select, insert');
call accord_make_append_only('chain_next_date');

-- For the worker's clock: concerns whose last entry decided nothing (or hands the child over) and
-- of which nobody has been told since that entry. Ids only; what they mean is read as the manager.
create policy definer_functions on concern for select to accord_owner using (true);
create policy definer_functions on chain_entry for select to accord_owner using (true);
create policy definer_functions on escalation for select to accord_owner using (true);
create policy definer_functions on person for select to accord_owner using (true);
create function accord_undecided_concerns() returns table (concern_id uuid, manager_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select concern.id, concern.senior_manager_id
    from concern
    join person on person.id = concern.senior_manager_id and person.closed_at is null
    join lateral (
        select e.outcome, e.entered_at from chain_entry e
        where e.concern_id = concern.id
          and not exists (select from chain_entry newer where newer.replaces_id = e.id)
        order by e.held_at desc, e.entered_at desc limit 1) as last on true
    where concern.closed_at is null
      and last.outcome in ('adjourned_no_decision', 'transferred', 'redirected')
      and not exists (
          select from escalation
          where escalation.concern_id = concern.id
            and (escalation.answered_at is null or escalation.raised_at >= last.entered_at))
$$;
revoke all on function accord_undecided_concerns() from public;
grant execute on function accord_undecided_concerns() to accord_worker;
