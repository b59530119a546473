-- A membership past its time gives nothing; once it is marked as ended it also costs nothing, for
-- the index that the walls read holds only memberships that have not ended.
create index ix_membership_until on membership (until_at) where ended_at is null;
create policy end_lapsed on membership for update to accord_owner
    using (ended_at is null and until_at <= accord_now()) with check (ended_at = until_at);
create function accord_end_lapsed_memberships() returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
    update membership set ended_at = until_at where ended_at is null and until_at <= accord_now()
$$;
revoke all on function accord_end_lapsed_memberships() from public;
grant execute on function accord_end_lapsed_memberships() to accord_worker;
