-- Two and a half years of meetings, the last fortnight of them still to come. Three of five open a
-- concern, two of five are about a recent one; one in ten is about two children.
create temp table held as
select n, starts_at, concern, second, state, starts_at < now() - interval '6 hours' as is_held,
       pg_temp.uid('meeting', n) as id, pg_temp.uid('meeting compartment', n) as compartment_id
from (
    select n, starts_at,
           case when n % 5 < 3 then n / 5 * 3 + n % 5
                else greatest(0, n / 5 * 3 + 2 - floor(pg_temp.chance('again', n) * 300)::bigint)
           end as concern,
           case when n % 10 = 0 then n / 5 * 3 + 1 end as second,
           case when starts_at >= now() - interval '6 hours' then 'convened'
                when starts_at >= now() - interval '30 hours' then 'closed'
                when starts_at >= now() - interval '8 days' then 'in_correction'
                else 'final' end as state
    from size, generate_series(0, size.meetings - 1) n,
         lateral (select now() - interval '900 days'
                       + interval '914 days' * (n::double precision / meetings) as starts_at) at
) drawn;

create temp table talked_of as
select n, concern, pg_temp.uid('at meeting', n * 2) as id from held
union all
select n, second, pg_temp.uid('at meeting', n * 2 + 1) from held where second is not null;

-- A child's people stay the same: slot 0 chairs; some people sit in far more meetings than others.
create temp table team as
select c as concern, slot, (case slot
           when 0 then 0 when 1 then 1 when 2 then 2 when 3 then 0
           when 4 then 3 + c % 2 when 5 then 5 when 6 then 6 + c % 2 else 8 + c % 2 end
       + 10 * case when slot = 3 then (first + 1 + c % (per_group - 1)) % per_group
                   else place end)::bigint as person
from (
    select c, slot, per_group,
           floor(per_group * pg_temp.chance('slot' || slot, c) ^ 1.5)::bigint as place,
           floor(per_group * pg_temp.chance('slot0', c) ^ 1.5)::bigint as first
    from size, generate_series(0, size.concerns - 1) c, generate_series(0, 7) slot
) drawn;

create temp table there as
select h.n, t.slot, pg_temp.uid('person', t.person) as person_id,
       pg_temp.uid('attendee', h.n * 8 + t.slot) as id
from held h join team t on t.concern = h.concern;
analyze held, talked_of, team, there;

insert into compartment (id, kind, created_at)
select pg_temp.uid('concern compartment', c), 'concern', now()
from size, generate_series(0, size.concerns - 1) c
union all
select compartment_id, 'meeting', starts_at from held;

insert into child (id, compartment_id, reference, name, born_on)
select pg_temp.uid('child', c), pg_temp.uid('concern compartment', c), 'C' || c, 'Child ' || c,
       date '2010-01-01' + (c % 4000)::integer
from size, generate_series(0, size.concerns - 1) c;

insert into concern (id, compartment_id, child_id, reason, team, senior_manager_id, opened_by,
                     opened_at, closed_at, follow_on, referred_on)
select pg_temp.uid('concern', c), pg_temp.uid('concern compartment', c), pg_temp.uid('child', c),
       'Injuries that nobody explains', 'Team ' || c % 20,
       pg_temp.uid('person', c % (per_group / 5) * 50), pg_temp.uid('person', t.person),
       opened_at, case when closed then opened_at + interval '40 days' end,
       case when closed then 'Assessment continues' end, opened_at::date
from size, generate_series(0, size.concerns - 1) c
join team t on t.concern = c and t.slot = 0
join held h on h.n = c / 3 * 5 + c % 3,
lateral (select h.starts_at - interval '1 day' as opened_at) o,
lateral (select opened_at < now() - interval '60 days'
              and pg_temp.chance('open', c) > 0.1 as closed) d;

insert into strategy_meeting (
    id, compartment_id, reference, kind, purpose, mode, place, decided_at, starts_at, ends_at,
    profile_version, convened_by, convened_at, chair_id, state, quorate, closed_at,
    approved_at, corrections_until, final_at, child_count, calendar_uid, calendar_sequence, version)
select h.id, h.compartment_id,
       translate(upper(substr(h.id::text, 1, 3) || '-' || substr(h.id::text, 5, 3)), '01', 'GH'),
       case when h.n % 5 < 3 then 'initial' else 'review' end,
       'To decide whether to start enquiries', 'video', '', h.starts_at - interval '1 day',
       h.starts_at, h.starts_at + interval '1 hour', 1, chair.person_id,
       h.starts_at - interval '1 day', chair.person_id, h.state,
       case when h.is_held then true end,
       case when h.is_held then h.starts_at + interval '1 hour' end,
       case when approved then h.starts_at + interval '1 day' end,
       case when approved then h.starts_at + interval '8 days' end,
       case when h.state = 'final' then h.starts_at + interval '8 days' end,
       case when h.second is null then 1 else 2 end, h.id || '@accord', 0, 1
from held h join there chair on chair.n = h.n and chair.slot = 0,
lateral (select h.state in ('in_correction', 'final') as approved) a;
