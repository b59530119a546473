-- Figures of the partnership: cells without any case, summed from what each concern adds.

-- Concerns of which a fact has changed since their figures were worked out. One row for each act:
-- acts do not wait for each other, and none is lost that commits while others are worked off.
create table measure_due (
    id uuid primary key,
    concern_id uuid not null references concern on delete restrict,
    noted_at timestamptz not null
);
create index ix_measure_due_noted on measure_due (noted_at);
alter table measure_due enable row level security;
alter table measure_due force row level security;
create policy work_off on measure_due for all to accord_worker using (true) with check (true);
create policy definer_functions on measure_due for all to accord_owner
    using (true) with check (true);
grant select, delete on measure_due to accord_worker;

-- Additive: a dashboard sums some thousands of them. Without an operation they are the whole; of
-- each operation its children's are kept again. Worked out by the worker alone.
create table measure_cell (
    number integer primary key,
    month date not null,
    team text not null,
    kind text not null,
    operation_id uuid,
    measure text not null,
    part text not null,
    amount bigint not null,
    constraint uq_measure_cell_key unique nulls not distinct
        (month, team, kind, operation_id, measure, part),
    constraint ck_measure_cell_month check (extract(day from month) = 1),
    constraint ck_measure_cell_amount check (amount >= 0)
);
-- Small counts tell of children: they are read for those who may see the figures, and leave
-- planning only with the small ones hidden.
alter table measure_cell enable row level security;
alter table measure_cell force row level security;
create policy work_out on measure_cell for all to accord_worker using (true) with check (true);
create policy partnership on measure_cell for select to accord_app
    using ((select accord_actor_has_role('partnership')));
grant select, insert, update, delete on measure_cell to accord_worker;
grant select on measure_cell to accord_app;

-- What a concern adds now, so that it can be taken away again before the new is added.
create table measure_contribution (
    concern_id uuid primary key references concern on delete restrict,
    cells integer[] not null,
    amounts integer[] not null,
    constraint ck_measure_contribution_amounts check (cardinality(cells) = cardinality(amounts))
);
alter table measure_contribution enable row level security;
alter table measure_contribution force row level security;
create policy work_out on measure_contribution for all to accord_worker
    using (true) with check (true);
grant select, insert, update, delete on measure_contribution to accord_worker;

-- Concerns that cannot be counted: their figures are missing until a change or a rebuild mends it.
-- Which ones is for whoever runs Accord; what failed is the name of a fault and no content.
create table measure_set_aside (
    concern_id uuid primary key references concern on delete restrict,
    fault text not null,
    set_aside_at timestamptz not null
);
alter table measure_set_aside enable row level security;
alter table measure_set_aside force row level security;
create policy work_off on measure_set_aside for all to accord_worker using (true) with check (true);
grant select, insert, update, delete on measure_set_aside to accord_worker;

-- Until when all that happened is in the figures.
create function accord_measured_until() returns timestamptz
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select min(noted_at) from measure_due where (select accord_actor_has_role('partnership'))
$$;
revoke all on function accord_measured_until() from public;
grant execute on function accord_measured_until() to accord_app;

