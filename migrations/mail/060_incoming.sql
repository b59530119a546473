-- Mail that arrived: kept, byte for byte, before its sender is told so. People write case content
-- into answers, so only the worker reads it, and the bytes go once they have been dealt with.

create table incoming_mail (
    id uuid primary key,
    received_at timestamptz not null,
    envelope_from text not null constraint ck_incoming_mail_envelope_from
        check (length(envelope_from) <= 320 and envelope_from !~ '[[:cntrl:]]'),
    recipient text not null constraint ck_incoming_mail_recipient
        check (recipient in ('meetings', 'bounces')),
    token text not null constraint ck_incoming_mail_token check (token ~ '^[A-Za-z0-9_-]{1,64}$'),
    utf8 boolean not null,
    body bytea not null,
    fingerprint bytea not null constraint ck_incoming_mail_fingerprint
        check (octet_length(fingerprint) = 32),
    attempts integer not null constraint ck_incoming_mail_attempts check (attempts >= 0),
    state text not null constraint ck_incoming_mail_state check (state in (
        'received', 'applied', 'review', 'bounced', 'noted', 'refused_late')),
    reason text constraint ck_incoming_mail_reason
        check (length(reason) <= 60 and reason ~ '^[a-z]+(_[a-z]+)*$'),
    settled_at timestamptz,
    -- The same message once more, as after a lost answer, is the row that is there already.
    constraint uq_incoming_mail_fingerprint unique (recipient, token, fingerprint),
    constraint ck_incoming_mail_settled check (
        (state = 'received') = (settled_at is null) and (state = 'received') = (reason is null))
);
create index ix_incoming_mail_waiting on incoming_mail (received_at) where state = 'received';
create index ix_incoming_mail_kept on incoming_mail (settled_at) where octet_length(body) > 0;

alter table incoming_mail enable row level security;
alter table incoming_mail force row level security;
create policy handle on incoming_mail for all to accord_worker using (true) with check (true);
grant select, insert on incoming_mail to accord_worker;
grant update (state, reason, attempts, settled_at, body, envelope_from)
    on incoming_mail to accord_worker;

-- What arrived is never changed and what was settled stays so; later bytes and sender are wiped.
create function incoming_mail_keep() returns trigger
language plpgsql set search_path = pg_catalog
as $$ begin
    if old.state <> 'received'
       and (new.state, new.reason, new.attempts, new.settled_at)
           is distinct from (old.state, old.reason, old.attempts, old.settled_at) then
        raise exception 'an incoming mail is settled once'
            using errcode = 'integrity_constraint_violation', constraint = 'incoming_mail_settled';
    end if;
    if (new.body, new.envelope_from) is distinct from (old.body, old.envelope_from)
       and not (old.state <> 'received' and new.body = '' and new.envelope_from = '') then
        raise exception 'an incoming mail is kept as it came until it is wiped'
            using errcode = 'integrity_constraint_violation', constraint = 'incoming_mail_bytes';
    end if;
    return new;
end $$;
create trigger keep before update on incoming_mail
    for each row execute function incoming_mail_keep();

-- Servers on the way may write a local part in small letters, so tokens are met without regard to
-- case; of two that differ in nothing else only the exact one is met.
create index ix_attendee_token on attendee (lower(organiser_token));

-- The token of an invitation as it was written, or null. It tells the listener that the address
-- exists and nothing about whose it is.
create function accord_organiser_token(given text) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select case when count(*) = 1 then min(organiser_token)
                when bool_or(organiser_token = given) then given end
    from attendee where lower(organiser_token) = lower(given)
$$;
revoke all on function accord_organiser_token(text) from public;
grant execute on function accord_organiser_token(text) to accord_worker;
