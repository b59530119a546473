-- Who comes in whose place, what was sent in writing, who was there when, and what no quorum owes.

alter table attendee
    -- Stands in for this attendee, who was taken off the meeting when they sent a deputy.
    add column deputy_for_id uuid,
    add column came_by text constraint ck_attendee_came_by check (came_by in (
        'room', 'video', 'phone')),
    add column apology_reason text constraint ck_attendee_apology_reason check (apology_reason in (
        'on_leave', 'sick', 'other_duty', 'not_told_in_time', 'no_capacity', 'other')),
    add constraint attendee_deputy_for_fkey foreign key (compartment_id, deputy_for_id)
        references attendee (compartment_id, id) on delete restrict,
    add constraint ck_attendee_deputy_for check (deputy_for_id <> id);
create unique index uq_attendee_deputy_for on attendee (compartment_id, deputy_for_id)
    where removed_at is null;
-- What a decline owes until somebody comes in the person's place or they have written.
create index ix_attendee_declined on attendee (person_id)
    where removed_at is null and answer = 'declined';

-- When somebody was there, for those who came late or left early; without a row: throughout.
create table attendance_span (
    id uuid primary key,
    compartment_id uuid not null,
    attendee_id uuid not null,
    joined_at timestamptz not null,
    left_at timestamptz,
    constraint attendance_span_attendee_fkey foreign key (compartment_id, attendee_id)
        references attendee (compartment_id, id) on delete restrict,
    constraint uq_attendance_span_joined unique (compartment_id, attendee_id, joined_at),
    constraint ck_attendance_span_left check (left_at > joined_at)
);
create index ix_attendance_span_attendee on attendance_span (attendee_id, joined_at);
call accord_wall('attendance_span', 'select, insert, delete');

-- Quorum is judged by who was there when a child's outcome was recorded.
alter table meeting_child add column disposition_recorded_at timestamptz;

-- By when a meeting without quorum is followed up; with each child's entry for those in its concern.
alter table strategy_meeting add column follow_up_on date,
    add constraint ck_strategy_meeting_follow_up
        check (follow_up_on is null or quorate is not distinct from false);
alter table chain_entry add column follow_up_on date,
    add constraint ck_chain_entry_follow_up check (follow_up_on is null or not quorate);
create index ix_strategy_meeting_follow_up on strategy_meeting (chair_id, follow_up_on)
    where follow_up_on is not null;
create index ix_strategy_meeting_follow_up_convened on strategy_meeting (convened_by, follow_up_on)
    where follow_up_on is not null;

-- What an attendee sends in writing: of a child (in its concern's compartment) or of all (in the
-- meeting's). A change is a new version of the same item; the newest counts, none is lost.
create table contribution (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    meeting_compartment_id uuid not null,
    meeting_id uuid not null,
    meeting_child_id uuid,
    item_id uuid not null,
    version integer not null constraint ck_contribution_version check (version > 0),
    author_id uuid not null references person on delete restrict,
    agency_id uuid not null references agency on delete restrict,
    nature text not null constraint ck_contribution_nature check (nature in ('fact', 'opinion')),
    text text not null constraint ck_contribution_text
        check (length(trim(text)) between 1 and 10000),
    given_at timestamptz not null,
    constraint contribution_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint contribution_child_fkey foreign key (compartment_id, meeting_child_id)
        references meeting_child (compartment_id, id) on delete restrict,
    constraint ck_contribution_joint
        check (meeting_child_id is not null or compartment_id = meeting_compartment_id),
    constraint uq_contribution_version unique (compartment_id, item_id, version)
);
create index ix_contribution_meeting on contribution (meeting_id, author_id);
-- Narrower than the standard wall: until it is in the record, what was sent is for its author and
-- for those who run the meeting (decision 0014).
alter table contribution enable row level security;
alter table contribution force row level security;
create policy need_to_know on contribution for select to accord_app, accord_worker
    using (compartment_id = any ((select accord_compartments())::uuid[])
           and (author_id = accord_actor()
                or exists (select from strategy_meeting m
                           where m.compartment_id = meeting_compartment_id and m.id = meeting_id
                             and accord_actor() in (m.chair_id, m.minute_taker_id))));
create policy write on contribution for insert to accord_app
    with check (compartment_id = any ((select accord_compartments())::uuid[])
                and author_id = accord_actor());
grant select, insert on contribution to accord_app;
grant select on contribution to accord_worker;
call accord_make_append_only('contribution');

-- Whose invitation did not arrive; with the reader's own rights, so a hidden meeting has nobody.
create function accord_undelivered(meeting uuid) returns uuid[]
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(latest.recipient_id), '{}')
    from (select distinct on (recipient_id) recipient_id, kind, state
          from mail_message
          where subject_id = meeting and kind in ('meeting_request', 'meeting_cancellation')
          order by recipient_id, sequence desc, queued_at desc) latest
    where latest.kind = 'meeting_request' and latest.state = 'failed'
$$;
