-- Reminders: what was sent, and who may wait for one (decision 0019).

-- One mail to one person; `day` is set on the one digest that a person gets on a day.
create table reminder_mail (
    id uuid primary key,
    person_id uuid not null references person on delete restrict,
    day date,
    sent_at timestamptz not null,
    constraint uq_reminder_mail_day unique (person_id, day)
);
alter table reminder_mail enable row level security;
alter table reminder_mail force row level security;
create policy own on reminder_mail for select to accord_app, accord_worker
    using (person_id = accord_actor());
create policy send on reminder_mail for insert to accord_app, accord_worker with check (true);
create policy definer_functions on reminder_mail for select to accord_owner using (true);
grant select, insert on reminder_mail to accord_app, accord_worker;
call accord_make_append_only('reminder_mail');

-- One thing of which somebody was reminded. What it hangs on (a moment or a date) and the number
-- of the occasion make it one of its kind: a meeting that moves is another occasion.
create table reminder (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    mail_id uuid not null references reminder_mail on delete restrict,
    kind text not null constraint ck_reminder_kind check (kind ~ '^[a-z]+(_[a-z]+)*$'),
    subject_id uuid not null,
    person_id uuid not null references person on delete restrict,
    happens_at timestamptz,
    happens_on date,
    number integer not null constraint ck_reminder_number check (number > 0),
    sent_at timestamptz not null,
    -- When the next reminder of the same may be due; none when this was the last.
    next_at timestamptz,
    asked_by uuid references person on delete restrict,
    constraint ck_reminder_happens check ((happens_at is null) <> (happens_on is null)),
    constraint ck_reminder_next check (next_at > sent_at),
    constraint uq_reminder_occasion unique nulls not distinct
        (subject_id, person_id, kind, compartment_id, happens_at, happens_on, number)
);
call accord_wall('reminder', 'select, insert');
create policy definer_functions on reminder for select to accord_owner using (true);
call accord_make_append_only('reminder');

