-- Where a child was handed over to, what the receiver answered, and outcomes that were corrected.

-- A draft of a meeting that runs; what is not handed over keeps nothing in its chain.
alter table meeting_child add column handed_to text
    constraint ck_meeting_child_handed_to check (length(trim(handed_to)) between 1 and 2000);
alter table chain_entry add column handed_to text
    constraint ck_chain_entry_handed_to check (
        handed_to is null or (outcome in ('transferred', 'redirected')
                              and length(trim(handed_to)) between 1 and 2000));

-- The receiver's one answer to one hand-over: who said so, and what shows it.
create table hand_over_answer (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    entry_id uuid not null,
    accepted boolean not null,
    answered_on date not null,
    answered_by_name text not null constraint ck_hand_over_answer_answered_by_name
        check (length(trim(answered_by_name)) between 1 and 200),
    evidence text not null constraint ck_hand_over_answer_evidence
        check (length(trim(evidence)) between 1 and 2000),
    recorded_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    constraint hand_over_answer_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint hand_over_answer_entry_fkey foreign key (compartment_id, entry_id)
        references chain_entry (compartment_id, id) on delete restrict,
    constraint uq_hand_over_answer_entry unique (compartment_id, entry_id)
);
create index ix_hand_over_answer_concern on hand_over_answer (concern_id);
call accord_wall('hand_over_answer', 'select, insert');
call accord_make_append_only('hand_over_answer');
create policy definer_functions on hand_over_answer for select to accord_owner using (true);

-- For the managers of children who wait for an answer: few at any time.
create index ix_chain_state_handed_over on chain_state (handed_over_on)
    where handed_over_on is not null;

-- A concern is open again when the outcome that ended it is corrected away, or the child is met
-- again: it says when it had been closed.
alter table concern add column was_closed_at timestamptz;
