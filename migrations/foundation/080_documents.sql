-- Documents that readers asked for: each one reader's version of minutes or of a plan, as PDF.

create table document (
    id uuid primary key,
    -- That of the minutes' meeting or of the plan: whoever is in it sees that it was read.
    compartment_id uuid not null references compartment on delete restrict,
    -- Every compartment that the content comes from: who leaves one of them loses the document.
    compartment_ids uuid[] not null,
    kind text not null constraint ck_document_kind check (kind in ('minutes', 'plan')),
    subject_id uuid not null,
    version integer not null constraint ck_document_version check (version > 0),
    reader_id uuid not null references person on delete restrict,
    -- SHA-256 of the content: what changed since, or for this reader, is another document.
    content_hash bytea not null constraint ck_document_content_hash
        check (length(content_hash) = 32),
    state text not null constraint ck_document_state check (state in ('waiting', 'made', 'failed')),
    asked_at timestamptz not null,
    fault text constraint ck_document_fault check (length(fault) between 1 and 200),
    made_at timestamptz,
    pdf bytea,
    constraint uq_document_content unique (reader_id, kind, subject_id, content_hash),
    constraint ck_document_compartment_ids check (compartment_id = any (compartment_ids)),
    constraint ck_document_made check (
        (state = 'made') = (made_at is not null) and (state = 'made') = (pdf is not null)),
    constraint ck_document_failed check ((state = 'failed') = (fault is not null))
);
create index ix_document_asked on document (asked_at);

alter table document enable row level security;
alter table document force row level security;
create policy own on document for all to accord_app, accord_worker
    using (reader_id = accord_actor()
           and compartment_ids <@ (select accord_compartments())::uuid[])
    with check (reader_id = accord_actor()
                and compartment_ids <@ (select accord_compartments())::uuid[]);
-- The worker removes old ones without seeing any: it names no row, this policy chooses them.
create policy forget on document for delete to accord_worker
    using (accord_actor() is null and asked_at < clock_timestamp() - interval '1 day');
grant select, insert, update (state, asked_at, fault) on document to accord_app;
grant select, update (state, fault, made_at, pdf), delete on document to accord_worker;
