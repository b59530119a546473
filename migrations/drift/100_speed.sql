-- What pages need to be quick however large the partnership grows. Walls are an index's second
-- column here: it is read once, in order, instead of comparing each row with all compartments.
drop index ix_strategy_meeting_chaired;
create index ix_strategy_meeting_chaired on strategy_meeting (chair_id, compartment_id) include (id);
drop index ix_concern_manager;
create index ix_concern_manager on concern (senior_manager_id, compartment_id)
    include (id) where closed_at is null;

-- Few meetings wait for a follow-up.
create index ix_strategy_meeting_owes on strategy_meeting (chair_id) where follow_up_on is not null;
create index ix_strategy_meeting_owes_convener on strategy_meeting (convened_by)
    where follow_up_on is not null;

-- The same answer; walls are asked only of a concern that has such a meeting, and once.
create or replace function accord_has_meeting_ahead(concern uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select exists (
        select from (
            select mc.compartment_id
            from meeting_child mc join strategy_meeting m on m.id = mc.meeting_id
            where mc.concern_id = concern and m.state = 'convened' offset 0) ahead
        where accord_actor() is null or ahead.compartment_id = any (
            (select accord_compartments())::uuid[]))
$$;
