-- Signing in. Only accord_app reads or writes here: the worker has no business with it. Sessions,
-- links and tokens are kept as SHA-256 of 256 random bits; a copy of the tables opens nothing.

create table credential (
    person_id uuid primary key references person on delete restrict,
    password_hash text not null constraint ck_credential_password_hash
        check (password_hash like '$argon2id$%'),
    changed_at timestamptz not null
);

create table sign_in_session (
    id_hash bytea primary key constraint ck_sign_in_session_id_hash check (length(id_hash) = 32),
    person_id uuid not null references person on delete restrict,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    reauthenticated_at timestamptz,
    notice text constraint ck_sign_in_session_notice check (length(notice) between 1 and 500),
    constraint ck_sign_in_session_expires check (expires_at > created_at)
);
create index ix_sign_in_session_person on sign_in_session (person_id);
create index ix_sign_in_session_expires on sign_in_session (expires_at);

create table account_link (
    id uuid primary key,
    secret_hash bytea not null constraint ck_account_link_secret_hash check (length(secret_hash) = 32),
    person_id uuid not null references person on delete restrict,
    kind text not null constraint ck_account_link_kind check (kind in ('invitation', 'password_reset')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint uq_account_link_secret_hash unique (secret_hash),
    constraint ck_account_link_expires check (expires_at > created_at)
);
create index ix_account_link_person on account_link (person_id) where used_at is null;

-- What was tried, whether the address is known or not; nobody can read an address back from it.
create table sign_in_attempt (
    id uuid primary key,
    subject_hash bytea not null constraint ck_sign_in_attempt_subject_hash
        check (length(subject_hash) = 32),
    client_hash bytea not null constraint ck_sign_in_attempt_client_hash
        check (length(client_hash) = 32),
    tried_at timestamptz not null
);
create index ix_sign_in_attempt_subject on sign_in_attempt (subject_hash, tried_at);
create index ix_sign_in_attempt_client on sign_in_attempt (client_hash, tried_at);
create index ix_sign_in_attempt_tried on sign_in_attempt (tried_at);

create table api_token (
    id uuid primary key,
    secret_hash bytea not null constraint ck_api_token_secret_hash check (length(secret_hash) = 32),
    person_id uuid not null references person on delete restrict,
    name text not null constraint ck_api_token_name check (length(trim(name)) between 1 and 100),
    can_write boolean not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint uq_api_token_secret_hash unique (secret_hash),
    constraint ck_api_token_expires check (expires_at > created_at)
);
create index ix_api_token_person on api_token (person_id) where revoked_at is null;

create procedure accord_sign_in_wall(target regclass, grants text)
language plpgsql set search_path = pg_catalog, public
as $$ begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy sign_in on %s for all to accord_app
        using (true) with check (true)', target);
    execute format('grant %s on %s to accord_app', grants, target);
end $$;
call accord_sign_in_wall('credential', 'select, insert, update');
call accord_sign_in_wall('sign_in_session', 'select, insert, update, delete');
call accord_sign_in_wall('account_link', 'select, insert, update (used_at)');
call accord_sign_in_wall('sign_in_attempt', 'select, insert, delete');
call accord_sign_in_wall('api_token', 'select, insert, update (revoked_at)');
drop procedure accord_sign_in_wall(regclass, text);
