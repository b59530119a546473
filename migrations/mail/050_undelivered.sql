-- Mail that did not arrive stays on a list until somebody has it sent again or puts it away.

-- Whether the actor may move a meeting that they see. With their own rights: of a hidden one, no.
create function accord_arranges(meeting uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from strategy_meeting m
        where m.id = meeting and (accord_actor() in (m.chair_id, m.convened_by)
                                  or (select accord_actor_has_role('scheduler'))))
$$;

-- What somebody decided about a message that did not arrive. One that is to be sent again is
-- `done_at` once the worker has queued a new message (sent_again_as) or found why not (not_sent).
create table mail_settling (
    message_id uuid primary key references mail_message on delete restrict,
    act text not null constraint ck_mail_settling_act check (act in ('send_again', 'dismiss')),
    reason text constraint ck_mail_settling_reason check (length(trim(reason)) between 1 and 500),
    asked_by uuid not null references person on delete restrict,
    asked_at timestamptz not null,
    done_at timestamptz,
    not_sent text constraint ck_mail_settling_not_sent check (not_sent in ('over', 'left', 'newer')),
    constraint ck_mail_settling_dismissed
        check ((act = 'dismiss') = (reason is not null) and (act <> 'dismiss' or done_at is not null)),
    constraint ck_mail_settling_done
        check (not_sent is null or (act = 'send_again' and done_at is not null))
);
create index ix_mail_settling_waiting on mail_settling (asked_at) where done_at is null;
create index ix_mail_settling_asked on mail_settling (asked_at);
alter table mail_settling enable row level security;
alter table mail_settling force row level security;
create policy see on mail_settling for select to accord_app
    using (exists (
        select from mail_message m
        where m.id = mail_settling.message_id
          and (m.recipient_id = accord_actor() or accord_arranges(m.subject_id))));
create policy send on mail_settling for all to accord_worker using (true) with check (true);
create policy definer_functions on mail_settling for all to accord_owner
    using (true) with check (true);
create policy definer_functions on mail_message for select to accord_owner using (true);
grant select on mail_settling to accord_app;
grant select, update (done_at, not_sent) on mail_settling to accord_worker;
grant update (sent_again_as) on mail_message to accord_worker;

create index ix_mail_message_recipient on mail_message (recipient_id, kind, queued_at);

-- Where each message stands. Of the messages that keep one meeting in one calendar, of links to one
-- account and of reminders, a later one takes the place of one that did not arrive.
create view mail_standing with (security_invoker = true) as
select m.id, m.kind, m.subject_id, m.sequence, m.recipient_id, m.state, m.channel, m.attempts,
       m.next_attempt_at, m.last_error, m.queued_at, m.accepted_at, m.bounced_at, m.sent_again_as,
       s.act, s.reason, s.asked_by, s.asked_at, s.done_at, s.not_sent,
       case m.kind
           when 'meeting_request' then 'invitation'
           when 'meeting_cancellation' then 'cancellation'
           else case when m.kind like 'account%' then 'account' else 'notice' end
       end as about,
       case
           when m.state in ('queued', 'attempting') then 'on_its_way'
           when m.state = 'accepted' then 'accepted'
           when m.state = 'withheld' then 'not_mailed'
           when s.act = 'dismiss' then 'dismissed'
           when m.sent_again_as is not null or s.done_at is not null
                or m.kind in ('meeting_request', 'meeting_cancellation') and exists (
                    select from mail_message later
                    where later.subject_id = m.subject_id and later.recipient_id = m.recipient_id
                      and later.kind in ('meeting_request', 'meeting_cancellation')
                      and (later.sequence, later.queued_at) > (m.sequence, m.queued_at))
                or m.kind in ('account_invitation', 'account_password_reset') and exists (
                    select from mail_message later
                    where later.recipient_id = m.recipient_id and later.queued_at > m.queued_at
                      and later.kind in ('account_invitation', 'account_password_reset'))
                or m.kind = 'reminder' and exists (
                    select from mail_message later
                    where later.recipient_id = m.recipient_id and later.queued_at > m.queued_at
                      and later.kind = 'reminder')
               then 'superseded'
           when s.message_id is not null then 'on_its_way'
           else 'listed'
       end as standing
from mail_message m
left join mail_settling s on s.message_id = m.id;
grant select on mail_standing to accord_app, accord_worker;

-- For an administrator: everybody's mail that did not arrive or waits for long, or what became of
-- it; without any word on what it was about, which only those in it may know. One meeting's messages
-- share the very moment, so moments are told to the hour, and what those in a meeting did about their
-- mail, and why, is theirs (decision 0024).
create function accord_mail_of_service(
    wanted text, agency uuid, since timestamptz, waits_since timestamptz,
    before_at timestamptz, before_id uuid, how_many integer)
