-- Actions in full: of a child or of the whole meeting, given when the meeting closes, ended once,
-- carried from meeting to meeting of the same concern. All that happens to one is kept.

-- Forced walls hide every row from the owner; while the migration runs they are not forced.
alter table meeting_action no force row level security;
alter table meeting_child no force row level security;
alter table strategy_meeting no force row level security;

alter table meeting_action
    add column meeting_compartment_id uuid,
    add column meeting_id uuid,
    add column concern_id uuid,
    add column success_test text not null default ''
        constraint ck_meeting_action_success_test check (length(success_test) <= 2000),
    add column agency_id uuid references agency on delete restrict,
    add column carried_from_id uuid,
    add column times_carried integer not null default 0
        constraint ck_meeting_action_times_carried check (
            times_carried >= 0 and (times_carried > 0) = (carried_from_id is not null)),
    -- Null while the action is a draft of a meeting that is not closed.
    add column given_at timestamptz,
    add column ended text constraint ck_meeting_action_ended check (
        ended in ('done', 'carried', 'withdrawn', 'removed')),
    add column done_on date,
    add column version integer not null default 1;

update meeting_action a
set meeting_compartment_id = c.meeting_compartment_id, meeting_id = c.meeting_id,
    concern_id = c.concern_id, agency_id = (select agency_id from person where id = a.owner_id),
    given_at = coalesce(m.closed_at, a.done_at),
    ended = case when a.done_at is not null then 'done' end,
    done_note = case when trim(a.done_note) = '' then 'Nothing was written.' else a.done_note end
from meeting_child c
join strategy_meeting m on m.compartment_id = c.meeting_compartment_id and m.id = c.meeting_id
where c.id = a.meeting_child_id;

alter table meeting_action force row level security;
alter table meeting_child force row level security;
alter table strategy_meeting force row level security;

alter table meeting_action drop constraint ck_meeting_action_done;
alter table meeting_action drop constraint ck_meeting_action_done_note;
alter table meeting_action drop constraint meeting_action_child_fkey;
drop index ix_meeting_action_owner;
drop index ix_meeting_action_child;
alter table meeting_action drop column meeting_child_id;
alter table meeting_action rename column done_at to ended_at;
alter table meeting_action rename column done_note to ended_note;
alter table meeting_action
    alter column meeting_compartment_id set not null,
    alter column meeting_id set not null,
    alter column agency_id set not null,
    alter column success_test drop default,
    alter column times_carried drop default,
    alter column version drop default,
    add constraint uq_meeting_action_compartment unique (compartment_id, id),
    add constraint uq_meeting_action_concern unique (compartment_id, concern_id, id),
    add constraint meeting_action_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    -- The child of an action is at the action's meeting.
    add constraint meeting_action_child_fkey foreign key (compartment_id, meeting_id, concern_id)
        references meeting_child (compartment_id, meeting_id, concern_id) on delete restrict,
    -- What is carried stays with the same child.
    add constraint meeting_action_carried_fkey
        foreign key (compartment_id, concern_id, carried_from_id)
        references meeting_action (compartment_id, concern_id, id) on delete restrict,
    -- Without a child it is the whole meeting's, and is carried nowhere.
    add constraint ck_meeting_action_joint check (
        concern_id is not null
        or (compartment_id = meeting_compartment_id and carried_from_id is null)),
    add constraint ck_meeting_action_note check (length(trim(ended_note)) between 1 and 2000),
    add constraint ck_meeting_action_end check (
        (ended is null) = (ended_at is null)
        and (ended_note is not null) = (ended is not null and ended in ('done', 'withdrawn'))
        and (done_on is null or ended = 'done')
        and (ended is null or (ended = 'removed') = (given_at is null)));

-- One successor only; a draft that was removed leaves room for another.
create unique index uq_meeting_action_carried on meeting_action (compartment_id, carried_from_id)
    where carried_from_id is not null and ended is distinct from 'removed';
create index ix_meeting_action_owner on meeting_action (owner_id, due_on, id)
    where ended_at is null and given_at is not null;
create index ix_meeting_action_owner_ended on meeting_action (owner_id, ended_at desc, id desc)
    where ended = 'done';
create index ix_meeting_action_agency on meeting_action (agency_id, due_on, id)
    where ended_at is null and given_at is not null;
create index ix_meeting_action_meeting on meeting_action (meeting_id);
create index ix_meeting_action_open on meeting_action (concern_id)
    where ended_at is null and given_at is not null;

create table meeting_action_event (
    id uuid primary key,
    compartment_id uuid not null,
    action_id uuid not null,
    act text not null constraint ck_meeting_action_event_act check (act in (
        'added', 'changed', 'given', 'noted', 'handed_over', 'due_moved', 'done', 'carried',
        'withdrawn', 'removed')),
    by_id uuid not null references person on delete restrict,
    at timestamptz not null,
    note text not null constraint ck_meeting_action_event_note check (length(note) <= 2000),
    -- Before and after: of a new due date, and of another owner.
    old_due_on date,
    new_due_on date,
    old_owner_id uuid references person on delete restrict,
    new_owner_id uuid references person on delete restrict,
    constraint meeting_action_event_action_fkey foreign key (compartment_id, action_id)
        references meeting_action (compartment_id, id) on delete restrict,
    constraint ck_meeting_action_event_reason check (
        length(trim(note)) > 0
        or act not in ('noted', 'handed_over', 'due_moved', 'done', 'withdrawn')),
    constraint ck_meeting_action_event_due check (
        (old_due_on is null) = (new_due_on is null)
        and (act <> 'due_moved' or old_due_on is not null)),
    constraint ck_meeting_action_event_owner check (
        (old_owner_id is null) = (new_owner_id is null)
        and (act <> 'handed_over' or old_owner_id is not null))
);
create index ix_meeting_action_event_action on meeting_action_event (action_id, at, id);
call accord_wall('meeting_action_event', 'select, insert');
call accord_make_append_only('meeting_action_event');
