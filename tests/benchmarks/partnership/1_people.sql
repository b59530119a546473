-- Ids are made of a kind and a number, so that rows find each other without being looked up.
create function pg_temp.uid(kind text, number bigint) returns uuid
language sql immutable as $$ select md5(kind || number::text)::uuid $$;

-- 0 to just under 1, the same for the same words.
create function pg_temp.chance(kind text, number bigint) returns double precision
language sql immutable as
$$ select ('x' || substr(md5(kind || number::text), 1, 7))::bit(28)::integer / 268435456.0 $$;

create temp table size as
select m as meetings, m / 5 * 3 as concerns, 20 + m / 550 as per_group
from (select current_setting('accord_bench.meetings')::bigint as m) given;

insert into agency (id, name, category)
select pg_temp.uid('agency', n), 'Agency ' || n, case
    when n <= 10 then 'social_care' when n <= 20 then 'police' when n <= 35 then 'health'
    when n <= 50 then 'education' when n <= 53 then 'youth_justice' when n <= 55 then 'probation'
    when n <= 58 then 'voluntary' when n <= 59 then 'legal' else 'partnership' end
from generate_series(1, 60) n;

-- Ten groups of people: 0 social care, 1 police, 2 health, the others everybody else.
insert into person (id, agency_id, name, email, job_title, decision_authority)
select pg_temp.uid('person', turn * 10 + team), pg_temp.uid('agency', case team
           when 0 then 1 + turn % 10 when 1 then 11 + turn % 10 when 2 then 21 + turn % 15
           else 36 + (turn * 7 + team) % 25 end),
       'Person ' || turn * 10 + team, 'person' || turn * 10 + team || '@example.org', 'Manager',
       team <= 2
from size, generate_series(0, size.per_group - 1) turn, generate_series(0, 9) team;

insert into person_role (person_id, role, granted_at)
select pg_temp.uid('person', turn * 10), role, now()
from size, generate_series(0, size.per_group - 1) turn,
     unnest(array['chair', 'scheduler', 'senior_manager']) role
where role <> 'senior_manager' or turn % 5 = 0;
