-- The groups of an operation, their meetings, and what their people declare of their interests.

-- Seats of the strategic and the investigation group; one that has ended stays on record.
create table group_member (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    management_group text not null constraint ck_group_member_management_group
        check (management_group in ('strategic', 'investigation')),
    person_id uuid not null references person on delete restrict,
    seat text not null constraint ck_group_member_seat check (seat in ('chair', 'member', 'deputy')),
    from_on date not null,
    reason text not null constraint ck_group_member_reason
        check (length(trim(reason)) between 1 and 500),
    seated_by uuid not null references person on delete restrict,
    seated_at timestamptz not null,
    ended_by uuid references person on delete restrict,
    ended_at timestamptz,
    ended_reason text,
    constraint group_member_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint ck_group_member_ended check (
        (ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_reason is null)
        and length(trim(ended_reason)) between 1 and 500)
);
create unique index uq_group_member_person
    on group_member (compartment_id, operation_id, management_group, person_id)
    where ended_at is null;
create unique index uq_group_member_chair
    on group_member (compartment_id, operation_id, management_group)
    where ended_at is null and seat = 'chair';
create index ix_group_member_operation on group_member (operation_id, management_group);
call accord_wall('group_member', 'select, insert, update (ended_by, ended_at, ended_reason)');
create policy own_hand on group_member as restrictive for insert to accord_app, accord_worker
    with check (seated_by = accord_actor());

-- Which meetings are a group's. A row is seen only from inside both the operation and the meeting:
-- neither lets anybody into the other.
create table group_meeting (
    meeting_id uuid primary key,
    meeting_compartment_id uuid not null,
    compartment_id uuid not null,
    operation_id uuid not null,
    management_group text not null constraint ck_group_meeting_management_group
        check (management_group in ('strategic', 'investigation')),
    constraint group_meeting_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint group_meeting_meeting_fkey foreign key (meeting_compartment_id, meeting_id)
        references strategy_meeting (compartment_id, id) on delete restrict
);
create index ix_group_meeting_operation on group_meeting (operation_id);
call accord_wall('group_meeting', 'select, insert');
create policy in_the_meeting_too on group_meeting as restrictive for all to accord_app, accord_worker
    using (meeting_compartment_id = any ((select accord_compartments())::uuid[]))
    with check (meeting_compartment_id = any ((select accord_compartments())::uuid[]));
call accord_make_append_only('group_meeting');

-- What a person said of their own interests; the latest counts, the earlier ones stay.
create table interest_declaration (
    id uuid primary key,
    compartment_id uuid not null,
    operation_id uuid not null,
    person_id uuid not null references person on delete restrict,
    kind text not null constraint ck_interest_declaration_kind check (kind in ('none', 'interest')),
    words text not null constraint ck_interest_declaration_words check (length(words) <= 2000),
    declared_at timestamptz not null,
    constraint interest_declaration_operation_fkey foreign key (compartment_id, operation_id)
        references operation (compartment_id, id) on delete restrict,
    constraint ck_interest_declaration_said check (kind = 'none' or length(trim(words)) > 0)
);
create index ix_interest_declaration_operation
    on interest_declaration (operation_id, person_id, declared_at desc);
call accord_wall('interest_declaration', 'select, insert');
create policy own_hand on interest_declaration as restrictive for insert to accord_app, accord_worker
    with check (person_id = accord_actor());
call accord_make_append_only('interest_declaration');

-- Conflicts: lifted by somebody, with a reason. One with an operation reaches its other tier and
-- the meetings of its groups at once, whoever declares it: `spread_from` names the first block.
alter table conflict_block
    add column lifted_by uuid references person on delete restrict,
    add column lift_reason text constraint ck_conflict_block_lift_reason
        check (length(trim(lift_reason)) between 1 and 500),
    add column spread_from uuid references conflict_block on delete restrict,
    add constraint ck_conflict_block_lifted check (
        (lifted_by is null) = (lift_reason is null)
        and (lifted_by is null or lifted_at is not null));