-- The definer function below belongs to accord_owner, who is under the same walls (force).
do $$ declare walled text; begin
    foreach walled in array array['strategy_meeting', 'attendee', 'meeting_child', 'meeting_action',
                                  'chain_next_date', 'contribution', 'minutes_correction',
                                  'minutes_correction_answer', 'held_debt'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                using (true)', walled);
        end if;
    end loop;
end $$;

create index ix_strategy_meeting_ends on strategy_meeting (ends_at) where state = 'convened';
create index ix_attendee_unread on attendee (minutes_ready_at)
    where minutes_ready_at is not null and minutes_acknowledged_at is null;
create index ix_strategy_meeting_corrections on strategy_meeting (corrections_until)
    where state = 'in_correction';
create index ix_meeting_action_due on meeting_action (due_on)
    where ended_at is null and given_at is not null;
create index ix_held_debt_due on held_debt (due_on) where paid_at is null;
create index ix_chain_entry_next on chain_entry (next_on) where next_on is not null;
create index ix_chain_entry_held on chain_entry (held_at);
create index ix_chain_entry_follow_up on chain_entry (follow_up_on) where follow_up_on is not null;
create index ix_chain_next_date_next on chain_next_date (next_on);

-- Whether a meeting of a concern is convened: those in the concern owe one or not, whether or not
-- they are invited to it.
create function accord_has_meeting_ahead(concern uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from meeting_child mc join strategy_meeting m on m.id = mc.meeting_id
        where mc.concern_id = concern and m.state = 'convened')
$$;
revoke all on function accord_has_meeting_ahead(uuid) from public;
grant execute on function accord_has_meeting_ahead(uuid) to accord_app, accord_worker;

-- Everything that may wait for somebody, by kind: who, which thing, what its time hangs on
-- (a moment or a date) and since when it waits. Read under the reader's own walls.
create view reminder_fact with (security_invoker = true) as
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
select 'quorum', who.person_id, m.id, m.compartment_id, m.starts_at, null, m.convened_at,
       null, m.profile_version, m.id
from strategy_meeting m
cross join lateral (select m.convened_by union select m.chair_id) as who (person_id)
where m.state = 'convened'
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
select who.kind, who.person_id, t.id, t.compartment_id, null, t.due_on, t.given_at,
       null, null, t.meeting_id
from meeting_action t
left join strategy_meeting m
    on m.compartment_id = t.meeting_compartment_id and m.id = t.meeting_id
cross join lateral (values ('action', t.owner_id), ('action_left', m.chair_id))
    as who (kind, person_id)
where t.ended_at is null and t.given_at is not null
  and (who.kind = 'action' or who.person_id <> t.owner_id)
union all
select 'debt', d.owner_id, d.id, d.compartment_id, null, d.due_on, d.owed_at,
       null, null, d.meeting_id
from held_debt d
where d.paid_at is null
union all
-- Whether these clocks run and until when is the chain's own rule; here is what they count from.
select who.kind, who.person_id, k.id, k.compartment_id, e.held_at, null, e.entered_at,
       null, null, e.meeting_id
from chain_entry e
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
left join strategy_meeting m on m.id = e.meeting_id
cross join lateral (values
    ('conference', k.senior_manager_id,
     e.outcome in ('s47_initiated_joint', 's47_initiated_social_care')),
    ('full_meeting', m.chair_id,
     e.phone_only and e.outcome in ('s47_initiated_joint', 's47_initiated_social_care',
                                    's47_initiated_police', 'adjourned_no_decision')
     and not accord_has_meeting_ahead(k.id))) as who (kind, person_id, counts)
where who.counts and who.person_id is not null and k.closed_at is null
  and not exists (select from chain_entry other where other.replaces_id = e.id)
union all
select 'next_date', k.senior_manager_id, k.id, k.compartment_id, null, owed.next_on, e.entered_at,
       null, null, e.meeting_id
from (select e.id as entry_id, e.next_on from chain_entry e
      where e.next_on is not null
        and not exists (select from chain_next_date d where d.entry_id = e.id)
      union all
      select d.entry_id, d.next_on from chain_next_date d
      where not exists (select from chain_next_date later
                        where later.entry_id = d.entry_id and later.set_at > d.set_at)) as owed
join chain_entry e on e.id = owed.entry_id
join concern k on k.compartment_id = e.compartment_id and k.id = e.concern_id
where k.closed_at is null
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
grant select on reminder_fact to accord_app, accord_worker;

-- For the worker: what of one kind hangs on a time between two, waits since before a third, and
-- was not told on its last occasion. Ids only; what they mean is read as the person. `today` leaves
-- out people who had their digest on that day; it is null for what does not wait for a digest.
create function accord_reminders_due(
    wanted text, first_at timestamptz, last_at timestamptz, first_on date, last_on date,
    begun_by timestamptz, now_at timestamptz, today date)
returns table (person_id uuid, subject_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
begin
    return query
    select f.person_id, f.subject_id from (
        select * from reminder_fact moment
        where moment.kind = wanted and moment.happens_at >= first_at and moment.happens_at <= last_at
        union all
        select * from reminder_fact dated
        where dated.kind = wanted and dated.happens_on >= first_on and dated.happens_on <= last_on
    ) as f
    join person p on p.id = f.person_id and p.closed_at is null
    where f.since_at <= begun_by
      and not exists (select from reminder_mail m
                      where m.person_id = f.person_id and m.day = today)
      and not exists (
          select from reminder r
          where r.subject_id = f.subject_id and r.person_id = f.person_id and r.kind = f.kind
            and r.happens_at is not distinct from f.happens_at
            and r.happens_on is not distinct from f.happens_on
            and (r.next_at is null or r.next_at > now_at));
end $$;
revoke all on function accord_reminders_due(
    text, timestamptz, timestamptz, date, date, timestamptz, timestamptz, date) from public;
grant execute on function accord_reminders_due(
    text, timestamptz, timestamptz, date, date, timestamptz, timestamptz, date) to accord_worker;
