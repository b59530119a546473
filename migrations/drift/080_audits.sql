-- Case audit: a sample that the partnership draws without learning whom it is about.
-- Who draws sees numbers ("case 7 of 20"); who audits is let into just those concerns for a time.

create table audit_sample (
    id uuid primary key,
    algorithm integer not null constraint ck_audit_sample_algorithm check (algorithm > 0),
    seed text not null constraint ck_audit_sample_seed check (length(trim(seed)) between 1 and 100),
    size integer not null constraint ck_audit_sample_size check (size between 6 and 200),
    strata text not null constraint ck_audit_sample_strata check (strata in ('none', 'team', 'outcome')),
    from_on date not null,
    until_on date not null,
    due_on date not null,
    fingerprint text not null
        constraint ck_audit_sample_fingerprint check (fingerprint ~ '^[0-9a-f]{64}$'),
    drawn_by uuid not null references person on delete restrict,
    drawn_at timestamptz not null,
    constraint ck_audit_sample_period check (until_on >= from_on)
);
create index ix_audit_sample_drawn on audit_sample (drawn_at desc, id);
alter table audit_sample enable row level security;
alter table audit_sample force row level security;
create policy see on audit_sample for select to accord_app
    using ((select accord_actor_has_role('partnership')));
create policy definer_functions on audit_sample for all to accord_owner using (true) with check (true);
grant select on audit_sample to accord_app;
call accord_make_append_only('audit_sample');

create table audit_case (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    sample_id uuid not null references audit_sample on delete restrict,
    number integer not null constraint ck_audit_case_number check (number > 0),
    due_on date not null,
    auditor_id uuid references person on delete restrict,
    assigned_by uuid references person on delete restrict,
    assigned_at timestamptz,
    audited_at timestamptz,
    constraint uq_audit_case_compartment unique (compartment_id, id),
    constraint uq_audit_case_number unique (sample_id, number),
    constraint audit_case_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_audit_case_assigned check (
        (auditor_id is null) = (assigned_at is null) and (auditor_id is null) = (assigned_by is null)),
    constraint ck_audit_case_audited check (audited_at is null or auditor_id is not null)
);
create index ix_audit_case_auditor on audit_case (auditor_id, due_on) where audited_at is null;
create index ix_audit_case_concern on audit_case (concern_id);
call accord_wall('audit_case', 'select');
grant update (audited_at) on audit_case to accord_app;
create policy definer_functions on audit_case for all to accord_owner using (true) with check (true);

create table audit_finding (
    id uuid primary key,
    compartment_id uuid not null,
    case_id uuid not null,
    question text not null
        constraint ck_audit_finding_question check (question ~ '^[a-z_0-9]{1,40}$'),
    answer text not null constraint ck_audit_finding_answer check (answer in (
        'yes', 'partly', 'no', 'cannot_tell', 'does_not_apply')),
    words text not null constraint ck_audit_finding_words check (length(words) <= 4000),
    recorded_by uuid not null references person on delete restrict,
    recorded_at timestamptz not null,
    constraint uq_audit_finding_question unique (compartment_id, case_id, question),
    constraint audit_finding_case_fkey foreign key (compartment_id, case_id)
        references audit_case (compartment_id, id) on delete restrict,
    constraint ck_audit_finding_explained check (
        answer not in ('partly', 'no') or length(trim(words)) > 0)
);
create index ix_audit_finding_case on audit_finding (case_id);
call accord_wall('audit_finding', 'select, insert');
call accord_make_append_only('audit_finding');
create policy definer_functions on audit_finding for select to accord_owner using (true);

-- Only the auditor of a case finds anything in it, whoever else may read it.
create policy by_the_auditor on audit_finding as restrictive for insert to accord_app
    with check (recorded_by = accord_actor() and exists (
        select from audit_case c where c.id = case_id and c.auditor_id = accord_actor()));

create policy audit_lets_in on membership for insert to accord_owner
    with check (reason = 'Case audit');
create policy audit_lets_out on membership for update to accord_owner
    using (reason = 'Case audit');
create policy audit_tells on history_event for insert to accord_owner
    with check (act in ('audit.case_drawn', 'audit.case_assigned'));

-- Algorithm 1 (decision 0036): the concerns with a standing outcome of a meeting in the period,
-- ranked by SHA-256 of "seed, space, concern's id"; strata take turns, each by how much of it is
-- taken already. The same seed and population give the same sample. It tells only whether there
-- were enough; the sample's own row says the rest, and that names nobody.
create function accord_draw_audit(
    sample uuid, said_seed text, wanted integer, said_strata text, starts timestamptz,
    ends timestamptz, first_day date, last_day date, due date, moment timestamptz)
returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
    population uuid[];
begin
    if not accord_actor_has_role('partnership') then
        return false;
    end if;
    select array_agg(distinct e.concern_id order by e.concern_id) into population
    from chain_entry e
    where e.held_at >= starts and e.held_at < ends
      and not exists (select from chain_entry newer where newer.replaces_id = e.id);
    if coalesce(cardinality(population), 0) < wanted then
        return false;
    end if;
    insert into audit_sample
    values (sample, 1, said_seed, wanted, said_strata, first_day, last_day, due,
            encode(sha256(convert_to(array_to_string(population, ' '), 'UTF8')), 'hex'),
            accord_actor(), moment);
    with latest as (
        select distinct on (e.concern_id) e.concern_id, e.compartment_id, e.outcome
        from chain_entry e
        where e.concern_id = any (population) and e.held_at >= starts and e.held_at < ends
          and not exists (select from chain_entry newer where newer.replaces_id = e.id)
        order by e.concern_id, e.held_at desc, e.entered_at desc, e.id desc),
    ranked as (
        select l.concern_id, l.compartment_id,
               case said_strata when 'team' then k.team when 'outcome' then l.outcome
                                else '' end as stratum,
               sha256(convert_to(said_seed || ' ' || l.concern_id, 'UTF8')) as rank
        from latest l join concern k on k.id = l.concern_id),
    placed as (
        select r.*, (row_number() over (partition by stratum order by rank) - 0.5)
                    / count(*) over (partition by stratum) as place
        from ranked r),
    chosen as (select * from placed order by place, rank limit wanted),
    made as (
        insert into audit_case (id, compartment_id, concern_id, sample_id, number, due_on)
        select gen_random_uuid(), compartment_id, concern_id, sample,
               row_number() over (order by rank), due
        from chosen
        returning id, compartment_id)
    insert into history_event
    select gen_random_uuid(), moment, accord_actor(), 'audit.case_drawn', 'audit_case', id,
           compartment_id, '{}'
    from made;
    return true;
