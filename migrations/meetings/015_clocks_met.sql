-- That what was due for a child took place: the conference was held, the assessment completed. The
-- newest record of a clock and its anchor counts; a wrong one is put right by another.
create table clock_met (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    clock text not null constraint ck_clock_met_clock check (clock in ('conference', 'assessment')),
    anchor_on date not null,
    due_on date not null,
    met_on date not null,
    recorded_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    constraint clock_met_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_clock_met_met_on check (met_on >= anchor_on)
);
create index ix_clock_met_concern on clock_met (concern_id, recorded_at);
call accord_wall('clock_met', 'select, insert');
call accord_make_append_only('clock_met');
create policy own_hand on clock_met as restrictive for insert to accord_app, accord_worker
    with check (recorded_by = accord_actor());
