-- What pages need to be quick.

-- Every wall asks this, so who acts and the time are found once, not for each membership: with a
-- thousand memberships it takes a twentieth of the time.
create or replace function accord_compartments() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select array(
        select m.compartment_id
        from membership m
        where m.person_id = (select accord_actor())
          and m.ended_at is null
          and (m.until_at is null or m.until_at > (select accord_now()))
          and m.compartment_id <> all (array(
              select b.compartment_id from conflict_block b
              where b.person_id = (select accord_actor()) and b.lifted_at is null)))
$$;

-- By the person whom it concerns: walls are asked of few rows then, not of all that a person sees.
create index ix_concern_manager on concern (senior_manager_id) where closed_at is null;
create index ix_strategy_meeting_chaired on strategy_meeting (chair_id) include (id, compartment_id);
create index ix_strategy_meeting_convener on strategy_meeting (convened_by, starts_at)
    where state = 'convened';
create index ix_meeting_action_left on meeting_action (meeting_id, due_on)
    where ended_at is null and given_at is not null;
create index ix_chain_entry_meeting on chain_entry (meeting_id);

-- The same facts as before. Each comes from one column that names the person, so that it is found
-- by that column's index.
create or replace view reminder_fact with (security_invoker = true) as
select 'answer' as kind, a.person_id, m.id as subject_id, m.compartment_id,
       m.starts_at as happens_at, null::date as happens_on, a.invited_at as since_at,
       null::timestamptz as until_at, m.profile_version, m.id as meeting_id
from strategy_meeting m
join attendee a on a.compartment_id = m.compartment_id and a.meeting_id = m.id
where m.state = 'convened' and a.removed_at is null and a.answer = 'awaited'
union all
select 'coming', a.person_id, m.id, m.compartment_id, m.starts_at, null, a.answered_at,
       null, m.profile_version, m.id
from strategy_meeting m
join attendee a on a.compartment_id = m.compartment_id and a.meeting_id = m.id
where m.state = 'convened' and a.removed_at is null and a.answer = 'accepted'
union all
-- A decline asks for a deputy or a contribution; a deputy takes the place of who declined.
select 'instead', a.person_id, m.id, m.compartment_id, m.starts_at, null, a.answered_at,
       null, m.profile_version, m.id
from strategy_meeting m
join attendee a on a.compartment_id = m.compartment_id and a.meeting_id = m.id
where m.state = 'convened' and a.removed_at is null and a.answer = 'declined'
  and not exists (select from contribution c
                  where c.meeting_id = m.id and c.author_id = a.person_id)
union all
select 'quorum', m.chair_id, m.id, m.compartment_id, m.starts_at, null, m.convened_at,
       null, m.profile_version, m.id
from strategy_meeting m
where m.state = 'convened'
union all
select 'quorum', m.convened_by, m.id, m.compartment_id, m.starts_at, null, m.convened_at,
       null, m.profile_version, m.id
from strategy_meeting m
where m.state = 'convened' and m.convened_by <> m.chair_id
union all
select 'close', who.person_id, m.id, m.compartment_id, m.ends_at, null, m.ends_at,
       null, m.profile_version, m.id
from strategy_meeting m
cross join lateral (select m.chair_id union select m.minute_taker_id) as who (person_id)
where m.state = 'convened' and who.person_id is not null
union all
select 'approve', m.chair_id, m.id, m.compartment_id, m.starts_at, null, m.closed_at,
       null, m.profile_version, m.id
from strategy_meeting m
where m.state = 'closed'
union all
select 'read', a.person_id, m.id, m.compartment_id, a.minutes_ready_at, null, a.minutes_ready_at,
       case when m.state = 'in_correction' then m.corrections_until end, m.profile_version, m.id
from attendee a
join strategy_meeting m on m.compartment_id = a.compartment_id and m.id = a.meeting_id
where a.minutes_ready_at is not null and a.minutes_acknowledged_at is null
  and a.removed_at is null