end $$;

-- Lets an auditor into the cases of these numbers until the end of the sample. It tells which
-- numbers the auditor cannot take (none is given then), and whom to tell that some were given.
create function accord_assign_audit(
    sample uuid, numbers integer[], auditor uuid, moment timestamptz, until timestamptz)
returns table (refused integer[], managers uuid[])
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not accord_actor_has_role('partnership') then
        return query select numbers, '{}'::uuid[];
        return;
    end if;
    perform from audit_case where sample_id = sample order by number for update;
    select array(
        select asked from unnest(numbers) as asked
        where not exists (
            select from audit_case c
            join concern k on k.id = c.concern_id
            join person p on p.id = auditor and p.closed_at is null
            where c.sample_id = sample and c.number = asked and c.audited_at is null
              and until > moment and until <= (
                  select (s.due_on + 1)::timestamp at time zone 'Europe/London' from audit_sample s
                  where s.id = sample)
              and exists (select from person_role r where r.person_id = auditor
                          and r.role in ('auditor', 'senior_manager'))
              and not exists (select from person_role r where r.person_id = auditor
                              and r.role = 'partnership')
              and k.senior_manager_id <> auditor
              and not exists (
                  select from chain_entry e
                  join strategy_meeting m on m.id = e.meeting_id and m.chair_id = auditor
                  where e.concern_id = c.concern_id)
              and not exists (
                  select from conflict_block b
                  where b.compartment_id = c.compartment_id and b.person_id = auditor
                    and b.lifted_at is null))
        order by asked) into refused;
    if cardinality(refused) > 0 then
        managers := '{}';
        return next;
        return;
    end if;
    update membership m set ended_at = moment
    from audit_case c
    where c.sample_id = sample and c.number = any (numbers) and c.auditor_id <> auditor
      and m.compartment_id = c.compartment_id and m.person_id = c.auditor_id
      and m.reason = 'Case audit' and m.ended_at is null
      and not exists (select from audit_case other
                      where other.compartment_id = c.compartment_id and other.id <> c.id
                        and other.auditor_id = c.auditor_id and other.audited_at is null);
    insert into membership (id, compartment_id, person_id, reason, granted_by, from_at, until_at)
    select gen_random_uuid(), c.compartment_id, auditor, 'Case audit', accord_actor(), moment, until
    from audit_case c
    where c.sample_id = sample and c.number = any (numbers)
      and not exists (
          select from membership m
          where m.compartment_id = c.compartment_id and m.person_id = auditor
            and m.ended_at is null and m.meeting_compartment_id is null
            and (m.until_at is null or m.until_at >= until));
    update audit_case c
    set auditor_id = auditor, assigned_by = accord_actor(), assigned_at = moment
    where c.sample_id = sample and c.number = any (numbers);
    insert into history_event
    select gen_random_uuid(), moment, accord_actor(), 'audit.case_assigned', 'audit_case', c.id,
           c.compartment_id, jsonb_build_object('auditor', auditor)
    from audit_case c where c.sample_id = sample and c.number = any (numbers);
    select array(select distinct k.senior_manager_id
                 from audit_case c join concern k on k.id = c.concern_id
                 where c.sample_id = sample and c.number = any (numbers)) into managers;
    return next;
end $$;

-- How far each case is. No concern, no team, no outcome.
create function accord_audit_cases(sample uuid)
returns table (number integer, auditor_id uuid, audited boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select c.number, c.auditor_id, c.audited_at is not null
    from audit_case c
    where c.sample_id = sample and accord_actor_has_role('partnership')
    order by c.number
$$;

-- Answers counted, once and for all: nothing while a case may still be audited, or the difference
-- between two looks would tell of one child.
create function accord_audit_counts(sample uuid, today date)
returns table (question text, answer text, cases integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select f.question, f.answer, count(*)::integer
    from audit_finding f join audit_case c on c.id = f.case_id
    where c.sample_id = sample and accord_actor_has_role('partnership')
      and not exists (select from audit_case o where o.sample_id = sample
                      and o.audited_at is null and o.due_on >= today)
    group by f.question, f.answer
$$;

revoke all on function accord_draw_audit(uuid, text, integer, text, timestamptz, timestamptz, date,
                                         date, date, timestamptz) from public;
revoke all on function accord_assign_audit(uuid, integer[], uuid, timestamptz, timestamptz) from public;
revoke all on function accord_audit_cases(uuid) from public;
revoke all on function accord_audit_counts(uuid, date) from public;
grant execute on function accord_draw_audit(uuid, text, integer, text, timestamptz, timestamptz, date,
                                            date, date, timestamptz) to accord_app;
grant execute on function accord_assign_audit(uuid, integer[], uuid, timestamptz, timestamptz) to accord_app;
grant execute on function accord_audit_cases(uuid) to accord_app;
grant execute on function accord_audit_counts(uuid, date) to accord_app;
