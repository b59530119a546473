-- Who was let in only as a child's key worker sees the plans of their own children alone, also
-- where they are in another child's concern for another reason.
alter table membership add column as_key_worker boolean not null default false;
create index ix_membership_key_worker on membership (person_id, compartment_id)
    where as_key_worker and ended_at is null;

create function accord_key_worker_compartments() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(m.compartment_id), '{}') from membership m
    where m.person_id = accord_actor() and m.as_key_worker and m.ended_at is null
      and not exists (
        select from membership other
        where other.person_id = m.person_id and other.compartment_id = m.compartment_id
          and other.ended_at is null and not other.as_key_worker
          and (other.until_at is null or other.until_at > accord_now()))
$$;
create function accord_own_children() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(s.child_plan_id), '{}') from key_worker_spell s
    where s.person_id = accord_actor() and s.ended_at is null
$$;
revoke all on function accord_key_worker_compartments() from public;
revoke all on function accord_own_children() from public;
grant execute on function accord_key_worker_compartments() to accord_app, accord_worker;
grant execute on function accord_own_children() to accord_app, accord_worker;

do $$ declare walled record; begin
    for walled in select * from (values
        ('operation_child', 'id'), ('child_plan', 'id'), ('key_worker_spell', 'child_plan_id'),
        ('child_risk', 'child_plan_id'), ('child_plan_part', 'child_plan_id'),
        ('child_contact', 'child_plan_id'), ('child_plan_review', 'child_plan_id'))
        as t (name, child) loop
        execute format('create policy own_children on %I as restrictive for all
            to accord_app, accord_worker
            using (compartment_id <> all ((select accord_key_worker_compartments())::uuid[])
                   or %I = any ((select accord_own_children())::uuid[]))',
            walled.name, walled.child);
    end loop;
end $$;

-- Lets those out of an operation who were in it as key workers and have no child in it any more,
-- seen or not by whoever ended their last post.
create policy key_workers_leave on membership for update to accord_owner
    using (as_key_worker) with check (as_key_worker);
create function accord_let_key_workers_out(compartment uuid, moment timestamptz) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    update membership set ended_at = moment
    where compartment_id = compartment and as_key_worker and ended_at is null
      and compartment = any (accord_compartments())
      and not exists (
        select from key_worker_spell s
        where s.compartment_id = compartment and s.person_id = membership.person_id
          and s.ended_at is null)
$$;
revoke all on function accord_let_key_workers_out(uuid, timestamptz) from public;
grant execute on function accord_let_key_workers_out(uuid, timestamptz) to accord_app;

-- A child that is detached has no key worker for the operation any more. Whoever detaches them stays
-- to write it down.
create function accord_end_posts_of_detached() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    update membership m set ended_at = new.ended_at
    from key_worker_spell s
    where s.child_plan_id = new.id and s.ended_at is null
      and m.person_id = s.person_id and m.compartment_id = new.concern_compartment_id
      and m.as_key_worker and m.ended_at is null and m.person_id <> accord_actor();
    update key_worker_spell
    set ended_at = new.ended_at, ended_by = new.ended_by, ended_reason = 'The child was detached'
    where child_plan_id = new.id and ended_at is null;
    return null;
end $$;
create trigger end_posts after update of ended_at on operation_child
    for each row when (old.ended_at is null and new.ended_at is not null)
    execute function accord_end_posts_of_detached();
