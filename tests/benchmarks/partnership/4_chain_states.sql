-- What the chains amount to, as closing each meeting would have kept it.
with ordered as (
    select e.concern_id, e.compartment_id, e.held_at, e.next_on, e.no_decision_reason,
           e.absent_agency_ids, e.outcome = 'adjourned_no_decision' as adjourned,
           count(*) filter (where e.outcome <> 'adjourned_no_decision')
               over (partition by e.concern_id order by e.held_at desc, e.id) as decided_after,
           row_number() over (partition by e.concern_id order by e.held_at desc, e.id) as back
    from chain_entry e),
chains as (
    select concern_id, compartment_id, count(*) as meetings,
           count(*) filter (where decided_after = 0 and adjourned) as run,
           min(held_at::date) filter (where decided_after = 0 and adjourned) as since,
           min(held_at::date) as first_held_on, max(held_at) as last_held_at,
           max(next_on) filter (where back = 1) as next_on,
           max(no_decision_reason) filter (where back = 1) as last_reason,
           bool_or(back = 1 and adjourned) as is_absent
    from ordered group by concern_id, compartment_id)
insert into chain_state (concern_id, compartment_id, meetings, run, undecided_since, first_held_on,
                         last_held_at, last_meeting_kind, next_on, slips, same_reason, last_reason,
                         absent_again, absent_last, agency_minutes, amber_on, red_on,
                         reported_emergencies, waiting_since, computed_at)
select concern_id, compartment_id, meetings, run, since, first_held_on, last_held_at, 'initial',
       next_on, 0, case when run > 1 then last_reason end, last_reason,
       case when run > 1 then array[pg_temp.uid('agency', 11)] else '{}' end,
       case when is_absent then array[pg_temp.uid('agency', 11)] else '{}' end,
       run * 360, since + case when run > 1 then 0 else 8 end,
       since + case when run > 1 then 0 else 15 end,
       0, since, last_held_at
from chains;
