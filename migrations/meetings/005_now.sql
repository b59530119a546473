-- The moment against which memberships end: PostgreSQL's clock, or what the setting accord.now
-- says, by which tests of past days stay true on any later day (decision 0011).
create function accord_now() returns timestamptz
language sql stable set search_path = pg_catalog
as $$ select coalesce(nullif(current_setting('accord.now', true), '')::timestamptz,
                      clock_timestamp()) $$;

create or replace function accord_compartments() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(m.compartment_id), '{}')
    from membership m
    where m.person_id = accord_actor()
      and m.ended_at is null
      and (m.until_at is null or m.until_at > accord_now())
      and m.compartment_id <> all (array(
          select b.compartment_id from conflict_block b
          where b.person_id = accord_actor() and b.lifted_at is null))
$$;
