-- Operations, their plans, what each agency signed, and the gate that the database keeps too.

create table operation (
    id uuid primary key,
    compartment_id uuid not null references compartment on delete restrict,
    police_compartment_id uuid not null references compartment on delete restrict,
    name text not null constraint ck_operation_name check (length(trim(name)) between 1 and 200),
    summary text not null constraint ck_operation_summary check (length(summary) <= 4000),
    lead_id uuid not null references person on delete restrict,
    state text not null constraint ck_operation_state check (state in (
        'proposed', 'planning', 'sign_off', 'ready', 'live', 'trial', 'post_trial', 'closing',
        'closed', 'paused', 'stood_down')),
    covert boolean not null,
    planned_live_on date,
    live_at timestamptz,
    victims_known integer not null constraint ck_operation_victims_known check (victims_known between 0 and 100000),
    victims_suspected integer not null constraint ck_operation_victims_suspected check (victims_suspected between 0 and 100000),
    victims_planning integer not null constraint ck_operation_victims_planning check (victims_planning between 0 and 100000),
    partnership_told_at timestamptz,
    partnership_told_by uuid references person on delete restrict,
    created_by uuid not null references person on delete restrict,
    created_at timestamptz not null,
    version integer not null,
    constraint uq_operation_compartment unique (compartment_id, id),
    constraint ck_operation_tiers check (compartment_id <> police_compartment_id),
    constraint ck_operation_live check (state <> 'live' or live_at is not null),
    constraint ck_operation_told check ((partnership_told_at is null) = (partnership_told_by is null))
);
create index ix_operation_created on operation (created_at desc, id desc);
call accord_wall('operation', 'select, insert, update (name, summary, lead_id, state, covert,
    planned_live_on, live_at, victims_known, victims_suspected, victims_planning,
    partnership_told_at, partnership_told_by, version)');

create table operation_agency (
    operation_id uuid not null,
    agency_id uuid not null references agency on delete restrict,
    compartment_id uuid not null,
    reason text not null constraint ck_operation_agency_reason check (length(trim(reason)) between 1 and 1000),
    required_by uuid not null references person on delete restrict,
    required_at timestamptz not null,
    constraint operation_agency_pkey primary key (operation_id, agency_id),
    constraint operation_agency_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict
);
call accord_wall('operation_agency', 'select, insert, delete');

create table plan (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    kind text not null constraint ck_plan_kind check (kind in ('contingency', 'victim_support')),
    template jsonb not null,
    -- Who has changed something material since the last submitted version.
    material_editor_ids uuid[] not null,
    version integer not null,
    created_at timestamptz not null,
    constraint uq_plan_compartment unique (compartment_id, id),
    constraint uq_plan_kind unique (compartment_id, operation_id, kind),
    constraint plan_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict
);
create index ix_plan_operation on plan (operation_id);
call accord_wall('plan', 'select, insert, update (material_editor_ids, version)');

