-- What the walls left to the rules of operations is held by the database as well: nobody decides,
-- signs, ends or accepts what is for somebody else to.

create function accord_leads(operation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (select from operation o where o.id = operation and o.lead_id = accord_actor()
                   and o.compartment_id = any (accord_compartments()))
$$;
create function accord_leads_plan(plan uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (select from plan p where p.id = plan and accord_leads(p.operation_id))
$$;
-- Of the agency, or of any when none is given.
create function accord_is_of(agency uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select exists (select from person p where p.id = accord_actor() and p.agency_id = agency) $$;
-- Delegates sign too.
create function accord_may_sign_for(agency uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from signatory s
        where s.person_id = accord_actor() and s.agency_id = agency and s.withdrawn_at is null
          and accord_today() between s.from_on and coalesce(s.until_on, 'infinity'))
$$;
-- Nobody: the installation itself, before anybody is there.
create function accord_administers() returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$ select accord_actor() is null or accord_actor_has_role('administrator') $$;

do $$ declare called text; begin
    foreach called in array array['accord_leads(uuid)', 'accord_leads_plan(uuid)',
                                  'accord_is_of(uuid)', 'accord_may_sign_for(uuid)',
                                  'accord_administers()'] loop
        execute format('revoke all on function %s from public', called);
        execute format('grant execute on function %s to accord_app, accord_worker', called);
    end loop;
end $$;

-- Who signs for an agency, and who has a role, is the administrators' to say; a delegation that of
-- the agency's signatories.
create policy administered_changes on signatory as restrictive for update to accord_app, accord_worker
    with check ((select accord_administers())
                or delegated_by is not null and accord_signs_for(accord_actor(), agency_id));
create policy administered on person_role as restrictive for insert to accord_app, accord_worker
    with check ((select accord_administers()));
create policy administered_end on person_role as restrictive for delete to accord_app, accord_worker
    using ((select accord_administers()));

-- The lead's own: which agencies must sign, who sits in the groups, who leads next.
create policy by_the_lead_end on operation_agency as restrictive for delete to accord_app, accord_worker
    using (accord_leads(operation_id));
create policy by_the_lead_end on group_member as restrictive for update to accord_app, accord_worker
    using (ended_at is null and accord_leads(operation_id)) with check (ended_by = accord_actor());

create function accord_keep_lead() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if new.lead_id <> old.lead_id and old.lead_id is distinct from accord_actor()
       or (new.partnership_told_at, new.partnership_told_by)
          is distinct from (old.partnership_told_at, old.partnership_told_by)
          and (old.partnership_told_at is not null
               or new.partnership_told_by is distinct from accord_actor()) then
        raise insufficient_privilege using message = 'only the lead hands an operation over';
    end if;
    return new;
end $$;
create trigger keep_lead before update of lead_id, partnership_told_at, partnership_told_by
    on operation for each row execute function accord_keep_lead();

-- What ends or settles a row is in the hand of who ends it, and ends it once.
do $$ declare ended record; begin
    for ended in select * from (values
        ('child_contact', 'struck'), ('key_worker_spell', 'ended'), ('plan_comment', 'settled'))
        as t (name, word) loop
        execute format('create policy own_hand_ends on %I as restrictive for update
            to accord_app, accord_worker using (%I is null) with check (%I = accord_actor())',
            ended.name, ended.word || '_at', ended.word || '_by');
    end loop;
end $$;
create policy own_hand_ends on conflict_block as restrictive for update to accord_app, accord_worker
    using (lifted_at is null) with check (lifted_by = accord_actor());
create policy own_hand_ends on child_plan as restrictive for update to accord_app, accord_worker
    using (ended_at is null) with check (ended_by is null or ended_by = accord_actor());
create policy own_hand_edits on child_plan_part as restrictive for update to accord_app, accord_worker
    with check (edited_by = accord_actor());
create policy own_hand_edits on plan_section as restrictive for update to accord_app, accord_worker
    with check (edited_by = accord_actor());

-- An agency's roles and lines are its own and the lead's; a role is taken on by who holds it.
create policy own_agency_changes on plan_resource as restrictive for update to accord_app, accord_worker
    using (accord_is_of(agency_id) or accord_leads_plan(plan_id))
    with check (edited_by = accord_actor() and (accord_is_of(agency_id) or accord_leads_plan(plan_id)));
create function accord_keep_role() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if to_jsonb(new) - '{accepted_at,briefed_in_at,briefed_in_by}'::text[]
       is distinct from to_jsonb(old) - '{accepted_at,briefed_in_at,briefed_in_by}'::text[]
       and (new.edited_by is distinct from accord_actor()
            or not (accord_is_of(old.agency_id) or accord_leads_plan(old.plan_id)))
       or new.accepted_at is not null and new.accepted_at is distinct from old.accepted_at
          and new.holder_id is distinct from accord_actor()
       or new.accepted_at is not null and new.holder_id is distinct from old.holder_id
       or new.briefed_in_by is not null and new.briefed_in_by is distinct from old.briefed_in_by
          and new.briefed_in_by <> accord_actor() then
        raise insufficient_privilege using message = 'a role is taken on by who holds it';
    end if;
    return new;
end $$;
create trigger keep_role before update on plan_role
    for each row execute function accord_keep_role();

-- A version is the lead's, says what the plan says, and names those who last changed it.
create function accord_guard_version() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if not exists (
        select from plan p
        where p.id = new.plan_id and accord_leads(p.operation_id)
          and p.last_editor_id is not distinct from new.last_editor_id
          and p.shared_editor_id is not distinct from new.shared_editor_id
          and new.number = 1 + (select count(*) from plan_version v
                                where v.plan_id = p.id and v.id <> new.id)
          and new.content -> 'sections' = coalesce((
              select jsonb_object_agg(s.key, s.content) from plan_section s
              where s.plan_id = p.id and s.compartment_id = p.compartment_id), '{}')) then
        raise insufficient_privilege
            using message = 'a version is submitted by the lead, as the plan reads';
    end if;
    return null;
end $$;
create trigger guard_version after insert on plan_version
    for each row execute function accord_guard_version();
create function accord_guard_schedule() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if not exists (
        select from plan_version v join plan p on p.id = v.plan_id
        where v.id = new.plan_version_id and v.submitted_by = accord_actor()
          and (p.schedule_editor_ids ->> new.agency_id::text)::uuid
              is not distinct from new.editor_id) then
        raise insufficient_privilege
            using message = 'schedules are frozen with their version, as the plan reads';
    end if;
    return null;
end $$;
create trigger guard_schedule after insert on plan_version_schedule
    for each row execute function accord_guard_schedule();

-- Who changed last is said by that person, and nobody else is taken off.
create function accord_keep_editors() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if new.last_editor_id is distinct from old.last_editor_id
       and new.last_editor_id is distinct from accord_actor()
       or new.shared_editor_id is distinct from old.shared_editor_id
          and new.shared_editor_id is distinct from accord_actor()
       or exists (select from jsonb_each_text(old.schedule_editor_ids) was
                  where new.schedule_editor_ids ->> was.key is distinct from was.value
                    and new.schedule_editor_ids ->> was.key
                        is distinct from accord_actor()::text) then
        raise insufficient_privilege using message = 'nobody names another as the last editor';
    end if;
    return new;
end $$;
create trigger keep_editors
    before update of last_editor_id, shared_editor_id, schedule_editor_ids on plan
    for each row execute function accord_keep_editors();

-- Signatures: taken back by the agency's own; conditions set by who signs, met by their owner,
-- confirmed by the agency's own, and never undone.
create function accord_keep_condition() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if old.confirmed_at is not null
       or (new.met_at, new.met_by, new.evidence)
          is distinct from (old.met_at, old.met_by, old.evidence)
          and (new.met_by is distinct from accord_actor() or new.met_by <> old.owner_id)
       or new.confirmed_at is not null
          and (new.confirmed_by <> accord_actor() or new.met_by = accord_actor()
               or not exists (select from sign_off s where s.id = old.sign_off_id
                              and accord_may_sign_for(s.agency_id))) then
        raise insufficient_privilege
            using message = 'a condition is met by its owner and confirmed by the agency';
    end if;
    return new;
end $$;
create trigger keep_condition before update on sign_off_condition
    for each row execute function accord_keep_condition();

-- Whose office a row is, asked after what names its faults: a signature is taken back and a gap
-- accepted by who signs for the agency today, a condition set by who signs; through the gate goes
-- the lead, and another agency confirms; who signs at all is the administrators' to say.
create function accord_guard_office() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
declare
    said jsonb := to_jsonb(new);
    mine boolean := case tg_table_name
        when 'operation_agency' then
            (said ->> 'required_by')::uuid is not distinct from accord_actor()
            and accord_leads((said ->> 'operation_id')::uuid)
        when 'group_member' then accord_leads((said ->> 'operation_id')::uuid)
        when 'plan_resource' then
            (said ->> 'edited_by')::uuid is not distinct from accord_actor()
            and (accord_is_of((said ->> 'agency_id')::uuid)
                 or accord_leads_plan((said ->> 'plan_id')::uuid))
        when 'plan_role' then
            (said ->> 'edited_by')::uuid is not distinct from accord_actor()
            and said ->> 'accepted_at' is null and said ->> 'briefed_in_by' is null
            and (accord_is_of((said ->> 'agency_id')::uuid)
                 or accord_leads_plan((said ->> 'plan_id')::uuid))
        when 'sign_off_withdrawal' then exists (
            select from sign_off s where s.id = (said ->> 'sign_off_id')::uuid
            and accord_may_sign_for(s.agency_id))
        when 'sign_off_condition' then said ->> 'met_at' is null and exists (
            select from sign_off s where s.id = (said ->> 'sign_off_id')::uuid
            and s.person_id = accord_actor())
        when 'risk_acceptance' then exists (
            select from plan_resource l
            where l.id = (said ->> 'resource_id')::uuid and l.plan_id = (said ->> 'plan_id')::uuid
              and l.agency_id = (said ->> 'agency_id')::uuid
              and (said ->> 'side' = 'lead' or accord_may_sign_for(l.agency_id)))
        when 'go_live_record' then
            said ->> 'route' = 'without_sign_off' or accord_leads((said ->> 'operation_id')::uuid)
        when 'go_live_confirmation' then not exists (
            select from go_live_record g join person r on r.id = g.recorded_by
            where g.id = (said ->> 'go_live_record_id')::uuid and accord_is_of(r.agency_id))
        else said ->> 'delegated_by' is not null or accord_administers()
    end;
begin
    if not mine then
        raise insufficient_privilege using message = 'this is for somebody else to do';
    end if;
    return null;
end $$;
do $$ declare target text; begin
    foreach target in array array[
        'operation_agency', 'group_member', 'plan_resource', 'plan_role', 'sign_off_withdrawal',
        'sign_off_condition', 'risk_acceptance', 'go_live_record', 'go_live_confirmation',
        'signatory'] loop
        execute format('create trigger guard_office after insert on %I
            for each row execute function accord_guard_office()', target);
    end loop;
end $$;