-- Facts of concerns for the worker, which is nobody: ids, dates and codes, no name and no text. A
-- stage counts once, by whoever was asked first, and not when it was withdrawn unanswered.
do $$ declare walled text; begin
    foreach walled in array array['chain_next_date', 'senior_review', 'hand_over_answer',
                                  'meeting_child', 'escalation', 'escalation_step', 'operation_child',
                                  'clock_met', 'strategy_meeting'] loop
        if not exists (select from pg_policy where polrelid = walled::regclass
                       and polname = 'definer_functions') then
            execute format('create policy definer_functions on %I for select to accord_owner
                            using (true)', walled);
        end if;
    end loop;
end $$;
create function accord_measure_facts(concerns uuid[])
returns table (concern_id uuid, facts json)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select k.id, json_strip_nulls(json_build_object(
        'team', k.team,
        'entries', (select json_agg(json_strip_nulls(json_build_object(
            'id', e.id, 'meeting_id', e.meeting_id, 'held_at', e.held_at,
            'entered_at', e.entered_at, 'outcome', e.outcome,
            'profile_version', e.profile_version, 'kind', e.kind,
            'lasted_minutes', e.lasted_minutes, 'agencies_present', e.agencies_present,
            'children_there', e.children_there, 'no_decision_reason', e.no_decision_reason,
            'reason_agency_id', e.reason_agency_id, 'next_on', e.next_on,
            'absent_agency_ids', nullif(e.absent_agency_ids, '{}'), 'quorate', e.quorate,
            'emergency', e.emergency, 'replaces_id', e.replaces_id,
            'moved_to', moved.days, 'moved_at', moved.moments, 'moved_why', moved.nothing,
            'decided_at', m.decided_at, 'approved_at', m.approved_at, 'quorum', there.categories)))
         from chain_entry e
         join strategy_meeting m on m.id = e.meeting_id
         left join meeting_child c
             on c.meeting_id = e.meeting_id and c.concern_id = e.concern_id
         left join lateral (
             select json_object_agg(q ->> 'category', q -> 'names' <> '[]') as categories
             from jsonb_array_elements(c.quorum) q) there on c.quorum is not null
         left join lateral (
             select array_agg(d.next_on order by d.set_at, d.id) as days,
                    array_agg(d.set_at order by d.set_at, d.id) as moments,
                    array_agg(''::text order by d.set_at, d.id) as nothing
             from chain_next_date d where d.entry_id = e.id) moved on e.next_on is not null
         where e.concern_id = k.id),
        'hand_overs', (select json_agg(json_build_object(
            'entry_id', h.entry_id, 'receiver', '', 'asked_on', h.answered_on,
            'answered_on', h.answered_on, 'accepted', h.accepted, 'recorded_at', h.recorded_at))
         from hand_over_answer h where h.concern_id = k.id),
        'reviews', (select json_agg(json_build_object(
            'id', r.id, 'answer', r.answer, 'reviewed_by', r.reviewed_by,
            'reviewed_at', r.reviewed_at))
         from senior_review r where r.concern_id = k.id),
        'conferences', (select json_agg(json_build_object(
            'anchor_on', d.anchor_on, 'met_on', d.met_on, 'recorded_at', d.recorded_at))
         from clock_met d where d.concern_id = k.id and d.clock = 'conference'),
        'stages', (select json_agg(json_strip_nulls(json_build_object(
            'stage', s.stage, 'started_at', s.at, 'due_at', s.due_at, 'answered_at', (
                select min(a.at) from escalation_step a
                where a.escalation_id = s.escalation_id and a.number > s.number
                  and a.stage = s.stage and a.act = 'answered'))))
         from escalation x
         join escalation_step s on s.escalation_id = x.id and s.act = 'asked'
         where x.concern_id = k.id
           and not exists (
               select from escalation_step b where b.escalation_id = x.id and b.stage = s.stage
                 and (b.act = 'asked' and b.number < s.number
                      or b.act = 'withdrawn' and x.answered_at is null))),
        'operations', (select json_agg(json_strip_nulls(json_build_object(
            'operation_id', o.operation_id, 'attached_at', o.attached_at,
            'ended_at', o.ended_at)))
         from operation_child o where o.concern_id = k.id)))
    from concern k where k.id = any (concerns)
$$;
revoke all on function accord_measure_facts(uuid[]) from public;
grant execute on function accord_measure_facts(uuid[]) to accord_worker;

-- All concerns, in order, for working everything out anew.
create function accord_measured_concerns(after uuid, most integer) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(id order by id), '{}')
    from (select id from concern where after is null or id > after order by id limit most) some_of
$$;
revoke all on function accord_measured_concerns(uuid, integer) from public;
grant execute on function accord_measured_concerns(uuid, integer) to accord_worker;

-- Every act that changes a fact notes the concern, in its own transaction.
create function accord_note_measure() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into measure_due (id, concern_id, noted_at)
    values (gen_random_uuid(), new.concern_id, accord_now());
    return null;
end $$;
create function accord_note_concern_measure() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into measure_due (id, concern_id, noted_at)
    values (gen_random_uuid(), new.id, accord_now());
    return null;
end $$;
create function accord_note_meeting_measures() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into measure_due (id, concern_id, noted_at)
    select gen_random_uuid(), c.concern_id, accord_now() from meeting_child c where c.meeting_id = new.id;
    return null;
end $$;
create function accord_note_date_measure() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into measure_due (id, concern_id, noted_at)
    select gen_random_uuid(), e.concern_id, accord_now() from chain_entry e where e.id = new.entry_id;
    return null;
end $$;
create function accord_note_step_measure() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into measure_due (id, concern_id, noted_at)
    select gen_random_uuid(), x.concern_id, accord_now() from escalation x
    where x.id = new.escalation_id and x.concern_id is not null;
    return null;
end $$;
-- A closed day moves what was due later than it: of concerns that met in the half year before.
create function accord_note_all_measures() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$ begin
    insert into measure_due (id, concern_id, noted_at)
    select gen_random_uuid(), recent.concern_id, accord_now()
    from (select distinct e.concern_id from chain_entry e
          where e.held_at > accord_now() - interval '200 days') recent;
    return null;
end $$;
do $$ declare target text; begin
    foreach target in array array['chain_entry', 'hand_over_answer', 'senior_review', 'clock_met']
    loop
        execute format('create trigger note_measure after insert on %I
            for each row execute function accord_note_measure()', target);
    end loop;
end $$;
create trigger note_measure after insert or update on operation_child
    for each row execute function accord_note_measure();
create trigger note_measure after update of team on concern
    for each row when (new.team <> old.team) execute function accord_note_concern_measure();
create trigger note_measure after update of approved_at on strategy_meeting
    for each row when (new.approved_at is distinct from old.approved_at)
    execute function accord_note_meeting_measures();
create trigger note_measure after insert on chain_next_date
    for each row execute function accord_note_date_measure();
create trigger note_measure after insert on escalation_step
    for each row execute function accord_note_step_measure();
create trigger note_measure after insert on closed_day
    for each statement execute function accord_note_all_measures();
create trigger note_measure after insert on closed_day_withdrawal
    for each statement execute function accord_note_all_measures();

-- What happened before there were figures.
alter table concern no force row level security;
insert into measure_due (id, concern_id, noted_at)
select gen_random_uuid(), id, accord_now() from concern;
alter table concern force row level security;
