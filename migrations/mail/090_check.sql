-- A check of the way out and back, asked for by an administrator of the machine: an address that
-- exists for minutes, and a message that belongs to nobody.

create table mail_check (
    token text primary key constraint ck_mail_check_token check (token ~ '^[A-Za-z0-9_-]{20,64}$'),
    made_at timestamptz not null,
    ends_at timestamptz not null,
    -- How the address was written when a mail server asked for it, and that one asked for the part
    -- before the + alone.
    asked_as text constraint ck_mail_check_asked_as check (lower(asked_as) = lower(token)),
    cut_at timestamptz,
    constraint ck_mail_check_ends check (ends_at > made_at and ends_at <= made_at + interval '1 hour')
);
create index ix_mail_check_ends on mail_check (ends_at);
alter table mail_check enable row level security;
alter table mail_check force row level security;
create policy check_the_way on mail_check for all to accord_worker using (true) with check (true);
grant select, insert, delete, update (asked_as, cut_at) on mail_check to accord_worker;

alter table incoming_mail
    drop constraint ck_incoming_mail_recipient,
    add constraint ck_incoming_mail_recipient
        check (recipient in ('meetings', 'bounces', 'check'));
-- One message to each address of a check: what else comes to it is answered and not kept.
create unique index uq_incoming_mail_check on incoming_mail (token) where recipient = 'check';

alter table mail_message
    alter column recipient_id drop not null,
    add constraint ck_mail_message_checks check ((kind = 'check') = (recipient_id is null));
