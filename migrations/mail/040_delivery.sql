-- How a message travels: who holds it now, whose turn it is, and whether its server can be used.

-- queued → attempting → accepted | failed; accepted → bounced; withheld was never to leave.
-- A claim is one worker's hold on a message: it ends by itself at next_attempt_at unless the worker
-- renews it, and only who holds it may record what became of the message.
alter table mail_message
    drop constraint ck_mail_message_state,
    drop constraint ck_mail_message_accepted,
    drop constraint uq_mail_message_recipient,
    add column claim uuid,
    add column turn_at timestamptz not null default now(),
    add column put_off_since timestamptz,
    add column in_doubt boolean not null default false,
    add column bounced_at timestamptz,
    add column sent_again_as uuid
        references mail_message on delete restrict deferrable initially deferred;
alter table mail_message no force row level security;
update mail_message set state = 'queued' where state = 'attempting';
update mail_message set turn_at = queued_at where state = 'queued';
alter table mail_message force row level security;
alter table mail_message
    add constraint ck_mail_message_state check (state in (
        'queued', 'attempting', 'accepted', 'failed', 'bounced', 'withheld')),
    add constraint ck_mail_message_claim check ((state = 'attempting') = (claim is not null)),
    add constraint ck_mail_message_accepted
        check ((state in ('accepted', 'bounced')) = (accepted_at is not null)),
    add constraint ck_mail_message_bounced check ((state = 'bounced') = (bounced_at is not null)),
    add constraint ck_mail_message_withheld check (state <> 'withheld' or body = ''),
    add constraint ck_mail_message_sent_again
        check (sent_again_as is null or state in ('failed', 'bounced'));

-- One row for each message; one that was sent again has handed its place to the new row.
create unique index uq_mail_message_recipient
    on mail_message (kind, subject_id, sequence, recipient_id) where sent_again_as is null;
create index ix_mail_message_subject on mail_message (subject_id, recipient_id, sequence);
drop index ix_mail_message_due;
create index ix_mail_message_turn on mail_message (turn_at, id)
    where state in ('queued', 'attempting');
drop index ix_mail_message_failed;
create index ix_mail_message_dead on mail_message (queued_at, id)
    where state in ('failed', 'bounced') and sent_again_as is null;

grant select (bounced_at, sent_again_as) on mail_message to accord_app;
grant update (claim, put_off_since, in_doubt, bounced_at) on mail_message to accord_worker;

-- The bytes are fixed when queued, and a message that is done stays done, but for two later facts:
-- that it came back, and that a person had it sent again. Bytes are wiped where nothing is to leave
-- any more: of a withheld message, and of the single-use link of an account mail that is done.
create or replace function mail_message_keep() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
declare same mail_message := new;
begin
    if old.state in ('accepted', 'failed', 'bounced', 'withheld') then
        if old.state = 'accepted' and new.state = 'bounced' then
            same.state := old.state;
            same.bounced_at := old.bounced_at;
            same.last_error := old.last_error;
        end if;
        if old.sent_again_as is null then
            same.sent_again_as := old.sent_again_as;
        end if;
        if same is distinct from old then
            raise exception 'a message that is done is never changed'
                using errcode = 'integrity_constraint_violation', constraint = 'mail_message_done';
        end if;
    elsif new.state = 'bounced' then
        raise exception 'only what was accepted can come back'
            using errcode = 'integrity_constraint_violation', constraint = 'mail_message_path';
    end if;
    if new.body is distinct from old.body
       and not (new.body = ''
                and (new.state = 'withheld'
                     or new.state in ('accepted', 'failed')
                        and new.kind in ('account_invitation', 'account_password_reset'))) then
        raise exception 'the bytes of a message are fixed when it is queued'
            using errcode = 'integrity_constraint_violation', constraint = 'mail_message_bytes';
    end if;
    return new;
end $$;

-- One row for each server that takes our mail. While unusable_since is set nothing is handed in but
-- one message now and then, as a probe. Allowance: messages that the rate limit lets leave now.
create table mail_server_state (
    server text primary key
        constraint ck_mail_server_state_server check (server in ('ordinary', 'cjsm')),
    unusable_since timestamptz,
    reason text constraint ck_mail_server_state_reason check (length(reason) <= 200),
    next_probe_at timestamptz not null default 'epoch',
    doubts integer not null default 0
        constraint ck_mail_server_state_doubts check (doubts >= 0),
    doubted uuid,
    allowance double precision not null default 0
        constraint ck_mail_server_state_allowance check (allowance >= 0),
    counted_at timestamptz not null default 'epoch',
    constraint ck_mail_server_state_unusable check ((unusable_since is null) = (reason is null))
);
insert into mail_server_state (server) values ('ordinary'), ('cjsm');
alter table mail_server_state enable row level security;
alter table mail_server_state force row level security;
create policy see on mail_server_state for select to accord_app using (true);
create policy deliver on mail_server_state for all to accord_worker using (true) with check (true);
grant select on mail_server_state to accord_app;
grant select, update on mail_server_state to accord_worker;