-- A section's row is in the operation's safeguarding or police-sensitive compartment, by template.
create table plan_section (
    plan_id uuid not null,
    key text not null constraint ck_plan_section_key check (key ~ '^[a-z][a-z0-9_]*$'),
    compartment_id uuid not null references compartment on delete restrict,
    plan_compartment_id uuid not null,
    content jsonb not null,
    edited_by uuid references person on delete restrict,
    edited_at timestamptz,
    version integer not null,
    constraint plan_section_pkey primary key (plan_id, key),
    constraint plan_section_plan_fkey foreign key (plan_compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict
);
call accord_wall('plan_section', 'select, insert, update');

create table plan_role (
    id uuid primary key,
    compartment_id uuid not null,
    plan_id uuid not null,
    agency_id uuid not null references agency on delete restrict,
    title text not null constraint ck_plan_role_title check (length(trim(title)) between 1 and 200),
    responsibilities text not null constraint ck_plan_role_responsibilities check (length(responsibilities) <= 4000),
    authority_limit text not null constraint ck_plan_role_authority_limit check (length(authority_limit) <= 500),
    mandatory boolean not null,
    holder_id uuid references person on delete restrict,
    deputy_id uuid references person on delete restrict,
    contact_24h text not null constraint ck_plan_role_contact_24h check (length(contact_24h) <= 200),
    from_on date not null,
    until_on date not null,
    accepted_at timestamptz,
    edited_by uuid not null references person on delete restrict,
    edited_at timestamptz not null,
    removed_at timestamptz,
    version integer not null,
    constraint plan_role_plan_fkey foreign key (compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    constraint ck_plan_role_until check (until_on >= from_on),
    constraint ck_plan_role_deputy check (deputy_id is null or deputy_id <> holder_id)
);
create index ix_plan_role_plan on plan_role (plan_id, agency_id);
create index ix_plan_role_holder on plan_role (holder_id)
    where accepted_at is null and removed_at is null;
call accord_wall('plan_role', 'select, insert, update');

create table plan_resource (
    id uuid primary key,
    compartment_id uuid not null,
    plan_id uuid not null,
    agency_id uuid not null references agency on delete restrict,
    kind text not null constraint ck_plan_resource_kind check (length(trim(kind)) between 1 and 100),
    unit text not null constraint ck_plan_resource_unit check (length(trim(unit)) between 1 and 50),
    requested numeric(12, 2) not null constraint ck_plan_resource_requested check (requested >= 0),
    committed numeric(12, 2) not null constraint ck_plan_resource_committed check (committed >= 0),
    phase text not null constraint ck_plan_resource_phase check (phase in ('before', 'during', 'after', 'trial')),
    funding text not null constraint ck_plan_resource_funding check (length(funding) <= 500),
    from_on date not null,
    until_on date not null,
    edited_by uuid not null references person on delete restrict,
    edited_at timestamptz not null,
    removed_at timestamptz,
    version integer not null,
    constraint plan_resource_plan_fkey foreign key (compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    constraint ck_plan_resource_until check (until_on >= from_on)
);
create index ix_plan_resource_plan on plan_resource (plan_id, agency_id);
call accord_wall('plan_resource', 'select, insert, update');

create table plan_version (
    id uuid primary key,
    compartment_id uuid not null,
    plan_id uuid not null,
    number integer not null constraint ck_plan_version_number check (number > 0),
    content jsonb not null,
    shared_fingerprint text not null constraint ck_plan_version_shared_fingerprint
        check (shared_fingerprint ~ '^[0-9a-f]{64}$'),
    material_editor_ids uuid[] not null,
    submitted_by uuid not null references person on delete restrict,
    submitted_at timestamptz not null,
    constraint plan_version_plan_fkey foreign key (compartment_id, plan_id)
        references plan (compartment_id, id) on delete restrict,
    constraint uq_plan_version_compartment unique (compartment_id, plan_id, id),
    constraint uq_plan_version_id unique (compartment_id, id),
    constraint uq_plan_version_number unique (compartment_id, plan_id, number)
);
create index ix_plan_version_plan on plan_version (plan_id, number desc);
call accord_wall('plan_version', 'select, insert');
call accord_make_append_only('plan_version');

-- What one agency signs in a version; a required agency without rows has one with empty content.
create table plan_version_schedule (
    plan_version_id uuid not null,
    agency_id uuid not null references agency on delete restrict,
    compartment_id uuid not null,
    content jsonb not null,
    fingerprint text not null constraint ck_plan_version_schedule_fingerprint
        check (fingerprint ~ '^[0-9a-f]{64}$'),
    constraint plan_version_schedule_pkey primary key (plan_version_id, agency_id),
    constraint plan_version_schedule_version_fkey foreign key (compartment_id, plan_version_id)
        references plan_version (compartment_id, id) on delete restrict
);
call accord_wall('plan_version_schedule', 'select, insert');
call accord_make_append_only('plan_version_schedule');
