-- What the walls leave to the rules is held by the database as well: nobody writes under another's
-- name, into a meeting that they are not in, or lets themselves in for longer.

do $$ declare target text; hand text; begin
    for target, hand in values
            ('record_text', 'written_by'), ('minutes_correction', 'asked_by'),
            ('minutes_correction_answer', 'answered_by'), ('minutes_addendum', 'written_by'),
            ('minutes_acknowledgement', 'person_id'), ('meeting_action_event', 'by_id'),
            ('closed_day', 'entered_by'), ('closed_day_withdrawal', 'withdrawn_by') loop
        execute format('create policy own_hand on %I as restrictive for insert
            to accord_app, accord_worker with check (%I = accord_actor())', target, hand);
    end loop;
    -- Children's rows are in their concern's compartment, and name a meeting of another.
    for target in values ('record_item'), ('meeting_action'), ('held_debt'), ('contribution') loop
        execute format('create policy of_own_meeting on %I as restrictive for insert
            to accord_app, accord_worker
            with check (meeting_compartment_id = any ((select accord_compartments())::uuid[]))',
            target);
    end loop;
end $$;

create policy own_hand on held_debt as restrictive for update to accord_app, accord_worker
    using (paid_at is null) with check (paid_by = accord_actor());
create policy own_hand on reminder as restrictive for insert to accord_app, accord_worker
    with check (asked_by = accord_actor() or asked_by is null and person_id = accord_actor());
-- A digest that somebody else noted would keep the person's own away.
create policy own_digest on reminder_mail as restrictive for insert to accord_app, accord_worker
    with check (day is null or person_id = accord_actor());

create policy own_hours on working_hours as restrictive for insert to accord_app, accord_worker
    with check (accord_keeps_diary(person_id));
create policy own_hours_end on working_hours as restrictive for delete to accord_app, accord_worker
    using (accord_keeps_diary(person_id));
create policy own_diary on diary as restrictive for insert to accord_app, accord_worker
    with check (accord_keeps_diary(person_id));
create policy own_diary_changes on diary as restrictive for update to accord_app, accord_worker
    using (accord_keeps_diary(person_id));
create policy administered on room as restrictive for insert to accord_app, accord_worker
    with check ((select accord_actor_has_role('administrator')));

-- Beside opening a compartment, people let themselves in only as invited to a meeting of theirs,
-- which ends, or as the senior manager of the concern, who owns its escalations; whoever is out
-- stays out until somebody lets them in again.
create policy invited_by_own_meeting on membership as restrictive for insert to accord_app
    with check (meeting_compartment_id is null
                or meeting_compartment_id = any ((select accord_compartments())::uuid[])
                or not accord_has_members(meeting_compartment_id));
create policy own_time on membership as restrictive for insert to accord_app
    with check (person_id <> accord_actor()
                or not accord_has_members(compartment_id)
                or meeting_compartment_id is not null and until_at is not null
                or exists (select from concern k
                           where k.compartment_id = membership.compartment_id
                             and k.senior_manager_id = accord_actor()));
create policy ended_stays_ended on membership as restrictive for update to accord_app
    using (ended_at is null) with check (ended_at is not null);

-- Only whoever may move a meeting moves what its invitations gave, and not beyond what a profile
-- can say (at most 1,000 days after the meeting, or after a meeting told late was written down).
create or replace function accord_move_invitations(meeting_compartment uuid, until timestamptz)
returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    update membership set until_at = until
    where meeting_compartment_id = meeting_compartment
      and meeting_compartment_id = any (accord_compartments())
      and ended_at is null
      and exists (
          select from strategy_meeting m
          where m.compartment_id = meeting_compartment
            and (accord_actor() in (m.chair_id, m.convened_by) or accord_actor_has_role('scheduler'))
            and until <= greatest(m.ends_at, accord_now()) + interval '1001 days')
$$;

-- Of concerns that one is in; the worker, which is nobody, asks for everybody.
create or replace function accord_has_meeting_ahead(concern uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from meeting_child mc join strategy_meeting m on m.id = mc.meeting_id
        where mc.concern_id = concern and m.state = 'convened'
          and (accord_actor() is null or mc.compartment_id = any (accord_compartments())))
$$;

revoke all on function accord_people_busy(uuid[], tstzrange, uuid) from public;
revoke all on function accord_rooms_busy(uuid[], tstzrange, uuid) from public;
grant execute on function accord_people_busy(uuid[], tstzrange, uuid) to accord_app;
grant execute on function accord_rooms_busy(uuid[], tstzrange, uuid) to accord_app;
