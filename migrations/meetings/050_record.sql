-- The record of a meeting while it runs: one item for each thing written, every text of it kept.
-- Texts are numbered within their item; number 1 is the blank that everybody starts from and is
-- not stored. `standing` holds the numbers that nobody has answered yet: more than one is a
-- conflict that waits to be settled.
create table record_item (
    id uuid not null,
    compartment_id uuid not null references compartment on delete restrict,
    meeting_compartment_id uuid not null,
    meeting_id uuid not null,
    meeting_child_id uuid,
    section text not null constraint ck_record_item_section check (section in (
        'joint_welcome', 'joint_background', 'joint_information', 'joint_other',
        'information', 'child_voice', 'identity', 'analysis', 'exploitation', 'capacity',
        'coercion', 'missing', 'balance', 'threshold', 'outcome', 'conduct', 'family',
        'contingency', 'dissent')),
    standing integer[] not null constraint ck_record_item_standing check (cardinality(standing) > 0),
    latest integer not null constraint ck_record_item_latest check (latest > 1),
    begun_at timestamptz not null,
    constraint record_item_pkey primary key (compartment_id, id),
    constraint record_item_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint record_item_child_fkey foreign key (compartment_id, meeting_child_id)
        references meeting_child (compartment_id, id) on delete restrict,
    constraint ck_record_item_joint check (
        meeting_child_id is not null or compartment_id = meeting_compartment_id)
);
-- Of information and dissent there are many rows, of everything else one text.
create unique index uq_record_item_section
    on record_item (compartment_id, meeting_id, meeting_child_id, section) nulls not distinct
    where section not in ('information', 'dissent');
create index ix_record_item_meeting on record_item (meeting_id, meeting_child_id);

create table record_text (
    compartment_id uuid not null,
    item_id uuid not null,
    number integer not null constraint ck_record_text_number check (number > 1),
    answers integer[] not null,
    body text not null constraint ck_record_text_body check (length(body) <= 50000),
    agency_id uuid references agency on delete restrict,
    source text not null constraint ck_record_text_source check (length(source) <= 200),
    nature text constraint ck_record_text_nature check (nature in ('fact', 'opinion')),
    choice text constraint ck_record_text_choice check (choice in (
        'yes', 'met', 'not_met', 'not_yet', 'joint', 'social_care', 'police', 'told', 'not_told')),
    decision jsonb,
    written_by uuid not null references person on delete restrict,
    written_at timestamptz not null,
    constraint record_text_pkey primary key (compartment_id, item_id, number),
    constraint record_text_item_fkey foreign key (compartment_id, item_id)
        references record_item (compartment_id, id) on delete restrict
);

-- What was written before records had items. Walls hold back their owner too (force), so they are
-- opened for it while it copies.
alter table strategy_meeting no force row level security;
alter table meeting_child no force row level security;
create temporary table written on commit drop as
select gen_random_uuid() as id, w.*, coalesce(m.minute_taker_id, m.chair_id) as written_by,
       coalesce(m.closed_at, m.convened_at) as written_at
from (
    select compartment_id, compartment_id as meeting_compartment_id, id as meeting_id,
           null::uuid as meeting_child_id, 'joint_information' as section, joint_record as body,
           null::jsonb as decision, 2 as number
    from strategy_meeting where joint_record <> ''
    union all
    select c.compartment_id, c.meeting_compartment_id, c.meeting_id, c.id, t.section, t.body, null, 2
    from meeting_child c,
    lateral (values ('information', information), ('child_voice', child_voice),
                    ('analysis', analysis)) t (section, body)
    where t.body <> ''
    union all
    select compartment_id, meeting_compartment_id, meeting_id, id, 'outcome', '',
           jsonb_build_object(
               'outcome', outcome, 'outcome_reason', outcome_reason,
               'no_decision_reason', no_decision_reason, 'reason_agency_id', reason_agency_id,
               'next_on', next_on, 'authorised_by', authorised_by),
           greatest(version, 2)
    from meeting_child where outcome is not null or outcome_reason <> ''
) w
join strategy_meeting m on m.id = w.meeting_id;

insert into record_item (id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id,
                         section, standing, latest, begun_at)
select id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id, section,
       array[number], number, written_at
from written;
insert into record_text (compartment_id, item_id, number, answers, body, source, decision,
                         written_by, written_at)
select compartment_id, id, number, '{}', body, '', decision, written_by, written_at
from written;
alter table strategy_meeting force row level security;
alter table meeting_child force row level security;
call accord_wall('record_item', 'select, insert, update');
call accord_wall('record_text', 'select, insert');
call accord_make_append_only('record_text');

alter table meeting_child drop column information, drop column child_voice, drop column analysis;
alter table strategy_meeting drop column joint_record;
