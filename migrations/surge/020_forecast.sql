-- What a forecast takes from the partnership's own history: two means, and no count of anything.

-- `working` are the working days that may have been part of a surge, in order. A surge counts when
-- as many of them as `days` have passed after its go-live. There is a history with as many meetings
-- and young people as the review rests on, of three operations or more: so that no single one shows
-- to whoever is not in it. For people who are in any operation.
create function accord_surge_history(working date[], days integer)
returns table (meetings_per_victim numeric, attendees numeric)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with surge as materialized (
        select o.id, o.live_at, working[passed.days + accord_surge_history.days] as until_on
        from operation o
        cross join lateral (
            select (o.live_at at time zone 'Europe/London')::date as live_on) went
        cross join lateral (select width_bucket(went.live_on, working) as days) passed
        where o.live_at is not null and passed.days > 0
          and passed.days + accord_surge_history.days <= cardinality(working)
          and exists (select from operation mine
                      where mine.compartment_id = any ((select accord_compartments())::uuid[]))
    ), child as materialized (
        select surge.id, surge.live_at, surge.until_on, c.concern_id, c.ended_at
        from surge join operation_child c on c.operation_id = surge.id
            and (c.attached_at at time zone 'Europe/London')::date <= surge.until_on
    ), held as materialized (
        select distinct child.id, m.id as meeting_id
        from child join meeting_child c on c.concern_id = child.concern_id
        join strategy_meeting m on m.id = c.meeting_id and m.state not in ('convened', 'cancelled')
            and m.starts_at > child.live_at
            and (m.starts_at at time zone 'Europe/London')::date <= child.until_on
            and (child.ended_at is null or m.starts_at < child.ended_at)
    ), counted as (
        select (select count(distinct id) from child) as operations,
               (select count(*) from child) as children,
               (select count(*) from held) as meetings,
               (select avg(there.people) from held cross join lateral (
                    select count(*) as people from attendee a
                    where a.meeting_id = held.meeting_id and a.present) there) as people)
    select round(meetings::numeric / children, 1), round(people)
    from counted where operations >= 3 and meetings >= 90 and children >= 27
$$;
revoke all on function accord_surge_history(date[], integer) from public;
grant execute on function accord_surge_history(date[], integer) to accord_app, accord_worker;
do $$ begin
    if not exists (select from pg_policy where polrelid = 'attendee'::regclass
                   and polname = 'definer_functions') then
        create policy definer_functions on attendee for select to accord_owner using (true);
    end if;
end $$;

-- The forecast of a confirmation follows the partnership's own rate once there is one.
alter table surge_confirmation drop constraint ck_surge_confirmation_forecast;
alter table surge_confirmation add constraint ck_surge_confirmation_forecast
    check (meetings_forecast between victims_planning and victims_planning::bigint * 20);
