-- Eight attendees a meeting, each there for its children; what each may know; what was decided.
insert into attendee (id, compartment_id, meeting_id, person_id, agency_id, organiser_token,
                      invited_at, answer, answered_at, present, apology, minutes_ready_at,
                      minutes_read_at, minutes_acknowledged_at, version)
select t.id, h.compartment_id, h.id, t.person_id, p.agency_id, t.id, h.starts_at - interval '1 day',
       case when waits then 'awaited' else 'accepted' end,
       case when not waits then h.starts_at - interval '20 hours' end,
       case when h.is_held then true end, '',
       case when h.is_held then h.starts_at + interval '1 day' end,
       case when h.is_held and h.starts_at < now() - interval '10 days'
            then h.starts_at + interval '2 days' end,
       case when h.is_held and h.starts_at < now() - interval '10 days'
            then h.starts_at + interval '2 days' end, 1
from there t join held h on h.n = t.n join person p on p.id = t.person_id,
lateral (select not h.is_held and t.slot % 2 = 1 as waits) w;

-- As convening books them: of two meetings to come that overlap, the first keeps the person.
update attendee a set asked_although_busy = true
from (select a.id, a.person_id, h.starts_at,
             lag(h.starts_at) over (partition by a.person_id order by h.starts_at, h.n) as before
      from held h join attendee a on a.meeting_id = h.id where not h.is_held) coming
where a.id = coming.id and coming.before > coming.starts_at - interval '1 hour';

insert into person_booking (meeting_id, compartment_id, person_id, during)
select h.id, h.compartment_id, a.person_id,
       tstzrange(h.starts_at, h.starts_at + interval '1 hour')
from held h join attendee a on a.meeting_id = h.id
where not h.is_held and not a.asked_although_busy;

insert into meeting_child (id, compartment_id, concern_id, meeting_compartment_id, meeting_id,
                           outcome, outcome_reason, no_decision_reason, next_on, authorised_by, version)
select t.id, pg_temp.uid('concern compartment', t.concern), pg_temp.uid('concern', t.concern),
       h.compartment_id, h.id, outcome, 'Because of what was said',
       case when outcome = 'adjourned_no_decision' then 'information_outstanding' end,
       case when outcome = 'adjourned_no_decision' then h.starts_at::date + 5 end,
       case when outcome = 'adjourned_no_decision' then chair.person_id end, 1
from talked_of t join held h on h.n = t.n join there chair on chair.n = t.n and chair.slot = 0,
lateral (select case when not h.is_held then null else (array[
    'adjourned_no_decision', 'adjourned_no_decision', 's47_initiated_joint',
    's47_concluded_without_conference', 'no_s47_no_further_action'
    ])[1 + (t.n * 7 + t.concern) % 5] end as outcome) o;

-- What was written: the joint part, and three items of each child.
insert into record_item (id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id,
                         section, standing, latest, begun_at)
select pg_temp.uid('joint item', h.n), h.compartment_id, h.compartment_id, h.id, null,
       'joint_information', '{2}'::integer[], 2, h.starts_at
from held h where h.is_held
union all
select md5(section || k.id::text)::uuid, c.compartment_id, c.meeting_compartment_id,
       c.meeting_id, c.id, section, '{2}'::integer[], 2, h.starts_at
from talked_of k join held h on h.n = k.n and h.is_held join meeting_child c on c.id = k.id,
unnest(array['information', 'child_voice', 'analysis']) section;
insert into record_text (compartment_id, item_id, number, answers, body, source, written_by,
                         written_at)
select i.compartment_id, i.id, 2, '{1}',
       repeat('What was said in the meeting. ',
              case when section in ('information', 'joint_information') then 16 else 1 end),
       '', m.chair_id, i.begun_at
from record_item i join strategy_meeting m on m.id = i.meeting_id;

insert into attendee_child (attendee_id, compartment_id, meeting_child_id, meeting_compartment_id)
select t.id, pg_temp.uid('concern compartment', k.concern), k.id,
       pg_temp.uid('meeting compartment', t.n)
