-- For the worker alone: the facts of many chains and what is kept of them, to be compared. Ids,
-- dates and codes; no names and no texts.

do $$ declare walled text; begin
    foreach walled in array array['chain_next_date', 'senior_review'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                            using (true)', walled);
        end if;
    end loop;
end $$;

-- Concerns after one in the order of their ids: all; or the ones that may differ from what is kept
-- although nobody acted: undecided or handed over when closed days changed, or never worked out.
create function accord_chain_facts(
    after uuid, upto uuid, size integer, every boolean)
returns table (concern_id uuid, compartment_id uuid, computed_at timestamptz, facts text, kept text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with batch as materialized (
        select k.id, k.compartment_id from concern k
        where k.id > after and k.id <= upto and (
            every
            or exists (select from chain_state s where s.concern_id = k.id
                       and (s.waiting_since is not null or s.handed_over_on is not null))
            or not exists (select from chain_state s where s.concern_id = k.id)
               and exists (select from chain_entry e where e.concern_id = k.id))
        order by k.id limit size)
    select b.id, b.compartment_id, s.computed_at,
           json_build_object('entries', f.entries, 'hand_overs', f.hand_overs,
                             'reviews', coalesce(r.reviews, '[]'))::text,
           case when s.concern_id is not null then to_json(s)::text end
    from batch b
    left join chain_state s on s.concern_id = b.id
    cross join lateral (
        select coalesce(json_agg(json_build_object(
                   'id', e.id, 'meeting_id', e.meeting_id, 'held_at', e.held_at,
                   'entered_at', e.entered_at, 'outcome', e.outcome,
                   'profile_version', e.profile_version, 'kind', e.kind,
                   'lasted_minutes', e.lasted_minutes, 'agencies_present', e.agencies_present,
                   'children_there', e.children_there, 'no_decision_reason', e.no_decision_reason,
                   'reason_agency_id', e.reason_agency_id, 'next_on', e.next_on,
                   'absent_agency_ids', e.absent_agency_ids, 'emergency', e.emergency,
                   'replaces_id', e.replaces_id, 'moved_to', coalesce(n.moved_to, '{}'),
                   'moved_at', coalesce(n.moved_at, '{}'))), '[]') as entries,
               coalesce(json_agg(json_build_object(
                   'entry_id', e.id, 'receiver', '',
                   'asked_on', (e.held_at at time zone 'Europe/London')::date,
                   'answered_on', h.answered_on, 'accepted', h.accepted,
                   'recorded_at', h.recorded_at))
                   filter (where e.outcome in ('transferred', 'redirected')), '[]') as hand_overs
        from chain_entry e
        left join lateral (
            select array_agg(d.next_on order by d.set_at, d.id) as moved_to,
                   array_agg(d.set_at order by d.set_at, d.id) as moved_at
            from chain_next_date d
            where d.entry_id = e.id and e.outcome = 'adjourned_no_decision') n on true
        left join hand_over_answer h
            on h.compartment_id = e.compartment_id and h.entry_id = e.id
            and e.outcome in ('transferred', 'redirected')
        where e.concern_id = b.id) f
    left join lateral (
        select json_agg(json_build_object(
                   'id', v.id, 'answer', v.answer, 'reviewed_by', v.reviewed_by,
                   'reviewed_at', v.reviewed_at)) as reviews
        from senior_review v where v.concern_id = b.id) r on true
    order by b.id
$$;
revoke all on function accord_chain_facts(uuid, uuid, integer, boolean) from public;
grant execute on function accord_chain_facts(uuid, uuid, integer, boolean) to accord_worker;

-- What the facts amount to, in the place of what was kept; an act that was quicker has its say.
create function accord_keep_chains(rows json, at timestamptz) returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with given as (
        select * from json_to_recordset(rows) as r (
            concern_id uuid, compartment_id uuid, computed_at timestamptz, meetings integer,
            run integer, undecided_since date, first_held_on date, last_held_at timestamptz,
            last_meeting_kind text, next_on date, slips integer, same_reason text,
            last_reason text, last_reason_agency_id uuid, absent_again uuid[], absent_last uuid[],
            agency_minutes integer, amber_on date, red_on date, review_answer text,
            handed_over_on date, reported_emergencies integer, waiting_since date)),
    mended as (
        update chain_state s set
        meetings = g.meetings, run = g.run, undecided_since = g.undecided_since,
        first_held_on = g.first_held_on, last_held_at = g.last_held_at,
        last_meeting_kind = g.last_meeting_kind,
        next_on = g.next_on, slips = g.slips, same_reason = g.same_reason,
        last_reason = g.last_reason, last_reason_agency_id = g.last_reason_agency_id,
        absent_again = g.absent_again,
        absent_last = g.absent_last, agency_minutes = g.agency_minutes, amber_on = g.amber_on,
        red_on = g.red_on, review_answer = g.review_answer, handed_over_on = g.handed_over_on,
        reported_emergencies = g.reported_emergencies, waiting_since = g.waiting_since,
        computed_at = at
        from given g where s.concern_id = g.concern_id and s.computed_at = g.computed_at
        returning 1),
    made as (
        insert into chain_state
        select g.concern_id, g.compartment_id,
               g.meetings, g.run, g.undecided_since, g.first_held_on, g.last_held_at,
               g.last_meeting_kind, g.next_on, g.slips, g.same_reason, g.last_reason,
               g.last_reason_agency_id, g.absent_again, g.absent_last, g.agency_minutes, g.amber_on,
               g.red_on, g.review_answer, g.handed_over_on, g.reported_emergencies,
               g.waiting_since, at
        from given g where g.computed_at is null
        on conflict (concern_id) do nothing
        returning 1)
    select (select count(*) from mended) + (select count(*) from made)
$$;
revoke all on function accord_keep_chains(json, timestamptz) from public;
grant execute on function accord_keep_chains(json, timestamptz) to accord_worker;
