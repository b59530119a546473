-- How mail may reach an agency, and where news of a message that did not arrive comes back to.

alter table agency add column mail_channel text not null default 'ordinary'
    constraint ck_agency_mail_channel check (mail_channel in ('ordinary', 'tls', 'cjsm', 'portal'));

-- The channel is the agency's when the message was queued. The return token stands in the envelope
-- sender of this one message, so that only who got it can say that it did not arrive.
alter table mail_message
    add column channel text not null default 'ordinary' constraint ck_mail_message_channel
        check (channel in ('ordinary', 'tls', 'cjsm', 'portal')),
    add column return_token uuid not null default gen_random_uuid(),
    add constraint uq_mail_message_return_token unique (return_token);
grant select (channel) on mail_message to accord_app;
