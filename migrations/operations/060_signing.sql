-- Sign-off in full: who may not sign, what the partnership is told, delegates, threads, chasing.

-- Who last changed something material: anything, what every agency signs, an agency's schedule
-- (agency id to person id). A version keeps them as they were when it was submitted.
alter table plan
    add last_editor_id uuid references person on delete restrict,
    add shared_editor_id uuid references person on delete restrict,
    add schedule_editor_ids jsonb not null default '{}';
alter table plan alter schedule_editor_ids drop default;
grant update (last_editor_id, shared_editor_id, schedule_editor_ids) on plan to accord_app, accord_worker;
alter table plan_version
    add last_editor_id uuid references person on delete restrict,
    add shared_editor_id uuid references person on delete restrict;
alter table plan_version_schedule add editor_id uuid references person on delete restrict;

-- Until now a plan kept only who had changed something since its last version; history says when.
alter table plan no force row level security;
alter table plan_version no force row level security;
alter table plan_version_schedule no force row level security;
alter table history_event no force row level security;
create temporary table material_change on commit drop as
select p.id as plan_id, h.actor_id, h.happened_at, (h.detail ->> 'agency_id')::uuid as agency_id
from history_event h
join plan p on p.id = h.subject_id and p.compartment_id = h.compartment_id
where h.actor_id is not null
  and (h.act = 'plan.section_edited' and (h.detail ->> 'material')::boolean
       or h.act in ('plan.role_added', 'plan.role_changed', 'plan.role_removed',
                    'plan.resource_added', 'plan.resource_changed', 'plan.resource_removed'))
  and (h.actor_id = any (p.material_editor_ids)
       or exists (select from plan_version v
                  where v.plan_id = p.id and h.actor_id = any (v.material_editor_ids)));
alter table plan_version disable trigger append_only;
alter table plan_version_schedule disable trigger append_only;
update plan p set
    last_editor_id = (select c.actor_id from material_change c where c.plan_id = p.id
                      order by c.happened_at desc limit 1),
    shared_editor_id = (select c.actor_id from material_change c
                        where c.plan_id = p.id and c.agency_id is null
                        order by c.happened_at desc limit 1),
    schedule_editor_ids = coalesce((
        select jsonb_object_agg(c.agency_id, c.actor_id)
        from (select distinct on (c.agency_id) c.agency_id, c.actor_id from material_change c
              where c.plan_id = p.id and c.agency_id is not null
              order by c.agency_id, c.happened_at desc) c), '{}');
update plan_version v set
    last_editor_id = (select c.actor_id from material_change c
                      where c.plan_id = v.plan_id and c.happened_at <= v.submitted_at
                      order by c.happened_at desc limit 1),
    shared_editor_id = (select c.actor_id from material_change c
                        where c.plan_id = v.plan_id and c.happened_at <= v.submitted_at
                          and c.agency_id is null
                        order by c.happened_at desc limit 1);
update plan_version_schedule s set
    editor_id = (select c.actor_id from material_change c
                 join plan_version v on v.id = s.plan_version_id and v.plan_id = c.plan_id
                 where c.agency_id = s.agency_id and c.happened_at <= v.submitted_at
                 order by c.happened_at desc limit 1);
alter table plan_version enable trigger append_only;
alter table plan_version_schedule enable trigger append_only;
alter table plan force row level security;
alter table plan_version force row level security;
alter table plan_version_schedule force row level security;
alter table history_event force row level security;

-- Whatever our actions decided: an answer is to the current version as it is, by somebody on the
-- agency's list today, and a signature by nobody who submitted it or changed last what it covers.
create function accord_guard_sign_off() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if exists (select from signatory s
               where s.person_id = new.person_id and s.agency_id = new.agency_id
                 and (accord_now() at time zone 'Europe/London')::date
                     between s.from_on and coalesce(s.until_on, 'infinity'))
       and exists (select from plan_version v
                   join plan_version_schedule c
                       on c.plan_version_id = v.id and c.agency_id = new.agency_id
                   where v.id = new.plan_version_id and v.plan_id = new.plan_id
                     and v.shared_fingerprint = new.shared_fingerprint
                     and c.fingerprint = new.schedule_fingerprint
                     and not exists (select from plan_version l
                                     where l.plan_id = v.plan_id and l.number > v.number)
                     and (new.answer not in ('signed', 'signed_with_conditions', 'no_role')
                          or new.person_id <> v.submitted_by
                             and new.person_id is distinct from v.last_editor_id
                             and new.person_id is distinct from v.shared_editor_id
                             and new.person_id is distinct from c.editor_id)) then
        return new;
    end if;
    raise exception 'this person cannot give this answer to this version'
        using errcode = 'integrity_constraint_violation', constraint = 'guard_sign_off';
end $$;
-- After the row, so that a row that cannot be is refused by what names it.
create trigger guard_sign_off after insert on sign_off
    for each row execute function accord_guard_sign_off();

-- What the partnership was told of an operation, and who of it has seen that. Nobody's hand: the
-- clock's.
create table partnership_notice (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    kind text not null constraint ck_partnership_notice_kind check (kind in (
        'opened', 'agencies_changed', 'went_live', 'without_sign_off', 'sign_off_overdue',
        'ended')),
    told_by uuid references person on delete restrict,
    told_at timestamptz not null,
    constraint uq_partnership_notice_compartment unique (compartment_id, id),
    constraint partnership_notice_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint ck_partnership_notice_hand check (told_by is not null or kind = 'sign_off_overdue')
);
create index ix_partnership_notice_operation on partnership_notice (operation_id, told_at desc);
alter table operation no force row level security;
insert into partnership_notice (id, compartment_id, operation_id, kind, told_by, told_at)
select gen_random_uuid(), compartment_id, id, 'opened', partnership_told_by, partnership_told_at
from operation where partnership_told_at is not null;
alter table operation force row level security;
call accord_wall('partnership_notice', 'select, insert');
call accord_make_append_only('partnership_notice');
create policy own_hand on partnership_notice as restrictive for insert to accord_app, accord_worker
    with check (told_by = accord_actor() or told_by is null);

create table partnership_receipt (
    notice_id uuid not null,
    person_id uuid not null references person on delete restrict,
    compartment_id uuid not null,
    received_at timestamptz not null,
    constraint partnership_receipt_pkey primary key (notice_id, person_id),
    constraint partnership_receipt_notice_fkey foreign key (compartment_id, notice_id)
        references partnership_notice (compartment_id, id) on delete restrict
);
call accord_wall('partnership_receipt', 'select, insert');
call accord_make_append_only('partnership_receipt');
create policy own_hand on partnership_receipt as restrictive for insert to accord_app, accord_worker
    with check (person_id = accord_actor() and accord_actor_has_role('partnership'));
