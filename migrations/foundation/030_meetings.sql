-- Strategy meetings: the joint part in the meeting's compartment, each child's part in the concern's.

create table strategy_meeting (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    reference text not null constraint ck_strategy_meeting_reference
        check (reference ~ '^[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}$'),
    kind text not null constraint ck_strategy_meeting_kind check (kind in (
        'initial', 'follow_up', 'review', 'final', 'complex_abuse', 'exploitation', 'pre_birth',
        'allegation', 'mapping', 'strategic_management_group', 'investigation_management_group')),
    purpose text not null constraint ck_strategy_meeting_purpose
        check (length(trim(purpose)) between 1 and 4000),
    mode text not null constraint ck_strategy_meeting_mode check (mode in ('room', 'video', 'phone')),
    place text not null constraint ck_strategy_meeting_place check (length(place) <= 500),
    decided_at timestamptz not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    profile_version integer not null references procedure_profile on delete restrict,
    convened_by uuid not null references person on delete restrict,
    convened_at timestamptz not null,
    chair_id uuid not null references person on delete restrict,
    minute_taker_id uuid references person on delete restrict,
    state text not null constraint ck_strategy_meeting_state check (state in (
        'convened', 'closed', 'minutes_approved', 'cancelled')),
    joint_record text not null constraint ck_strategy_meeting_joint_record
        check (length(joint_record) <= 50000),
    no_quorum_reason text constraint ck_strategy_meeting_no_quorum_reason
        check (length(trim(no_quorum_reason)) between 1 and 2000),
    quorate boolean,
    closed_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text constraint ck_strategy_meeting_cancel_reason
        check (length(trim(cancel_reason)) between 1 and 2000),
    -- How many children the meeting has: closing checks that it sees them all.
    child_count integer not null constraint ck_strategy_meeting_child_count check (child_count >= 0),
    calendar_uid text not null,
    calendar_sequence integer not null,
    version integer not null,
    constraint uq_strategy_meeting_compartment unique (compartment_id, id),
    constraint uq_strategy_meeting_reference unique (compartment_id, reference),
    constraint ck_strategy_meeting_ends check (
        ends_at > starts_at and ends_at <= starts_at + interval '12 hours'),
    constraint ck_strategy_meeting_closed check (
        (closed_at is not null) = (state in ('closed', 'minutes_approved'))
        and (closed_at is null) = (quorate is null)
        and (quorate is not false or no_quorum_reason is not null)),
    constraint ck_strategy_meeting_cancelled check (
        (cancelled_at is not null) = (state = 'cancelled')
        and (cancelled_at is null) = (cancel_reason is null))
);
create index ix_strategy_meeting_starts on strategy_meeting (starts_at desc, id);
create index ix_strategy_meeting_state on strategy_meeting (state, starts_at);
create index ix_strategy_meeting_seen on strategy_meeting (compartment_id, starts_at);
create index ix_strategy_meeting_chair on strategy_meeting (chair_id, starts_at)
    where state in ('convened', 'closed');
create index ix_strategy_meeting_minute_taker on strategy_meeting (minute_taker_id, starts_at)
    where state in ('convened', 'closed');
call accord_wall('strategy_meeting', 'select, insert, update');

