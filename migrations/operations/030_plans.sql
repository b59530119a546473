-- Plans: states of sections with every text they ever had, comments and requests, who was briefed
-- in, the police-sensitive part of a version, and how far a document is.

-- What a person said of a section; an edit that matters takes it back to in progress.
alter table plan_section add column state text not null default 'not_started'
    constraint ck_plan_section_state check (state in ('not_started', 'in_progress', 'complete'));
alter table plan_section no force row level security;
update plan_section set state = 'in_progress' where edited_at is not null;
alter table plan_section force row level security;
alter table plan_section alter column state drop default;
alter table plan_section
    add constraint uq_plan_section_compartment unique (compartment_id, plan_id, key);

-- Each text that was saved, for somebody whose words were replaced finds them here.
create table plan_section_text (
    plan_id uuid not null,
    key text not null,
    version integer not null constraint ck_plan_section_text_version check (version > 0),
    compartment_id uuid not null,
    content jsonb not null,
    edited_by uuid not null references person on delete restrict,
    edited_at timestamptz not null,
    constraint plan_section_text_pkey primary key (plan_id, key, version),
    constraint plan_section_text_section_fkey foreign key (compartment_id, plan_id, key)
        references plan_section (compartment_id, plan_id, key) on delete restrict
);
alter table plan_section no force row level security;
insert into plan_section_text (plan_id, key, version, compartment_id, content, edited_by, edited_at)
select plan_id, key, version, compartment_id, content, edited_by, edited_at
from plan_section where edited_by is not null and edited_at is not null;
alter table plan_section force row level security;
call accord_wall('plan_section_text', 'select, insert');
call accord_make_append_only('plan_section_text');
create policy own_hand on plan_section_text as restrictive for insert to accord_app, accord_worker
    with check (edited_by = accord_actor());

-- The holder was briefed in: said by somebody, with the day and hour.
alter table plan_role
    add column briefed_in_at timestamptz,
    add column briefed_in_by uuid references person on delete restrict,
    add constraint ck_plan_role_briefed_in check (
        (briefed_in_at is null) = (briefed_in_by is null)
        and (briefed_in_at is null or holder_id is not null)),
    add constraint uq_plan_role_compartment unique (compartment_id, id);
alter table plan_resource add constraint uq_plan_resource_compartment unique (compartment_id, id);

-- A comment, or a request that waits for an answer, about one section, role or resource line: in
-- the tier of what it is about.
create table plan_comment (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    plan_compartment_id uuid not null,
    plan_id uuid not null,
    section_key text,
    role_id uuid,
    resource_id uuid,
    kind text not null constraint ck_plan_comment_kind check (kind in ('comment', 'request')),
    text text not null constraint ck_plan_comment_text check (length(trim(text)) between 1 and 4000),
    said_by uuid not null references person on delete restrict,
    said_at timestamptz not null,
    settled_by uuid references person on delete restrict,
    settled_at timestamptz,
    constraint uq_plan_comment_compartment unique (compartment_id, id),
    constraint ck_plan_comment_about check (num_nonnulls(section_key, role_id, resource_id) = 1),
    constraint ck_plan_comment_settled check ((settled_at is null) = (settled_by is null)),
    constraint plan_comment_plan_fkey foreign key (plan_compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    constraint plan_comment_section_fkey foreign key (compartment_id, plan_id, section_key)
        references plan_section (compartment_id, plan_id, key) on delete restrict,
    constraint plan_comment_role_fkey foreign key (compartment_id, role_id)
        references plan_role (compartment_id, id) on delete restrict,
    constraint plan_comment_resource_fkey foreign key (compartment_id, resource_id)
        references plan_resource (compartment_id, id) on delete restrict
);
create index ix_plan_comment_plan on plan_comment (plan_id, said_at desc, id desc);
call accord_wall('plan_comment', 'select, insert, update (settled_by, settled_at)');
create policy own_hand on plan_comment as restrictive for insert to accord_app, accord_worker
    with check (said_by = accord_actor());

create table plan_reply (
    id uuid primary key,
    compartment_id uuid not null,
    comment_id uuid not null,
    text text not null constraint ck_plan_reply_text check (length(trim(text)) between 1 and 4000),
    said_by uuid not null references person on delete restrict,
    said_at timestamptz not null,
    constraint plan_reply_comment_fkey foreign key (compartment_id, comment_id)
        references plan_comment (compartment_id, id) on delete restrict
);
create index ix_plan_reply_comment on plan_reply (comment_id, said_at);
call accord_wall('plan_reply', 'select, insert');
call accord_make_append_only('plan_reply');
create policy own_hand on plan_reply as restrictive for insert to accord_app, accord_worker
    with check (said_by = accord_actor());

-- The police-sensitive sections as they were when the version was submitted. The database writes
-- them itself, for whoever submits may not see them; no fingerprint holds them.
create table plan_version_police (
    plan_version_id uuid not null,
    plan_compartment_id uuid not null,
    compartment_id uuid not null references compartment on delete restrict,
    content jsonb not null,
    constraint plan_version_police_pkey primary key (plan_version_id),
    constraint plan_version_police_version_fkey foreign key (plan_compartment_id, plan_version_id)
        references plan_version (compartment_id, id) on delete restrict
);
call accord_wall('plan_version_police', 'select');
call accord_make_append_only('plan_version_police');
create policy definer_functions on plan_section for select to accord_owner using (true);
create policy definer_freezes on plan_version_police for insert to accord_owner with check (true);

create function accord_freeze_police_part() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into plan_version_police (plan_version_id, plan_compartment_id, compartment_id, content)
    select new.id, new.compartment_id, o.police_compartment_id,
           jsonb_build_object('sections', coalesce((
               select jsonb_object_agg(s.key, s.content) from plan_section s
               where s.plan_id = new.plan_id and s.compartment_id = o.police_compartment_id), '{}'))
    from plan p join operation o on o.id = p.operation_id where p.id = new.plan_id;
    return null;
end $$;
create trigger freeze_police_part after insert on plan_version
    for each row execute function accord_freeze_police_part();

-- How many pages of a document are set, told while it is made.
alter table document add column pages_set integer not null default 0
    constraint ck_document_pages_set check (pages_set >= 0);
grant update (pages_set) on document to accord_app, accord_worker;
