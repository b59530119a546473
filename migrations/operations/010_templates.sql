-- Versions of the plan templates: a draft is changed until it is in force, and never after.

create table plan_template (
    id uuid primary key,
    kind text not null constraint ck_plan_template_kind
        check (kind in ('contingency', 'victim_support')),
    number integer not null constraint ck_plan_template_number check (number > 0),
    content jsonb not null,
    state text not null constraint ck_plan_template_state check (state in ('draft', 'in_force')),
    note text not null constraint ck_plan_template_note check (length(note) <= 500),
    -- Nobody made what came with Accord.
    made_by uuid references person on delete restrict,
    made_at timestamptz not null,
    in_force_by uuid references person on delete restrict,
    in_force_at timestamptz,
    version integer not null,
    constraint uq_plan_template_number unique (kind, number),
    constraint ck_plan_template_in_force check ((state = 'in_force') = (in_force_at is not null)),
    constraint ck_plan_template_in_force_by check (in_force_by is null or in_force_at is not null)
);
-- Two drafts at once would overtake each other, and numbers would be no order.
create unique index uq_plan_template_draft on plan_template (kind) where state = 'draft';

-- What plans were started from before is the first version of each kind.
alter table plan no force row level security;
insert into plan_template (id, kind, number, content, state, note, made_at, in_force_at, version)
select gen_random_uuid(), p.kind, 1, jsonb_set(p.template, '{version}', '1'), 'in_force',
       'Came with Accord', p.created_at, p.created_at, 1
from (select distinct on (kind) kind, template, created_at from plan
      order by kind, created_at, id) p;
alter table plan force row level security;

call accord_open('plan_template', 'select, insert, update, delete');

create function accord_keep_template() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if old.state = 'in_force' then
        raise exception 'a plan template that was put in force is never changed or removed'
            using errcode = 'integrity_constraint_violation', constraint = 'keep_plan_template';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger keep_plan_template before update or delete on plan_template
    for each row execute function accord_keep_template();
create trigger append_only_truncate before truncate on plan_template
    for each statement execute function accord_refuse_change();
