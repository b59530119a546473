-- Senior reviews of chains at red, and what an emergency may leave for later when a meeting closes.

create table senior_review (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    answer text not null constraint ck_senior_review_answer check (answer in (
        'decide_next_time', 'accept_one_more', 'convene_conference', 'escalate')),
    reason text not null constraint ck_senior_review_reason
        check (length(trim(reason)) between 1 and 2000),
    conference_on date,
    reviewed_by uuid not null references person on delete restrict,
    reviewed_at timestamptz not null,
    constraint senior_review_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_senior_review_conference check (
        (answer = 'convene_conference') = (conference_on is not null))
);
create index ix_senior_review_concern on senior_review (concern_id, reviewed_at);
call accord_wall('senior_review', 'select, insert');
call accord_make_append_only('senior_review');

-- Whoever chaired a meeting of a run does not review it, also when they see that meeting no longer.
-- It tells people only of meetings that they chaired themselves.
create function accord_chaired(meetings uuid[]) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    select array(select m.id from strategy_meeting m
                 where m.id = any (meetings) and m.chair_id = (select accord_actor()))
$$;
revoke all on function accord_chaired(uuid[]) from public;
grant execute on function accord_chaired(uuid[]) to accord_app;

alter table held_debt drop constraint ck_held_debt_what;
alter table held_debt add constraint ck_held_debt_what check (what in (
    'no_quorum_reason', 'outcome_reason', 'authorised_by', 'next_on', 'senior_review',
    'handed_to'));
create index ix_held_debt_owed on held_debt (compartment_id, what) where paid_at is null;

-- A review and a next date that an emergency left owing are paid by being there, however they come;
-- a next meeting makes the date needless, and a decision the review. As whoever writes it.
create function accord_pay_debt() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
declare
    whats text[];
    payer uuid;
    since timestamptz;
    words text;
begin
    case tg_table_name
        when 'senior_review' then
            whats := array['senior_review']; payer := new.reviewed_by; since := new.reviewed_at;
            words := 'The review is recorded.';
        when 'chain_next_date' then
            whats := array['next_on']; payer := new.set_by; since := new.set_at;
            words := 'The date is set.';
        else
            -- A correction is no other meeting.
            if new.replaces_id is not null and new.outcome = 'adjourned_no_decision' then
                return null;
            end if;
            whats := array['next_on']; payer := new.entered_by; since := new.entered_at;
            words := 'Another meeting is recorded.';
            if new.outcome not in ('adjourned_no_decision', 'transferred', 'redirected') then
                whats := whats || array['senior_review'];
            end if;
    end case;
    update held_debt set paid_at = since, paid_by = payer, answer = words
    where compartment_id = new.compartment_id and what = any (whats) and paid_at is null;
    return null;
end $$;
create trigger pay_debt after insert on senior_review
    for each row execute function accord_pay_debt();
create trigger pay_debt after insert on chain_next_date
    for each row execute function accord_pay_debt();
create trigger pay_debt after insert on chain_entry
    for each row execute function accord_pay_debt();

-- A review that is owed is told again, by its named manager's own eyes; one that an emergency put
-- off is told as a debt already.
create index ix_chain_state_review on chain_state (
    (greatest(red_on, (last_held_at at time zone 'Europe/London')::date)))
    where red_on is not null and review_answer is null;
alter view reminder_fact rename to reminder_fact_of_acts;
create view reminder_fact with (security_invoker = true) as
select * from reminder_fact_of_acts
union all
select 'review', k.senior_manager_id, k.id, k.compartment_id, null,
       greatest(s.red_on, (s.last_held_at at time zone 'Europe/London')::date),
       greatest(s.red_on::timestamp at time zone 'Europe/London', s.last_held_at), null, null,
       (select e.meeting_id from chain_entry e where e.concern_id = k.id
        order by e.held_at desc, e.entered_at desc limit 1)
from concern k
join chain_state s on s.compartment_id = k.compartment_id and s.concern_id = k.id
where k.closed_at is null and s.red_on is not null and s.review_answer is null
  and not exists (select from held_debt d
                  where d.compartment_id = k.compartment_id and d.what = 'senior_review'
                    and d.paid_at is null);
grant select on reminder_fact to accord_app, accord_worker;
