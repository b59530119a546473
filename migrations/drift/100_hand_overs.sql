-- The manager named for a child is reminded of a hand-over that nobody has answered.
alter view reminder_fact rename to reminder_fact_of_ladder;
create view reminder_fact with (security_invoker = true) as
select * from reminder_fact_of_ladder
union all
select 'hand_over', k.senior_manager_id, k.id, k.compartment_id, null, s.handed_over_on,
       s.handed_over_on::timestamp at time zone 'Europe/London', null, null,
       (select e.meeting_id from chain_entry e
        where e.concern_id = k.id and e.outcome in ('transferred', 'redirected')
        order by e.held_at desc, e.entered_at desc limit 1)
from concern k
join chain_state s on s.compartment_id = k.compartment_id and s.concern_id = k.id
where k.closed_at is null and s.handed_over_on is not null;
grant select on reminder_fact to accord_app, accord_worker;
