-- Discussions told after they were held, what they still owe, and the full meeting after a phone.

-- Who told it in an emergency says so, and may leave some answers for the next working day.
alter table strategy_meeting add column emergency_reason text
    constraint ck_strategy_meeting_emergency_reason
    check (length(trim(emergency_reason)) between 1 and 2000);

create table held_debt (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    meeting_compartment_id uuid not null,
    meeting_id uuid not null,
    meeting_child_id uuid,
    what text not null constraint ck_held_debt_what check (what in (
        'no_quorum_reason', 'outcome_reason', 'authorised_by')),
    owner_id uuid not null references person on delete restrict,
    owed_at timestamptz not null,
    due_on date not null,
    paid_at timestamptz,
    paid_by uuid references person on delete restrict,
    answer text constraint ck_held_debt_answer check (length(trim(answer)) between 1 and 4000),
    constraint held_debt_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint held_debt_child_fkey foreign key (compartment_id, meeting_child_id)
        references meeting_child (compartment_id, id) on delete restrict,
    constraint uq_held_debt_what unique nulls not distinct
        (compartment_id, meeting_id, meeting_child_id, what),
    constraint ck_held_debt_paid check (
        (paid_at is null) = (paid_by is null) and (paid_at is null) = (answer is null))
);
create index ix_held_debt_owner on held_debt (owner_id, due_on) where paid_at is null;
create index ix_held_debt_meeting on held_debt (meeting_id);
call accord_wall('held_debt', 'select, insert, update');

-- By phone alone: found for whoever owes the full meeting.
create index ix_strategy_meeting_phone_chair on strategy_meeting (chair_id, starts_at)
    where mode = 'phone' and closed_at is not null;
create index ix_strategy_meeting_phone_convened on strategy_meeting (convened_by, starts_at)
    where mode = 'phone' and closed_at is not null;
