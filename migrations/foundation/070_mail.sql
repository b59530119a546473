-- Mail that left or is to leave. No case content: neutral words, an address, a random reference.

create table mail_message (
    id uuid primary key,
    kind text not null constraint ck_mail_message_kind check (kind ~ '^[a-z]+(_[a-z]+)*$'),
    subject_id uuid not null,
    sequence integer not null constraint ck_mail_message_sequence check (sequence >= 0),
    recipient_id uuid not null references person on delete restrict,
    address text not null constraint ck_mail_message_address
        check (length(address) between 3 and 320 and address !~ '[[:cntrl:]]'),
    message_id text not null,
    body bytea not null,
    state text not null constraint ck_mail_message_state check (state in (
        'queued', 'attempting', 'accepted', 'failed')),
    attempts integer not null constraint ck_mail_message_attempts check (attempts >= 0),
    next_attempt_at timestamptz not null,
    last_error text constraint ck_mail_message_last_error check (length(last_error) <= 200),
    queued_at timestamptz not null,
    accepted_at timestamptz,
    constraint uq_mail_message_message_id unique (message_id),
    constraint uq_mail_message_recipient unique (kind, subject_id, sequence, recipient_id),
    constraint ck_mail_message_accepted check ((state = 'accepted') = (accepted_at is not null))
);
create index ix_mail_message_due on mail_message (next_attempt_at)
    where state in ('queued', 'attempting');
create index ix_mail_message_order on mail_message (subject_id, recipient_id)
    where state in ('queued', 'attempting');
create index ix_mail_message_failed on mail_message (queued_at) where state = 'failed';

alter table mail_message enable row level security;
alter table mail_message force row level security;
create policy queue on mail_message for insert to accord_app, accord_worker with check (true);
-- Whoever sees the meeting sees whether its invitations arrived; everybody sees their own mail.
create policy see on mail_message for select to accord_app
    using (recipient_id = accord_actor()
           or exists (select from strategy_meeting where strategy_meeting.id = subject_id));
create policy deliver on mail_message for select to accord_worker using (true);
create policy record on mail_message for update to accord_worker using (true) with check (true);
grant insert on mail_message to accord_app, accord_worker;
grant select (id, kind, subject_id, sequence, recipient_id, state, attempts, next_attempt_at,
              last_error, queued_at, accepted_at) on mail_message to accord_app;
grant select on mail_message to accord_worker;
grant update (state, attempts, next_attempt_at, last_error, accepted_at, body)
    on mail_message to accord_worker;

-- The bytes are fixed when queued, and a message that is done stays done. Only the single-use link
-- of an account mail is wiped, once the message no longer needs it.
create function mail_message_keep() returns trigger
language plpgsql set search_path = pg_catalog
as $$ begin
    if old.state in ('accepted', 'failed') then
        raise exception 'a delivered or failed message is never changed'
            using errcode = 'integrity_constraint_violation', constraint = 'mail_message_done';
    end if;
    if new.body is distinct from old.body
       and not (new.body = '' and new.state in ('accepted', 'failed')
                and new.kind in ('account_invitation', 'account_password_reset')) then
        raise exception 'the bytes of a message are fixed when it is queued'
            using errcode = 'integrity_constraint_violation', constraint = 'mail_message_bytes';
    end if;
    return new;
end $$;
create trigger keep before update on mail_message
    for each row execute function mail_message_keep();
