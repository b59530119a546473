-- Calendar feeds: a person's own secret addresses, at which calendar programs fetch their meetings.
-- Kept as SHA-256 of 256 random bits, which the service can look up but not read back.

create table calendar_feed (
    id uuid primary key,
    person_id uuid not null references person on delete restrict,
    name text not null constraint ck_calendar_feed_name check (length(trim(name)) between 1 and 50),
    secret_hash bytea not null constraint ck_calendar_feed_secret_hash
        check (length(secret_hash) = 32),
    created_at timestamptz not null,
    ended_at timestamptz,
    last_used_on date,
    -- What was given last, as a fingerprint, and since when it is so: ETag and Last-Modified.
    version text,
    changed_at timestamptz,
    constraint uq_calendar_feed_secret_hash unique (secret_hash),
    constraint ck_calendar_feed_changed check ((version is null) = (changed_at is null))
);
create index ix_calendar_feed_person on calendar_feed (person_id, created_at)
    where ended_at is null;

alter table calendar_feed enable row level security;
alter table calendar_feed force row level security;
-- Each person sees their own; one that has ended is never changed again.
create policy own_rows on calendar_feed for select to accord_app using (person_id = accord_actor());
create policy make on calendar_feed for insert to accord_app
    with check (person_id = accord_actor());
create policy use_or_end on calendar_feed for update to accord_app
    using (person_id = accord_actor() and ended_at is null)
    with check (person_id = accord_actor());
create policy definer_functions on calendar_feed for select to accord_owner using (true);
grant select (id, person_id, name, created_at, ended_at, last_used_on, version, changed_at)
    on calendar_feed to accord_app;
grant insert on calendar_feed to accord_app;
grant update (ended_at, last_used_on, version, changed_at) on calendar_feed to accord_app;

-- Whose feed a secret opens: asked before anybody is known, so beside the wall, by digest alone.
create function accord_feed(secret bytea) returns table (feed_id uuid, owner_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select id, person_id from calendar_feed where secret_hash = secret and ended_at is null $$;
revoke all on function accord_feed(bytea) from public;
grant execute on function accord_feed(bytea) to accord_app;

-- What a calendar holds, found by its person.
create index ix_attendee_calendar on attendee (person_id, compartment_id)
    where removed_at is null;
