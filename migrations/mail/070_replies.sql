-- What people said by calendar mail, and what became of it (decision 0026).

create table reply (
    -- The incoming mail's: a mail is taken once.
    id uuid primary key,
    compartment_id uuid not null,
    meeting_id uuid not null,
    attendee_id uuid not null,
    received_at timestamptz not null,
    kind text not null constraint ck_reply_kind check (kind in (
        'answer', 'counter', 'delegation', 'uninvited', 'words', 'auto_reply', 'unreadable',
        'other')),
    -- What the mail says; the attendee's answer only if applied_at says so.
    answer text constraint ck_reply_answer check (answer in ('accepted', 'declined', 'tentative')),
    comment text not null constraint ck_reply_comment check (length(comment) <= 4000),
    proposed_starts_at timestamptz,
    proposed_ends_at timestamptz,
    -- The delegate, or whoever replied without being invited.
    delegate_address text not null constraint ck_reply_delegate_address
        check (length(delegate_address) <= 320 and delegate_address !~ '[[:cntrl:]]'),
    from_address text not null constraint ck_reply_from_address
        check (length(from_address) <= 320 and from_address !~ '[[:cntrl:]]'),
    sequence integer constraint ck_reply_sequence check (sequence >= 0),
    -- When the reply was made, by the sender's clock, but never after it was received.
    stamped_at timestamptz constraint ck_reply_stamped check (stamped_at <= received_at),
    reasons text[] not null constraint ck_reply_reasons check (cardinality(reasons) <= 40),
    applied_at timestamptz,
    state text not null constraint ck_reply_state check (state in (
        'applied', 'waiting', 'settled', 'noted')),
    settled_by uuid references person on delete restrict,
    settled_at timestamptz,
    settled_how text constraint ck_reply_settled_how check (settled_how ~ '^[a-z]+(_[a-z]+)*$'),
    version integer not null,
    constraint reply_meeting_fkey foreign key (compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict,
    constraint reply_attendee_fkey foreign key (compartment_id, attendee_id)
        references attendee (compartment_id, id) on delete restrict,
    constraint uq_reply_compartment unique (compartment_id, id),
    constraint ck_reply_proposed check (
        (proposed_starts_at is null) = (proposed_ends_at is null)
        and proposed_ends_at > proposed_starts_at),
    -- Only a plain answer is ever applied, and whoever is to do something is told why.
    constraint ck_reply_applied check (
        (applied_at is null or kind = 'answer' and answer is not null
            and sequence is not null and stamped_at is not null)
        and (state <> 'applied' or applied_at is not null)
        and (state <> 'noted' or applied_at is null)
        and (state = 'applied') = (cardinality(reasons) = 0)),
    constraint ck_reply_settled check (
        (state = 'settled') = (settled_at is not null)
        and (settled_at is null) = (settled_by is null)
        and (settled_at is null) = (settled_how is null))
);
create index ix_reply_meeting on reply (meeting_id, received_at);
create index ix_reply_waiting on reply (received_at, id) where state = 'waiting';
create index ix_reply_applied on reply (attendee_id, stamped_at) where applied_at is not null;
call accord_wall('reply', 'select');
-- The worker takes what came; people settle what waits, in their own name, once.
grant insert on reply to accord_worker;
grant update (state, settled_by, settled_at, settled_how, version) on reply to accord_app;
create policy taken_unsettled on reply as restrictive for insert to accord_worker
    with check (state <> 'settled');
create policy settled_by_own_hand on reply as restrictive for update to accord_app
    using (state = 'waiting' and accord_arranges(meeting_id))
    with check (state = 'settled' and settled_by = accord_actor());
-- Words in replies are for who arranges the meeting; who replied sees that theirs came.
create policy for_who_arranges on reply as restrictive for select to accord_app
    using (accord_arranges(meeting_id) or exists (
        select from attendee a where a.id = attendee_id and a.person_id = accord_actor()));
create policy definer_functions on reply for select to accord_owner using (true);

-- Whose answer came by calendar, for everybody who sees the meeting: no word of what they wrote.
create function accord_answered_by_calendar(meeting uuid)
returns table (person_id uuid, at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select a.person_id, max(r.stamped_at)
    from reply r
    join attendee a on a.compartment_id = r.compartment_id and a.id = r.attendee_id
    where r.meeting_id = meeting and r.compartment_id = any ((select accord_compartments())::uuid[])
      and r.applied_at is not null and a.removed_at is null
      -- An answer given on the page since has another moment.
      and r.stamped_at = a.answered_at and r.answer = a.answer
    group by a.person_id
$$;
revoke all on function accord_answered_by_calendar(uuid) from public;
grant execute on function accord_answered_by_calendar(uuid) to accord_app;

-- For the worker, which is nobody: whose invitation a token is, and with whose eyes to take the
-- reply: the person's own while they are in the meeting, else of somebody who arranges it. It tells
-- ids only, and nothing of any meeting.
create function accord_reply_to(token text)
returns table (attendee_id uuid, meeting_id uuid, person_id uuid, eyes uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select a.id, m.id, a.person_id, seeing.person_id
    from attendee a
    join strategy_meeting m on m.compartment_id = a.compartment_id and m.id = a.meeting_id
    cross join lateral (
        select who.person_id
        from unnest(array[a.person_id, m.convened_by, m.chair_id]) with ordinality
             as who (person_id, place)
        where exists (
            select from membership s
            where s.person_id = who.person_id and s.compartment_id = m.compartment_id
              and s.ended_at is null and (s.until_at is null or s.until_at > accord_now()))
          and not exists (
            select from conflict_block b
            where b.person_id = who.person_id and b.compartment_id = m.compartment_id
              and b.lifted_at is null)
        order by who.place limit 1) as seeing
    where a.organiser_token = token
$$;
revoke all on function accord_reply_to(text) from public;
grant execute on function accord_reply_to(text) to accord_worker;
create index if not exists ix_attendee_organiser_token on attendee (organiser_token);

-- All that the worker may change of an attendee is an answer, and that a document made for them
-- has shown them the minutes: nobody's but those of the person for whom it acts.
revoke insert, update on attendee from accord_worker;
grant update (answer, answered_at, apology, apology_reason, asked_although_busy, version,
              minutes_read_at)
    on attendee to accord_worker;
create policy own_answer on attendee as restrictive for update to accord_worker
    using (person_id = accord_actor());
