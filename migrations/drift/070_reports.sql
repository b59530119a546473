-- Quarterly reports: the figures of a quarter as known at a moment, frozen. What became known
-- later makes another version. Small numbers are hidden before anything is written.

create table quarterly_report (
    id uuid primary key,
    quarter date not null constraint ck_quarterly_report_quarter
        check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
    version integer not null constraint ck_quarterly_report_version check (version > 0),
    known_at timestamptz not null,
    asked_by uuid not null references person on delete restrict,
    asked_at timestamptz not null,
    made_at timestamptz,
    content jsonb,
    -- SHA-256 of the content.
    fingerprint bytea constraint ck_quarterly_report_fingerprint check (length(fingerprint) = 32),
    constraint uq_quarterly_report_version unique (quarter, version),
    constraint ck_quarterly_report_known check (known_at <= asked_at),
    constraint ck_quarterly_report_made check (
        (made_at is null) = (content is null) and (made_at is null) = (fingerprint is null))
);
create index ix_quarterly_report_waiting on quarterly_report (asked_at) where made_at is null;
create index ix_quarterly_report_latest on quarterly_report (quarter desc, version desc);

alter table quarterly_report enable row level security;
alter table quarterly_report force row level security;
create policy partnership on quarterly_report for all to accord_app
    using ((select accord_actor_has_role('partnership')))
    with check ((select accord_actor_has_role('partnership')) and asked_by = accord_actor());
create policy make on quarterly_report for all to accord_worker
    using (accord_actor() is null or (select accord_actor_has_role('partnership')))
    with check (accord_actor() is null);
grant select, insert on quarterly_report to accord_app;
grant select, update (made_at, content, fingerprint) on quarterly_report to accord_worker;

-- Made once, and never changed again by anybody.
create function accord_keep_report() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if tg_op = 'UPDATE' and old.made_at is null then
        return new;
    end if;
    raise exception 'a report is kept as it was made'
        using errcode = 'restrict_violation', constraint = 'quarterly_report_kept';
end $$;
create trigger kept before update or delete on quarterly_report
    for each row execute function accord_keep_report();
create trigger kept_truncate before truncate on quarterly_report
    for each statement execute function accord_keep_report();

-- A report is printed like minutes and plans, but comes from no compartment.
alter table document alter column compartment_id drop not null;
alter table document drop constraint ck_document_kind;
alter table document add constraint ck_document_kind
    check (kind in ('minutes', 'plan', 'report'));
alter table document drop constraint ck_document_compartment_ids;
alter table document add constraint ck_document_compartment_ids
    check (compartment_id is null or compartment_id = any (compartment_ids));
alter table document add constraint ck_document_report
    check ((kind = 'report') = (compartment_id is null)
           and (kind <> 'report' or compartment_ids = '{}'));
create policy partnership on document as restrictive for all to accord_app
    using (kind <> 'report' or (select accord_actor_has_role('partnership')))
    with check (kind <> 'report' or (select accord_actor_has_role('partnership')));