returns table (
    id uuid, about text, recipient_id uuid, address text, state text, channel text, attempts integer,
    problem text, queued_at timestamptz, next_attempt_at timestamptz, standing text, act text,
    reason text, asked_by uuid, asked_at timestamptz, not_sent text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select l.id, l.about, l.recipient_id, m.address, l.state, l.channel, l.attempts, l.last_error,
           told.hour, date_trunc('hour', l.next_attempt_at), l.standing, l.act,
           case when told.ours then l.reason end, case when told.ours then l.asked_by end,
           case when told.ours then l.asked_at end, l.not_sent
    from mail_standing l
    join mail_message m on m.id = l.id
    join person p on p.id = l.recipient_id
    cross join lateral (
        select date_trunc('hour', l.queued_at) as hour,
               exists (select from person_role r
                       where r.person_id = l.asked_by and r.role = 'administrator') as ours) as told
    where (select accord_actor_has_role('administrator'))
      and (agency is null or p.agency_id = agency)
      and (since is null or told.hour >= since)
      and (before_at is null or (told.hour, l.id) < (before_at, before_id))
      and case wanted
          when 'settled' then l.standing in ('dismissed', 'superseded')
               and l.state in ('failed', 'bounced') and l.act is not null
          when 'waiting' then l.standing = 'on_its_way'
               and coalesce(l.asked_at, l.queued_at) < waits_since
               and l.state in ('queued', 'attempting', 'failed', 'bounced')
          else l.standing = 'listed' and l.state in ('failed', 'bounced')
               and (wanted = 'listed' or l.state = wanted)
          end
    order by told.hour desc, l.id desc
    limit how_many
$$;
revoke all on function accord_mail_of_service(
    text, uuid, timestamptz, timestamptz, timestamptz, uuid, integer) from public;
grant execute on function accord_mail_of_service(
    text, uuid, timestamptz, timestamptz, timestamptz, uuid, integer) to accord_app;

-- Of these messages those that the actor may settle: an administrator any, others those of meetings
-- that they see and may change. What waits on the list is settled, each once; a link to an account is
-- never sent again, for its secret is gone.
create function accord_settle_mail(messages uuid[], how text, why text, at timestamptz)
returns table (id uuid, about text, recipient_id uuid, compartment_id uuid, settled boolean)
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    with may as materialized (
        select l.id, l.about, l.recipient_id, m.compartment_id, l.standing
        from mail_standing l
        left join strategy_meeting m on m.id = l.subject_id
            and m.compartment_id = any ((select accord_compartments())::uuid[])
        where l.id = any (messages)
          and ((select accord_actor_has_role('administrator'))
               or accord_actor() in (m.chair_id, m.convened_by)
               or (m.id is not null and (select accord_actor_has_role('scheduler'))))),
    settled as (
        insert into mail_settling (message_id, act, reason, asked_by, asked_at, done_at)
        select may.id, how, why, accord_actor(), at, case when how = 'dismiss' then at end
        from may
        where may.standing = 'listed' and (how = 'dismiss' or may.about <> 'account')
        on conflict do nothing
        returning message_id)
    select may.id, may.about, may.recipient_id, may.compartment_id, s.message_id is not null
    from may left join settled s on s.message_id = may.id
$$;
revoke all on function accord_settle_mail(uuid[], text, text, timestamptz) from public;
grant execute on function accord_settle_mail(uuid[], text, text, timestamptz) to accord_app;

-- For the worker that sends again: what one person's calendar should say of a meeting now.
create function accord_calendar_of(meeting uuid, person uuid)
returns table (reference text, uid text, organiser_token text, sequence integer,
               starts_at timestamptz, ends_at timestamptz, state text, place text, asks boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select m.reference, m.calendar_uid, a.organiser_token, m.calendar_sequence + a.calendar_ahead,
           m.starts_at, m.ends_at, case when a.removed_at is null then m.state else 'cancelled' end,
           case when m.place_in_calendars then m.place else '' end, a.answer = 'awaited'
    from strategy_meeting m
    join attendee a on a.compartment_id = m.compartment_id and a.meeting_id = m.id
    where m.id = meeting and a.person_id = person
$$;
revoke all on function accord_calendar_of(uuid, uuid) from public;
grant execute on function accord_calendar_of(uuid, uuid) to accord_worker;

-- Whose invitation did not arrive: it failed or came back, and nothing later was sent. Who is asked
-- in Accord only (withheld) is asked. With the reader's own rights, so a hidden meeting has nobody.
create or replace function accord_undelivered(meeting uuid) returns uuid[]
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(latest.recipient_id), '{}')
    from (select distinct on (recipient_id) recipient_id, kind, state
          from mail_message
          where subject_id = meeting and kind in ('meeting_request', 'meeting_cancellation')
          order by recipient_id, sequence desc, queued_at desc) latest
    where latest.kind = 'meeting_request' and latest.state in ('failed', 'bounced')
$$;