union all
select 'correct', m.chair_id, m.id, m.compartment_id, m.corrections_until, null, asked.first_at,
       null, m.profile_version, m.id
from strategy_meeting m
cross join lateral (
    select min(c.asked_at) as first_at from minutes_correction c
    where c.meeting_id = m.id and not exists (
        select from minutes_correction_answer n where n.correction_id = c.id)) as asked
where m.state = 'in_correction' and asked.first_at is not null
union all
select 'action', t.owner_id, t.id, t.compartment_id, null, t.due_on, t.given_at,
       null, null, t.meeting_id
from meeting_action t
where t.ended_at is null and t.given_at is not null
union all
select 'action_left', m.chair_id, t.id, t.compartment_id, null, t.due_on, t.given_at,
       null, null, t.meeting_id
from strategy_meeting m
join meeting_action t on t.meeting_id = m.id and t.meeting_compartment_id = m.compartment_id
where t.ended_at is null and t.given_at is not null and m.chair_id <> t.owner_id
union all
select 'debt', d.owner_id, d.id, d.compartment_id, null, d.due_on, d.owed_at,
       null, null, d.meeting_id
from held_debt d
where d.paid_at is null
union all
-- Whether these clocks run and until when is the chain's own rule; here is what they count from.
select 'conference', k.senior_manager_id, k.id, k.compartment_id, e.held_at, null, e.entered_at,
       null, null, e.meeting_id
from concern k
join chain_entry e on e.concern_id = k.id and e.compartment_id = k.compartment_id
where e.outcome in ('s47_initiated_joint', 's47_initiated_social_care') and k.closed_at is null
  and not exists (select from chain_entry other where other.replaces_id = e.id)
union all
select 'full_meeting', m.chair_id, k.id, k.compartment_id, e.held_at, null, e.entered_at,
       null, null, e.meeting_id
from chain_entry e
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
join strategy_meeting m on m.id = e.meeting_id
where e.phone_only and e.outcome in ('s47_initiated_joint', 's47_initiated_social_care',
                                     's47_initiated_police', 'adjourned_no_decision')
  and k.closed_at is null and not accord_has_meeting_ahead(k.id)
  and not exists (select from chain_entry other where other.replaces_id = e.id)
union all
select 'next_date', k.senior_manager_id, k.id, k.compartment_id, null, e.next_on, e.entered_at,
       null, null, e.meeting_id
from chain_entry e
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
where e.next_on is not null
  and not exists (select from chain_next_date d where d.entry_id = e.id)
  and k.closed_at is null
  and not exists (select from chain_entry other
                  where other.concern_id = e.concern_id
                    and (other.replaces_id = e.id
                         or (other.held_at, other.entered_at) > (e.held_at, e.entered_at)))
  and not accord_has_meeting_ahead(k.id)
union all
select 'next_date', k.senior_manager_id, k.id, k.compartment_id, null, d.next_on, e.entered_at,
       null, null, e.meeting_id
from chain_next_date d
join chain_entry e on e.id = d.entry_id
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
where not exists (select from chain_next_date later
                  where later.entry_id = d.entry_id and later.set_at > d.set_at)
  and k.closed_at is null
  and not exists (select from chain_entry other
                  where other.concern_id = e.concern_id
                    and (other.replaces_id = e.id
                         or (other.held_at, other.entered_at) > (e.held_at, e.entered_at)))
  and not accord_has_meeting_ahead(k.id)
union all
select 'follow_up', who.person_id, k.id, k.compartment_id, null, e.follow_up_on, e.entered_at,
       null, null, e.meeting_id
from chain_entry e
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
join strategy_meeting m on m.id = e.meeting_id
cross join lateral (select m.convened_by union select m.chair_id) as who (person_id)
where e.follow_up_on is not null and k.closed_at is null
  and not exists (select from chain_entry other
                  where other.concern_id = e.concern_id
                    and (other.replaces_id = e.id
                         or (other.quorate and other.held_at > e.held_at)))
  and not accord_has_meeting_ahead(k.id);
