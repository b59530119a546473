-- The answer that was given to a request, so that the same request sent again gets the same answer.
-- A row and the act it stands for commit together. The worker removes old rows, and reads none.

create table answered_request (
    person_id uuid not null references person on delete restrict,
    key text not null constraint ck_answered_request_key check (length(key) between 1 and 200),
    fingerprint bytea not null constraint ck_answered_request_fingerprint
        check (length(fingerprint) = 32),
    claimed_at timestamptz not null,
    times integer not null constraint ck_answered_request_times check (times >= 1),
    status smallint constraint ck_answered_request_status check (status between 200 and 399),
    location text,
    body bytea,
    constraint answered_request_pkey primary key (person_id, key)
);
create index ix_answered_request_claimed on answered_request (claimed_at);

alter table answered_request enable row level security;
alter table answered_request force row level security;
create policy own on answered_request for all to accord_app
    using (person_id = accord_actor()) with check (person_id = accord_actor());
create policy tidy on answered_request for delete to accord_worker using (true);
create policy tidy_see on answered_request for select to accord_worker using (true);
grant select, insert, update (times, status, location, body) on answered_request to accord_app;
grant delete, select (claimed_at) on answered_request to accord_worker;
