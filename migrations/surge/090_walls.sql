-- What a member, or the lead, could still write past our actions: a text under a fingerprint that
-- was signed for another, an answer dated ahead, a figure nobody plans for, the end of somebody's
-- membership, templates and types of resource.

-- A text as fingerprints compare it, or coarser: without any white space, numbers plain.
create function accord_fold(said text) returns text
language sql immutable set search_path = pg_catalog, public, pg_temp
as $$
    select case when t.bare ~ '^[0-9]{1,30}([.][0-9]{1,30})?$'
                then trim_scale(t.bare::numeric)::text else t.bare end
    from (select regexp_replace(normalize(said, nfc), '[\s\u001c-\u001f\u0085\u00a0\u1680'
                 '\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', '', 'g') as bare) t
$$;
-- What there is to compare of a value: a text, or the rows of a table by their ids.
create function accord_folded(said jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, public, pg_temp
as $$
    select case jsonb_typeof(said)
        when 'array' then (
            select coalesce(jsonb_object_agg(r.said ->> 'id', cells.said), '{}')
            from jsonb_array_elements(said) r (said)
            cross join lateral (
                select jsonb_object_agg(c.key, accord_fold(c.value)) as said
                from jsonb_each_text(r.said) c
                where c.key <> 'id' and accord_fold(c.value) <> '') cells
            where cells.said is not null)
        else to_jsonb(accord_fold(said #>> '{}')) end
$$;
-- What every agency signs of a version.
create function accord_material(template jsonb, sections jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(jsonb_object_agg(concat(s ->> 'key', '/', f ->> 'key'), v.said), '{}')
    from jsonb_array_elements(template -> 'sections') s
    cross join jsonb_array_elements(s -> 'fields') f
    cross join lateral (
        select accord_folded(sections -> (s ->> 'key') -> (f ->> 'key')) as said) v
    where s ->> 'tier' = 'safeguarding' and (f ->> 'material')::boolean
      and v.said not in ('{}', '""')
$$;
-- What one agency signs: the terms of its roles and of its lines.
create function accord_terms(schedule jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(jsonb_object_agg(concat(part.key, '/', line ->> 'id', '/', term.key),
                                     accord_fold(term.value)), '{}')
    from jsonb_each(schedule) part
    cross join jsonb_array_elements(part.value) line
    cross join jsonb_each_text(line) term
    where term.key = any (array['agency_id', 'title', 'responsibilities', 'authority_limit',
                                'kind', 'unit', 'requested', 'committed', 'phase', 'funding',
                                'from_on', 'until_on'])
$$;

-- A fingerprint names one text of its plan for good.
create function accord_keep_fingerprint() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if exists (
        select from (select e.content from plan_version e
                     where e.plan_id = new.plan_id and e.id <> new.id
                       and e.shared_fingerprint = new.shared_fingerprint
                     order by e.number limit 1) before
        join plan p on p.id = new.plan_id
        where accord_material(p.template, before.content -> 'sections')
              <> accord_material(p.template, new.content -> 'sections')) then
        raise insufficient_privilege using message = 'this fingerprint is of another text';
    end if;
    return null;
end $$;
create trigger keep_fingerprint after insert on plan_version
    for each row execute function accord_keep_fingerprint();
create function accord_keep_schedule_fingerprint() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if exists (
        select from (select c.content from plan_version_schedule c
                     join plan_version e on e.id = c.plan_version_id
                     join plan_version v on v.plan_id = e.plan_id and v.id = new.plan_version_id
                     where c.plan_version_id <> new.plan_version_id
                       and c.agency_id = new.agency_id and c.fingerprint = new.fingerprint
                     order by e.number limit 1) before
        where accord_terms(before.content) <> accord_terms(new.content)) then
        raise insufficient_privilege using message = 'this fingerprint is of other terms';
    end if;
    return null;
end $$;
create trigger keep_fingerprint after insert on plan_version_schedule
    for each row execute function accord_keep_schedule_fingerprint();

-- Whatever counts by its moment is not dated ahead: what came later would count as earlier. By the
-- clock on the wall where the walls' own stands still; a minute for machines that differ.
create function accord_guard_moment() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if (to_jsonb(new) ->> tg_argv[0])::timestamptz
       > greatest(accord_now(), clock_timestamp()) + interval '1 minute' then
        raise insufficient_privilege using message = 'this has not happened yet';
    end if;
    return null;
end $$;
do $$ declare dated record; begin
    for dated in select * from (values
        ('sign_off', 'answered_at'), ('sign_off_withdrawal', 'withdrawn_at'),
        ('sign_off_reply', 'said_at'), ('plan_version', 'submitted_at'),
        ('plan_review', 'reviewed_at'), ('risk_acceptance', 'signed_at'),
        ('surge_confirmation', 'confirmed_at'), ('interest_declaration', 'declared_at'),
        ('go_live_record', 'recorded_at'), ('go_live_confirmation', 'confirmed_at'),
        ('go_live_review', 'reviewed_at'), ('partnership_receipt', 'received_at')) as t (name, moment) loop
        execute format('create trigger guard_moment after insert on %I
            for each row execute function accord_guard_moment(%L)', dated.name, dated.moment);
    end loop;
end $$;

-- A surge is confirmed for the number that the operation plans for, not for one that it may reach.
create function accord_guard_surge() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if not exists (select from operation o where o.id = new.operation_id
                   and o.victims_planning = new.victims_planning) then
        raise insufficient_privilege
            using message = 'a surge is confirmed for the number that is planned for';
    end if;
    return null;
end $$;
create trigger guard_surge after insert on surge_confirmation
    for each row execute function accord_guard_surge();

-- Templates are the administrators' and the partnership's to write, types of resource the
-- administrators'.
create function accord_writes_templates() returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$ select accord_administers() or accord_actor_has_role('partnership') $$;
grant execute on function accord_writes_templates() to accord_app, accord_worker;
create policy written on plan_template as restrictive for insert to accord_app, accord_worker
    with check ((select accord_writes_templates()));
create policy rewritten on plan_template as restrictive for update to accord_app, accord_worker
    using ((select accord_writes_templates()));
create policy taken_back on plan_template as restrictive for delete to accord_app, accord_worker
    using ((select accord_writes_templates()));
create trigger guard_office after insert on resource_type
    for each row execute function accord_guard_office();
create policy administered_changes on resource_type as restrictive for update
    to accord_app, accord_worker using ((select accord_administers()));

-- People leave by themselves. Others end what a post gave once it has ended, and what a delegation
-- gave, for whose agency they sign.
create function accord_holds_post(person uuid, compartment uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (select from key_worker_spell s
                   where s.person_id = person and s.ended_at is null
                     and compartment in (s.compartment_id, s.concern_compartment_id))
$$;
create function accord_delegates(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (select from signatory s
                   where s.person_id = person and s.delegated_by is not null
                     and accord_signs_for(accord_actor(), s.agency_id))
$$;
revoke all on function accord_holds_post(uuid, uuid) from public;
revoke all on function accord_delegates(uuid) from public;
grant execute on function accord_holds_post(uuid, uuid) to accord_app, accord_worker;
grant execute on function accord_delegates(uuid) to accord_app, accord_worker;
create policy whose_end on membership as restrictive for update to accord_app
    using (person_id = accord_actor()
           or as_key_worker and not accord_holds_post(person_id, compartment_id)
           or until_at is not null and meeting_compartment_id is null and escalation_id is null
              and not as_key_worker and accord_delegates(person_id));
-- The posts first: while one is held, nobody ends what it gave.
create or replace function accord_end_posts_of_detached() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
declare holders uuid[];
begin
    select coalesce(array_agg(s.person_id), '{}') into holders from key_worker_spell s
    where s.child_plan_id = new.id and s.ended_at is null;
    update key_worker_spell
    set ended_at = new.ended_at, ended_by = new.ended_by, ended_reason = 'The child was detached'
    where child_plan_id = new.id and ended_at is null;
    update membership m set ended_at = new.ended_at
    where m.person_id = any (holders) and m.compartment_id = new.concern_compartment_id
      and m.as_key_worker and m.ended_at is null and m.person_id <> accord_actor();
    return null;
end $$;
