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

-- The partnership's day, by the clock of the walls.
create function accord_today() returns date
language sql stable set search_path = pg_catalog, public, pg_temp
as $$ select (accord_now() at time zone 'Europe/London')::date $$;

-- A delegate signs for a time because a signatory of the agency says so, who may take it back.
alter table signatory
    add delegated_by uuid references person on delete restrict,
    add delegation_reason text constraint ck_signatory_delegation_reason
        check (length(trim(delegation_reason)) between 1 and 500),
    add withdrawn_at timestamptz,
    add constraint ck_signatory_delegation check (
        (delegated_by is null) = (delegation_reason is null)
        and (delegated_by is null and withdrawn_at is null
             or until_on is not null and delegated_by <> person_id));

-- Whatever our actions decided: an answer is to the current version as it is, by somebody on the
-- agency's list today, and a signature by nobody who submitted it or changed last what it covers.
create function accord_guard_sign_off() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if exists (select from signatory s
               where s.person_id = new.person_id and s.agency_id = new.agency_id
                 and s.withdrawn_at is null
                 and accord_today() between s.from_on and coalesce(s.until_on, 'infinity'))
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

-- Delegates name no delegates.
create function accord_signs_for(person uuid, agency uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from signatory s
        where s.person_id = person and s.agency_id = agency and s.delegated_by is null
          and accord_today() between s.from_on and coalesce(s.until_on, 'infinity'))
$$;
revoke all on function accord_signs_for(uuid, uuid) from public;
grant execute on function accord_signs_for(uuid, uuid) to accord_app, accord_worker;
create policy own_delegate on signatory as restrictive for insert to accord_app, accord_worker
    with check (delegated_by is null
                or delegated_by = accord_actor() and accord_signs_for(delegated_by, agency_id));

-- What was said about an answer, by the operation's lead or by signatories of the agency.
create table sign_off_reply (
    id uuid primary key,
    compartment_id uuid not null,
    sign_off_id uuid not null,
    text text not null constraint ck_sign_off_reply_text check (length(trim(text)) between 1 and 4000),
    by_lead boolean not null,
    said_by uuid not null references person on delete restrict,
    said_at timestamptz not null,
    constraint sign_off_reply_sign_off_fkey foreign key (compartment_id, sign_off_id)
        references sign_off (compartment_id, id) on delete restrict
);
create index ix_sign_off_reply_sign_off on sign_off_reply (sign_off_id, said_at);
call accord_wall('sign_off_reply', 'select, insert');
call accord_make_append_only('sign_off_reply');
create policy own_hand on sign_off_reply as restrictive for insert to accord_app, accord_worker
    with check (said_by = accord_actor());
create policy definer_functions on sign_off_reply for select to accord_owner using (true);

-- Agencies whose signature of a current version does not hold. `asks`: the answer that waits for
-- the lead, none while it is the agency's turn. planning.sign_offs says the same of one agency.
create view sign_off_waiting with (security_invoker = true) as
select o.id as operation_id, o.lead_id, p.id as plan_id, p.compartment_id, r.agency_id,
       v.id as plan_version_id, v.submitted_at, v.submitted_by, v.last_editor_id,
       v.shared_editor_id, c.editor_id, asks.id as asks, asks.answered_at as asked_at
from operation_agency r
join operation o on o.id = r.operation_id and o.state not in ('closed', 'stood_down')
join plan p on p.operation_id = o.id
join plan_version v on v.plan_id = p.id and not exists (
    select from plan_version l where l.plan_id = v.plan_id and l.number > v.number)
join plan_version_schedule c on c.plan_version_id = v.id and c.agency_id = r.agency_id
left join lateral (
    select s.id, s.answered_at from sign_off s
    where s.plan_version_id = v.id and s.plan_id = p.id and s.agency_id = r.agency_id
      and s.answer in ('asked', 'changes_requested', 'refused')
      and not exists (select from sign_off l where l.plan_id = s.plan_id
                      and l.agency_id = s.agency_id and l.answered_at > s.answered_at)
      and not exists (select from sign_off_reply q where q.sign_off_id = s.id and q.by_lead)
    limit 1) asks on true
where not exists (
    select from sign_off s
    where s.plan_id = p.id and s.agency_id = r.agency_id
      and s.shared_fingerprint = v.shared_fingerprint and s.schedule_fingerprint = c.fingerprint
      and (s.answer in ('signed', 'signed_with_conditions')
           or s.answer = 'no_role' and c.content -> 'roles' = '[]'
              and c.content -> 'resources' = '[]')
      and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)
      and not exists (select from conflict_block b
                      where b.person_id = s.person_id and b.compartment_id = s.compartment_id
                        and b.lifted_at is null)
      and not exists (select from sign_off l
                      where l.plan_id = s.plan_id and l.agency_id = s.agency_id
                        and l.answered_at >= s.answered_at
                        and l.answer in ('refused', 'changes_requested')));
grant select on sign_off_waiting to accord_app, accord_worker;

-- What waits in signing, for reminders: the agency's signatories who may sign, the lead who is
-- asked, the owners of conditions.
alter view reminder_fact rename to reminder_fact_of_support;
create view reminder_fact with (security_invoker = true) as
select * from reminder_fact_of_support
union all
select 'sign_off', s.person_id, w.plan_version_id, w.compartment_id, w.submitted_at, null,
       w.submitted_at, null::timestamptz, null::integer, null::uuid
from sign_off_waiting w
join signatory s on s.agency_id = w.agency_id and s.withdrawn_at is null
    and accord_today() between s.from_on and coalesce(s.until_on, 'infinity')
where w.asks is null
  and s.person_id <> w.submitted_by and s.person_id is distinct from w.last_editor_id
  and s.person_id is distinct from w.shared_editor_id and s.person_id is distinct from w.editor_id
union all
select 'sign_off_question', w.lead_id, w.asks, w.compartment_id, w.asked_at, null, w.asked_at,
       null, null, null
from sign_off_waiting w where w.asks is not null
union all
select 'condition', c.owner_id, c.id, c.compartment_id, null, c.due_on, s.answered_at, null, null,
       null
from sign_off_condition c
join sign_off s on s.id = c.sign_off_id
join plan p on p.id = s.plan_id
join operation o on o.id = p.operation_id and o.state not in ('closed', 'stood_down')
where c.met_at is null
  and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)
  and not exists (select from sign_off l where l.plan_id = s.plan_id
                  and l.agency_id = s.agency_id and l.answered_at > s.answered_at);
grant select on reminder_fact to accord_app, accord_worker;

-- For the worker's clock: agencies that have not answered what was submitted before a moment, nor
-- been escalated for it; and by whose eyes to look at each.
create function accord_sign_offs_overdue(before timestamptz)
returns table (plan_id uuid, agency_id uuid, eyes_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select found.plan_id, found.agency_id, found.eyes_id
    from (
        select w.plan_id, w.agency_id, w.submitted_at,
               accord_eyes(w.compartment_id, w.lead_id) as eyes_id
        from sign_off_waiting w
        where w.asks is null and w.submitted_at < before
          and not exists (select from escalation e
                          where e.plan_id = w.plan_id and e.agency_id = w.agency_id
                            and e.by_clock and e.raised_at >= w.submitted_at)) found
    where found.eyes_id is not null
    order by found.submitted_at, found.plan_id, found.agency_id
$$;
revoke all on function accord_sign_offs_overdue(timestamptz) from public;
grant execute on function accord_sign_offs_overdue(timestamptz) to accord_worker;
