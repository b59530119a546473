-- What the walls leave to the rules is held by the database as well: nobody writes in another's
-- name, or what only somebody else may.

do $$ declare target text; hand text; begin
    for target, hand in values
            ('chain_entry', 'entered_by'), ('chain_next_date', 'set_by'),
            ('hand_over_answer', 'recorded_by'), ('senior_review', 'reviewed_by'),
            ('operation_child', 'attached_by') loop
        execute format('create policy own_hand on %I as restrictive for insert
            to accord_app, accord_worker with check (%I = accord_actor())', target, hand);
    end loop;
end $$;

-- Whether the actor chaired a meeting without a decision since the last decision.
create function accord_chaired_run(concern uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
    with standing as (
        select e.meeting_id, e.held_at, e.entered_at, e.outcome,
               e.outcome <> 'adjourned_no_decision' and (
                   e.outcome not in ('transferred', 'redirected')
                   or exists (select from hand_over_answer h
                              where h.entry_id = e.id and h.accepted)) as decides
        from chain_entry e
        where e.concern_id = concern and e.compartment_id = any (accord_compartments())
          and not exists (select from chain_entry newer where newer.replaces_id = e.id))
    select exists (
        select from standing s
        join strategy_meeting m on m.id = s.meeting_id and m.chair_id = (select accord_actor())
        where s.outcome = 'adjourned_no_decision'
          and not exists (select from standing d where d.decides
                          and (d.held_at, d.entered_at) > (s.held_at, s.entered_at)))
$$;
revoke all on function accord_chaired_run(uuid) from public;
grant execute on function accord_chaired_run(uuid) to accord_app, accord_worker;
create policy by_another_manager on senior_review as restrictive for insert
    to accord_app, accord_worker
    with check ((select accord_actor_has_role('senior_manager'))
                and not accord_chaired_run(concern_id));

create policy ends_once on operation_child as restrictive for update to accord_app, accord_worker
    using (ended_at is null) with check (ended_by = accord_actor());

-- What an escalation is about and who raised it stays; only its owner answers, as themselves.
revoke update on escalation from accord_app, accord_worker;
grant update (stage, owner_id, state, started_at, due_on, due_at, moves_up_at, ended_at,
              answered_at, answered_by, outcome, child_safe_meanwhile)
    on escalation to accord_app, accord_worker;
create function accord_keep_answer() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$ begin
    if new.answered_by <> accord_actor() or new.answered_by <> old.owner_id then
        raise insufficient_privilege using message = 'only the owner of an escalation answers it';
    end if;
    return new;
end $$;
create trigger own_answer before update on escalation
    for each row when (new.answered_by is not null
                       and (new.answered_by, new.outcome, new.child_safe_meanwhile)
                       is distinct from (old.answered_by, old.outcome, old.child_safe_meanwhile))
    execute function accord_keep_answer();
-- Of what people do somebody's hand is told.
create policy told_hand on escalation_step as restrictive for insert to accord_app, accord_worker
    with check (by_id is not null or act not in ('answered', 'accepted', 'moved_up', 'withdrawn'));
create policy owner_answers on escalation_step as restrictive for insert to accord_app, accord_worker
    with check (act <> 'answered' or exists (
        select from escalation e where e.id = escalation_id and e.owner_id = accord_actor()));

-- A case is audited by its auditor, and stays audited.
create policy by_the_auditor on audit_case as restrictive for update to accord_app
    using (true) with check (auditor_id = accord_actor() and audited_at is not null);

-- That an operation has figures tells that it exists.
create policy operation_seen on measure_cell as restrictive for select to accord_app
    using (operation_id is null or operation_id in (select id from operation));
-- A report is asked for by people and made by the worker alone.
create policy asked_for on quarterly_report as restrictive for insert to accord_app
    with check (made_at is null);