from there t join talked_of k on k.n = t.n;

-- Invitations let in until half a year after the meeting; the worker has ended those of before.
insert into membership (id, compartment_id, person_id, reason, granted_by, from_at, until_at,
                        ended_at)
select gen_random_uuid(), compartment_id, person_id, 'Invited to a meeting', person_id,
       coalesce(until_at - interval '182 days', now()), until_at, case when until_at < now() then until_at end
from (
    select h.compartment_id, t.person_id, h.starts_at + interval '180 days' as until_at
    from there t join held h on h.n = t.n
    union all
    select pg_temp.uid('concern compartment', k.concern), t.person_id,
           max(h.starts_at) + interval '180 days'
    from there t join talked_of k on k.n = t.n join held h on h.n = t.n group by 1, 2
    union all
    select compartment_id, unnest(array[opened_by, senior_manager_id]), null
    from concern
) let_in;

insert into chain_entry (id, compartment_id, concern_id, meeting_id, held_at, entered_at,
                         entered_by, outcome, no_decision_reason, next_on, authorised_by, quorate,
                         absent_agency_ids, phone_only, profile_version, kind, lasted_minutes,
                         agencies_present, children_there, emergency)
select pg_temp.uid('entry' || c.id::text, 0), c.compartment_id, c.concern_id, m.id, m.starts_at,
       m.closed_at, m.chair_id, c.outcome, c.no_decision_reason, c.next_on, c.authorised_by, true,
       case when c.outcome = 'adjourned_no_decision'
            then array[pg_temp.uid('agency', 11)] else array[]::uuid[] end, false,
       m.profile_version, m.kind, extract(epoch from m.ends_at - m.starts_at) / 60, 5,
       greatest(m.child_count, 1), m.emergency_reason is not null
from strategy_meeting m join meeting_child c on c.meeting_id = m.id
where c.outcome is not null and m.state <> 'convened';

insert into meeting_action (id, compartment_id, meeting_compartment_id, meeting_id, concern_id, what,
                            success_test, owner_id, agency_id, due_on, times_carried, recorded_by,
                            recorded_at, given_at, ended, ended_at, ended_note, version)
select gen_random_uuid(), pg_temp.uid('concern compartment', k.concern), h.compartment_id, h.id,
       pg_temp.uid('concern', k.concern), 'Share what the service knows', '', t.person_id,
       p.agency_id, h.starts_at::date + 5, 0, t.person_id, h.starts_at,
       h.starts_at + interval '1 hour', case when done then 'done' end,
       case when done then h.starts_at + interval '4 days' end, case when done then 'Done' end, 1
from held h join talked_of k on k.n = h.n join there t on t.n = h.n and t.slot in (1, 2, 4)
join person p on p.id = t.person_id,
lateral (select h.starts_at < now() - interval '20 days' or h.n % 2 = 0 as done) d
where h.is_held;

insert into escalation (id, compartment_id, concern_id, stage, reason, owner_id, raised_by,
                        raised_at, due_on, kind, urgent, by_clock, agency_id, raised_from,
                        profile_version, state, started_at, due_at, moves_up_at)
select gen_random_uuid(), concern.compartment_id, concern.id, 1, 'Undecided for too long',
       senior_manager_id, opened_by, opened_at + interval '12 days', opened_at::date + 15, 'drift',
       false, false, m.agency_id, m.agency_id, (select max(version) from procedure_profile),
       'open', opened_at + interval '12 days', opened_at + interval '16 days',
       opened_at + interval '17 days'
from concern join person m on m.id = senior_manager_id where concern.closed_at is null and opened_at < now() - interval '12 days'
  and pg_temp.chance(concern.id::text, 0) < 0.1;

insert into history_event (id, happened_at, actor_id, act, subject_kind, subject_id,
                           compartment_id, detail)
select gen_random_uuid(), h.starts_at, null, act, 'meeting', h.id, h.compartment_id, '{}'
from held h, unnest(array['meeting.convened', 'meeting.closed']) act;