create index ix_conflict_block_spread on conflict_block (spread_from) where spread_from is not null;
create index ix_conflict_block_compartment on conflict_block (compartment_id)
    where lifted_at is null;
grant update (lifted_by, lift_reason) on conflict_block to accord_app;
create policy spread on conflict_block for insert to accord_owner with check (spread_from is not null);
create policy lift_spread on conflict_block for update to accord_owner
    using (spread_from is not null) with check (spread_from is not null);

do $$ declare walled text; begin
    foreach walled in array array['agency', 'procedure_profile', 'group_member', 'group_meeting',
                                  'interest_declaration'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                            using (true)', walled);
        end if;
    end loop;
end $$;

-- Members of a meeting who are not in the operation learn nothing of it from the reason.
create function accord_spread_block(block conflict_block, target uuid) returns void
language sql volatile set search_path = pg_catalog, public, pg_temp
as $$
    insert into conflict_block
        (id, compartment_id, person_id, reason, declared_by, declared_at, spread_from)
    values (gen_random_uuid(), target, block.person_id, 'Recorded for a matter that this belongs to',
            block.declared_by, block.declared_at, block.id)
$$;

create function accord_spread_conflict() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    perform accord_spread_block(new, reached.compartment_id)
    from operation o cross join lateral (
        select o.police_compartment_id as compartment_id
        union all
        select g.meeting_compartment_id from group_meeting g where g.operation_id = o.id) reached
    where o.compartment_id = new.compartment_id;
    return new;
end $$;
create trigger spread_conflict after insert on conflict_block
    for each row when (new.spread_from is null) execute function accord_spread_conflict();

create function accord_lift_conflict() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    update conflict_block set lifted_at = new.lifted_at
    where spread_from = new.id and lifted_at is null;
    return new;
end $$;
create trigger lift_conflict after update of lifted_at on conflict_block
    for each row when (new.spread_from is null and new.lifted_at is not null)
    execute function accord_lift_conflict();

create function accord_spread_to_meeting() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    perform accord_spread_block(b, new.meeting_compartment_id) from conflict_block b
    where b.compartment_id = new.compartment_id and b.lifted_at is null;
    return new;
end $$;
create trigger spread_to_meeting after insert on group_meeting
    for each row execute function accord_spread_to_meeting();

-- What was declared for a safeguarding tier before holds for the police-sensitive one as well.
alter table conflict_block no force row level security;
alter table operation no force row level security;
insert into conflict_block
    (id, compartment_id, person_id, reason, declared_by, declared_at, spread_from)
select gen_random_uuid(), o.police_compartment_id, b.person_id,
       'Recorded for a matter that this belongs to', b.declared_by, b.declared_at, b.id
from conflict_block b join operation o on o.compartment_id = b.compartment_id
where b.lifted_at is null;
alter table operation force row level security;
alter table conflict_block force row level security;

-- What the gate reads of the groups, and only whoever is in the operation's safeguarding tier:
-- nobody's seat, meeting or declaration beyond what it needs. A senior manager, or a deputy with
-- authority, counts for their agency at a quorate meeting of either group.
create function accord_group_standing(wanted uuid, on_day date) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with mine as materialized (
        select id, compartment_id from operation
        where id = wanted and compartment_id = any ((select accord_compartments())::uuid[])),
    able as materialized (
        select p.id, p.name, p.decision_authority, a.category, a.id as agency_id
        from mine join membership m on m.compartment_id = mine.compartment_id
            and m.ended_at is null and (m.until_at is null or m.until_at > accord_now())
        join person p on p.id = m.person_id and p.closed_at is null
        join agency a on a.id = p.agency_id
        where not exists (select from conflict_block b where b.compartment_id = mine.compartment_id
                          and b.person_id = p.id and b.lifted_at is null)),
    seats as materialized (
        select distinct g.management_group, g.seat, able.id, able.name, able.category
        from mine join group_member g on g.operation_id = mine.id
            and g.ended_at is null and g.from_on <= on_day
        join able on able.id = g.person_id),
    rules as materialized (
        select content -> 'kinds' as kinds from procedure_profile
        where in_force_from <= on_day order by in_force_from desc, version desc limit 1),
    held as materialized (
        select g.management_group, m.id, (m.starts_at at time zone 'Europe/London')::date as held_on
        from mine join group_meeting g on g.operation_id = mine.id
        join strategy_meeting m on m.id = g.meeting_id
            and m.kind = g.management_group || '_management_group'
        where m.closed_at is not null and m.quorate),
    seniors as (
        select a.agency_id, max(held.held_on) as held_on
        from held join attendee a on a.meeting_id = held.id and a.present and a.removed_at is null
        join person p on p.id = a.person_id
        where exists (select from person_role r
                      where r.person_id = p.id and r.role = 'senior_manager')
           or p.decision_authority and (
               a.deputy_for_id is not null
               or exists (select from seats s where s.id = p.id and s.seat = 'deputy'))
        group by a.agency_id),
    declaring as (
        select id, name from seats
        union
        select able.id, able.name from able
        join mine on true
        join signatory s on s.person_id = able.id and s.from_on <= on_day
            and (s.until_on is null or s.until_on >= on_day)
        join operation_agency r on r.operation_id = mine.id and r.agency_id = s.agency_id)
    select jsonb_build_object(
        'groups', (
            select jsonb_agg(jsonb_build_object(
                'group', k.management_group,
                'chair_name', (select s.name from seats s
                               where s.management_group = k.management_group and s.seat = 'chair'),
                'members', (select count(*) from seats s
                            where s.management_group = k.management_group and s.seat <> 'chair'),
                'missing', (select coalesce(jsonb_agg(r.category), '[]')
                            from rules, jsonb_array_elements_text(
                                rules.kinds #> array[k.management_group || '_management_group',
                                                     'required']) r (category)
                            where not exists (
                                select from seats s where s.category = r.category
                                and s.management_group = k.management_group)),
                'last_quorate_on', (select max(h.held_on) from held h
                                    where h.management_group = k.management_group)) order by k.number)
            from (values ('strategic', 1), ('investigation', 2)) k (management_group, number)),
        'seniors', (select coalesce(jsonb_agg(jsonb_build_object(
            'agency_id', s.agency_id, 'held_on', s.held_on)), '[]') from seniors s),
        'undeclared', (select coalesce(jsonb_agg(d.name order by d.name, d.id), '[]')
            from declaring d where not exists (
                select from interest_declaration i
                where i.operation_id = wanted and i.person_id = d.id)))
    from mine
$$;
revoke all on function accord_group_standing(uuid, date) from public;
grant execute on function accord_group_standing(uuid, date) to accord_app, accord_worker;

-- A group's meeting without quorum is followed up, too, though it is about no child: by the next
-- one of its kind that its chair holds with quorum, or has convened.
create index ix_strategy_meeting_group_follow_up on strategy_meeting (follow_up_on)
    where child_count = 0 and follow_up_on is not null;
alter view reminder_fact rename to reminder_fact_of_children;
create view reminder_fact with (security_invoker = true) as
select * from reminder_fact_of_children
union all
select 'follow_up', who.person_id, m.id, m.compartment_id, null, m.follow_up_on, m.closed_at,
       null, null, m.id
from strategy_meeting m
cross join lateral (select m.convened_by union select m.chair_id) as who (person_id)
where m.child_count = 0 and m.follow_up_on is not null
  and not exists (select from strategy_meeting later
                  where later.chair_id = m.chair_id and later.kind = m.kind
                    and later.starts_at > m.starts_at
                    and (later.quorate or later.state = 'convened'));
grant select on reminder_fact to accord_app, accord_worker;
