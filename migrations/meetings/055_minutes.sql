-- Minutes after their approval: a window in which attendees ask for corrections, then final text
-- that only addenda complete; who has confirmed to have read which version.

alter table strategy_meeting
    add column approved_at timestamptz,
    add column corrections_until timestamptz,
    add column final_at timestamptz,
    drop constraint ck_strategy_meeting_state,
    drop constraint ck_strategy_meeting_closed;
alter table attendee add column minutes_acknowledged_at timestamptz;

-- The owner is behind the walls like everybody: only without them does it see what it mends.
alter table strategy_meeting no force row level security;
alter table minutes_part no force row level security;
alter table attendee no force row level security;
-- What was approved under the earlier rules was final at once.
update strategy_meeting m
set state = 'final', approved_at = p.approved_at, corrections_until = p.approved_at,
    final_at = p.approved_at
from (select meeting_id, min(approved_at) as approved_at from minutes_part group by meeting_id) p
where m.state = 'minutes_approved' and p.meeting_id = m.id;
update attendee set minutes_acknowledged_at = minutes_read_at where minutes_read_at is not null;
alter table strategy_meeting force row level security;
alter table minutes_part force row level security;
alter table attendee force row level security;

alter table strategy_meeting
    add constraint ck_strategy_meeting_state check (state in (
        'convened', 'closed', 'in_correction', 'final', 'cancelled')),
    add constraint ck_strategy_meeting_closed check (
        (closed_at is not null) = (state in ('closed', 'in_correction', 'final'))
        and (closed_at is null) = (quorate is null)
        and (quorate is not false or no_quorum_reason is not null)),
    add constraint ck_strategy_meeting_approved check (
        (approved_at is not null) = (state in ('in_correction', 'final'))
        and (approved_at is null) = (corrections_until is null)
        and corrections_until >= approved_at),
    add constraint ck_strategy_meeting_final check (
        (final_at is not null) = (state = 'final') and final_at >= approved_at);
create index ix_strategy_meeting_in_correction on strategy_meeting (chair_id, corrections_until)
    where state = 'in_correction';

alter table attendee add constraint ck_attendee_minutes_acknowledged check (
    minutes_acknowledged_at is null or minutes_ready_at is not null);
drop index ix_attendee_minutes;
create index ix_attendee_minutes on attendee (person_id, minutes_ready_at desc)
    where minutes_ready_at is not null and minutes_acknowledged_at is null;

alter table minutes_part
    add constraint uq_minutes_part_compartment unique (compartment_id, meeting_id, id);

-- What an attendee holds to be wrong in one part, as they read it; seen by whoever reads that part.
create table minutes_correction (
    id uuid primary key,
    compartment_id uuid not null,
    meeting_id uuid not null,
    minutes_part_id uuid not null,
    section text not null constraint ck_minutes_correction_section
        check (section ~ '^[a-z0-9_.]{1,200}$'),
    wrong text not null constraint ck_minutes_correction_wrong
        check (length(trim(wrong)) between 1 and 4000),
    should_say text not null constraint ck_minutes_correction_should_say
        check (length(trim(should_say)) between 1 and 20000),
    asked_by uuid not null references person on delete restrict,
    agency_id uuid not null references agency on delete restrict,
    asked_at timestamptz not null,
    constraint minutes_correction_part_fkey foreign key (compartment_id, meeting_id, minutes_part_id)
        references minutes_part (compartment_id, meeting_id, id) on delete restrict,
    constraint uq_minutes_correction_compartment unique (compartment_id, meeting_id, id)
);
create index ix_minutes_correction_meeting on minutes_correction (meeting_id);
call accord_wall('minutes_correction', 'select, insert');
call accord_make_append_only('minutes_correction');

-- The chair's one answer; an accepted correction names the version of the part that it made.
create table minutes_correction_answer (
    correction_id uuid not null,
    compartment_id uuid not null,
    meeting_id uuid not null,
    answered_by uuid not null references person on delete restrict,
    answered_at timestamptz not null,
    minutes_part_id uuid,
    reason text not null constraint ck_minutes_correction_answer_reason
        check (length(reason) <= 2000),
    constraint minutes_correction_answer_pkey primary key (correction_id),
    constraint minutes_correction_answer_correction_fkey
        foreign key (compartment_id, meeting_id, correction_id)
        references minutes_correction (compartment_id, meeting_id, id) on delete restrict,
    constraint minutes_correction_answer_part_fkey
        foreign key (compartment_id, meeting_id, minutes_part_id)
        references minutes_part (compartment_id, meeting_id, id) on delete restrict,
    constraint ck_minutes_correction_answer_declined check (
        minutes_part_id is not null or length(trim(reason)) > 0)
);
create index ix_minutes_correction_answer_meeting on minutes_correction_answer (meeting_id);
call accord_wall('minutes_correction_answer', 'select, insert');
call accord_make_append_only('minutes_correction_answer');

create table minutes_addendum (
    id uuid primary key,
    compartment_id uuid not null,
    meeting_id uuid not null,
    minutes_part_id uuid not null,
    text text not null constraint ck_minutes_addendum_text
        check (length(trim(text)) between 1 and 20000),
    reason text not null constraint ck_minutes_addendum_reason
        check (length(trim(reason)) between 1 and 2000),
    written_by uuid not null references person on delete restrict,
    written_at timestamptz not null,
    constraint minutes_addendum_part_fkey foreign key (compartment_id, meeting_id, minutes_part_id)
        references minutes_part (compartment_id, meeting_id, id) on delete restrict
);
create index ix_minutes_addendum_meeting on minutes_addendum (meeting_id);
call accord_wall('minutes_addendum', 'select, insert');
call accord_make_append_only('minutes_addendum');

-- Somebody says that they have read this version of this part.
create table minutes_acknowledgement (
    minutes_part_id uuid not null,
    person_id uuid not null references person on delete restrict,
    compartment_id uuid not null,
    meeting_id uuid not null,
    acknowledged_at timestamptz not null,
    constraint minutes_acknowledgement_pkey primary key (minutes_part_id, person_id),
    constraint minutes_acknowledgement_part_fkey
        foreign key (compartment_id, meeting_id, minutes_part_id)
        references minutes_part (compartment_id, meeting_id, id) on delete restrict
);
create index ix_minutes_acknowledgement_meeting on minutes_acknowledgement (meeting_id);
call accord_wall('minutes_acknowledgement', 'select, insert');
call accord_make_append_only('minutes_acknowledgement');

-- For the worker, which is nobody: minutes whose window has ended with every correction answered,
-- and with whose eyes to make them final. It tells two ids and nothing of any meeting.
create policy definer_functions on strategy_meeting for select to accord_owner using (true);
create policy definer_functions on minutes_correction for select to accord_owner using (true);
create policy definer_functions on minutes_correction_answer for select to accord_owner using (true);
create function accord_minutes_to_finish(ends_by timestamptz)
returns table (meeting_id uuid, chair_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select m.id, m.chair_id
    from strategy_meeting m
    where m.state = 'in_correction' and m.corrections_until <= ends_by
      and not exists (
          select from minutes_correction c
          left join minutes_correction_answer a on a.correction_id = c.id
          where c.meeting_id = m.id and a.correction_id is null)
$$;
revoke all on function accord_minutes_to_finish(timestamptz) from public;
grant execute on function accord_minutes_to_finish(timestamptz) to accord_worker;