create table attendee (
    id uuid primary key,
    compartment_id uuid not null,
    meeting_id uuid not null,
    person_id uuid not null references person on delete restrict,
    agency_id uuid not null references agency on delete restrict,
    organiser_token text not null,
    invited_at timestamptz not null,
    answer text not null constraint ck_attendee_answer check (answer in (
        'awaited', 'accepted', 'declined', 'tentative')),
    answered_at timestamptz,
    present boolean,
    apology text not null constraint ck_attendee_apology check (length(apology) <= 1000),
    removed_at timestamptz,
    minutes_ready_at timestamptz,
    minutes_read_at timestamptz,
    version integer not null,
    constraint attendee_meeting_fkey foreign key (compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint uq_attendee_compartment unique (compartment_id, id),
    constraint uq_attendee_person unique (compartment_id, meeting_id, person_id),
    constraint ck_attendee_answered check ((answer = 'awaited') = (answered_at is null)),
    constraint ck_attendee_minutes_read check (
        minutes_read_at is null or minutes_ready_at is not null)
);
create index ix_attendee_minutes on attendee (person_id, minutes_ready_at desc)
    where minutes_ready_at is not null and minutes_read_at is null;
create index ix_attendee_awaited on attendee (person_id)
    where removed_at is null and answer = 'awaited';
create index ix_attendee_meeting on attendee (meeting_id, person_id);
call accord_wall('attendee', 'select, insert, update');

-- One child at one meeting; the outcome is a draft until the meeting closes.
create table meeting_child (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    meeting_compartment_id uuid not null,
    meeting_id uuid not null,
    information text not null constraint ck_meeting_child_information check (length(information) <= 50000),
    child_voice text not null constraint ck_meeting_child_child_voice check (length(child_voice) <= 20000),
    analysis text not null constraint ck_meeting_child_analysis check (length(analysis) <= 50000),
    outcome text constraint ck_meeting_child_outcome check (outcome in (
        's47_initiated_joint', 's47_initiated_social_care', 's47_initiated_police',
        's47_continues',
        's47_concluded_with_conference', 's47_concluded_without_conference',
        's47_concluded_not_substantiated',
        'no_s47_assessment_continues', 'no_s47_early_help', 'no_s47_no_further_action',
        'transferred', 'redirected', 'adjourned_no_decision')),
    outcome_reason text not null constraint ck_meeting_child_outcome_reason
        check (length(outcome_reason) <= 4000),
    no_decision_reason text constraint ck_meeting_child_no_decision_reason check (no_decision_reason in (
        'key_agency_absent', 'not_quorate', 'information_outstanding', 'medical',
        'forensic_or_digital_evidence', 'child_missing_or_not_seen', 'legal_advice',
        'police_embargo', 'disagreement_on_threshold', 'other_authority', 'interpreter', 'other')),
    reason_agency_id uuid references agency on delete restrict,
    next_on date,
    authorised_by uuid references person on delete restrict,
    version integer not null,
    constraint meeting_child_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint meeting_child_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint uq_meeting_child_compartment unique (compartment_id, id),
    constraint uq_meeting_child_concern unique (compartment_id, meeting_id, concern_id)
);
create index ix_meeting_child_meeting on meeting_child (meeting_id);
create index ix_meeting_child_concern on meeting_child (concern_id);
call accord_wall('meeting_child', 'select, insert, update');
alter table chain_entry add constraint chain_entry_meeting_fkey
    foreign key (compartment_id, meeting_id, concern_id)
    references meeting_child (compartment_id, meeting_id, concern_id) on delete restrict;

-- Who is there for which child: gives the reader that child's part.
create table attendee_child (
    attendee_id uuid not null,
    compartment_id uuid not null,
    meeting_child_id uuid not null,
    meeting_compartment_id uuid not null,
    constraint attendee_child_pkey primary key (attendee_id, meeting_child_id),
    constraint attendee_child_attendee_fkey foreign key (meeting_compartment_id, attendee_id)
        references attendee (compartment_id, id) on delete restrict,
    constraint attendee_child_child_fkey foreign key (compartment_id, meeting_child_id)
        references meeting_child (compartment_id, id) on delete restrict
);
create index ix_attendee_child_child on attendee_child (meeting_child_id);
call accord_wall('attendee_child', 'select, insert, delete');

create table meeting_action (
    id uuid primary key,
    compartment_id uuid not null,
    meeting_child_id uuid not null,
    what text not null constraint ck_meeting_action_what check (length(trim(what)) between 1 and 2000),
    owner_id uuid not null references person on delete restrict,
    due_on date not null,
    recorded_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    done_at timestamptz,
    done_note text constraint ck_meeting_action_done_note check (length(done_note) <= 2000),
    constraint meeting_action_child_fkey foreign key (compartment_id, meeting_child_id)
        references meeting_child (compartment_id, id) on delete restrict,
    constraint ck_meeting_action_done check ((done_at is null) = (done_note is null))
);
create index ix_meeting_action_owner on meeting_action (owner_id, due_on) where done_at is null;
create index ix_meeting_action_child on meeting_action (meeting_child_id);
call accord_wall('meeting_action', 'select, insert, update');

-- Approved minutes: the joint part and one part a child, never edited.
create table minutes_part (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    meeting_compartment_id uuid not null,
    meeting_id uuid not null,
    meeting_child_id uuid,
    version integer not null constraint ck_minutes_part_version check (version > 0),
    content jsonb not null,
    approved_by uuid not null references person on delete restrict,
    approved_at timestamptz not null,
    constraint minutes_part_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint minutes_part_child_fkey foreign key (compartment_id, meeting_child_id)
        references meeting_child (compartment_id, id) on delete restrict,
    constraint uq_minutes_part_version unique nulls not distinct
        (compartment_id, meeting_id, meeting_child_id, version)
);
create index ix_minutes_part_meeting on minutes_part (meeting_id);
call accord_wall('minutes_part', 'select, insert');
call accord_make_append_only('minutes_part');
