-- Children attached to an operation. A row is in the operation's safeguarding tier and in the
-- child's concern at once: whoever is in only one of the two does not learn of the other.
create table operation_child (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    concern_compartment_id uuid not null,
    concern_id uuid not null,
    reason text not null constraint ck_operation_child_reason
        check (length(trim(reason)) between 1 and 500),
    attached_by uuid not null references person on delete restrict,
    attached_at timestamptz not null,
    ended_by uuid references person on delete restrict,
    ended_at timestamptz,
    ended_reason text,
    constraint operation_child_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint operation_child_concern_fkey foreign key (concern_compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_operation_child_ended check (
        (ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_reason is null)
        and length(trim(ended_reason)) between 1 and 500)
);
create unique index uq_operation_child_live on operation_child (compartment_id, operation_id, concern_id)
    where ended_at is null;
create index ix_operation_child_operation on operation_child (operation_id, attached_at);
create index ix_operation_child_concern on operation_child (concern_id) where ended_at is null;
call accord_wall('operation_child', 'select, insert, update (ended_by, ended_at, ended_reason)');
create policy in_the_concern_too on operation_child as restrictive for all to accord_app, accord_worker
    using (concern_compartment_id = any ((select accord_compartments())::uuid[]))
    with check (concern_compartment_id = any ((select accord_compartments())::uuid[]));
create policy definer_functions on operation_child for select to accord_owner using (true);
