-- What a chain is worked out from, and what it amounts to.

-- What each entry brings from its meeting, as it was when the meeting closed. Before, nobody wrote
-- when a meeting ended early: it lasted until its planned end, or until it was closed before that.
alter table chain_entry
    add column profile_version integer,
    add column kind text,
    add column lasted_minutes integer,
    add column agencies_present integer,
    add column children_there integer,
    add column emergency boolean;

-- The walls hold for the owner too, so they are lifted for the filling.
alter table chain_entry no force row level security;
alter table strategy_meeting no force row level security;
alter table attendee no force row level security;
alter table chain_entry disable trigger append_only;
with met as (
    select m.id, m.profile_version, m.kind, m.child_count, m.emergency_reason,
           ceil(extract(epoch from greatest(
               least(m.ends_at, m.closed_at), m.starts_at) - m.starts_at) / 60) as minutes,
           (select count(distinct a.agency_id) from attendee a
            where a.compartment_id = m.compartment_id and a.meeting_id = m.id
              and a.present and a.removed_at is null) as agencies
    from strategy_meeting m where m.closed_at is not null)
update chain_entry e
set profile_version = met.profile_version, kind = met.kind, lasted_minutes = met.minutes,
    agencies_present = met.agencies, children_there = greatest(met.child_count, 1),
    emergency = met.emergency_reason is not null
from met where met.id = e.meeting_id;
alter table chain_entry enable trigger append_only;
alter table chain_entry force row level security;
alter table strategy_meeting force row level security;
alter table attendee force row level security;

alter table chain_entry
    alter column profile_version set not null,
    alter column kind set not null,
    alter column lasted_minutes set not null,
    alter column agencies_present set not null,
    alter column children_there set not null,
    alter column emergency set not null,
    add constraint chain_entry_profile_version_fkey foreign key (profile_version)
        references procedure_profile on delete restrict,
    add constraint ck_chain_entry_kind check (kind in (
        'initial', 'follow_up', 'review', 'final', 'complex_abuse', 'exploitation', 'pre_birth',
        'allegation', 'mapping', 'strategic_management_group', 'investigation_management_group')),
    add constraint ck_chain_entry_lasted check (lasted_minutes between 0 and 1440),
    add constraint ck_chain_entry_agencies check (agencies_present >= 0),
    add constraint ck_chain_entry_children check (children_there >= 1);

-- What a chain amounts to: written by every act that changes one, so that lists need no rules. A
-- date decides by itself how loud a chain is: red from red_on, else amber from amber_on.
create table chain_state (
    concern_id uuid primary key,
    compartment_id uuid not null,
    meetings integer not null,
    run integer not null,
    undecided_since date,
    first_held_on date not null,
    last_held_at timestamptz not null,
    last_meeting_kind text not null,
    next_on date,
    slips integer not null,
    same_reason text,
    last_reason text,
    last_reason_agency_id uuid,
    absent_again uuid[] not null,
    absent_last uuid[] not null,
    agency_minutes integer not null,
    amber_on date,
    red_on date,
    review_answer text,
    handed_over_on date,
    reported_emergencies integer not null,
    waiting_since date,
    computed_at timestamptz not null,
    constraint chain_state_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_chain_state_run check (
        run between 0 and meetings and (run > 0) = (undecided_since is not null)
        and coalesce(waiting_since = undecided_since, run = 0)),
    constraint ck_chain_state_alert check (
        red_on is null or amber_on is not null and amber_on <= red_on)
);
create index ix_chain_state_undecided on chain_state (waiting_since, concern_id)
    where waiting_since is not null;
create index ix_chain_state_red on chain_state (red_on) where red_on is not null;
call accord_wall('chain_state', 'select, insert, update');
create policy definer_functions on chain_state for all to accord_owner
    using (true) with check (true);

-- For the worker's clock: open concerns whose chain is red on a day and of which nobody has been
-- told since its latest meeting. Ids only; what they mean is read as the manager.
drop function accord_undecided_concerns();
create function accord_red_chains(on_day date) returns table (concern_id uuid, manager_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select concern.id, concern.senior_manager_id
    from chain_state
    join concern on concern.id = chain_state.concern_id
    join person on person.id = concern.senior_manager_id and person.closed_at is null
    where chain_state.red_on <= on_day and concern.closed_at is null
      and not exists (
          select from escalation
          where escalation.concern_id = concern.id
            and (escalation.answered_at is null or escalation.raised_at >= (
                select e.entered_at from chain_entry e
                where e.concern_id = concern.id
                  and not exists (select from chain_entry newer where newer.replaces_id = e.id)
                order by e.held_at desc, e.entered_at desc limit 1)))
$$;
revoke all on function accord_red_chains(date) from public;
grant execute on function accord_red_chains(date) to accord_worker;
