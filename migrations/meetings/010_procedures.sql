-- Versions of the rules, days on which the partnership is closed, and the clocks of a concern.

-- Nobody entered what came with Accord or by the command line.
alter table procedure_profile add column entered_by uuid references person on delete restrict;
-- Of two versions that start on one day the later entered counts: a slip can be put right.
alter table procedure_profile drop constraint uq_procedure_profile_in_force;
create index ix_procedure_profile_in_force on procedure_profile (in_force_from desc, version desc);

-- Beside England's bank holidays, which a package knows: a one-off holiday, an office closed.
create table closed_day (
    id uuid primary key,
    closed_on date not null,
    name text not null constraint ck_closed_day_name check (length(trim(name)) between 1 and 100),
    reason text not null constraint ck_closed_day_reason check (length(trim(reason)) between 1 and 500),
    entered_by uuid not null references person on delete restrict,
    entered_at timestamptz not null
);
create index ix_closed_day_closed_on on closed_day (closed_on desc, id);
call accord_open('closed_day', 'select, insert');
call accord_make_append_only('closed_day');

create table closed_day_withdrawal (
    closed_day_id uuid primary key references closed_day on delete restrict,
    reason text not null constraint ck_closed_day_withdrawal_reason
        check (length(trim(reason)) between 1 and 500),
    withdrawn_by uuid not null references person on delete restrict,
    withdrawn_at timestamptz not null
);
call accord_open('closed_day_withdrawal', 'select, insert');
call accord_make_append_only('closed_day_withdrawal');

create function accord_closed_days() returns date[]
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
    select coalesce(array_agg(d.closed_on), '{}') from closed_day d
    where not exists (select from closed_day_withdrawal w where w.closed_day_id = d.id)
$$;

-- The assessment is counted from the referral; concerns from before are taken as referred when
-- opened. The walls hold for the owner too, so they are lifted for the filling.
alter table concern add column referred_on date;
alter table concern no force row level security;
update concern set referred_on = (opened_at at time zone 'Europe/London')::date;
alter table concern force row level security;
alter table concern alter column referred_on set not null;

-- What the full meeting after a phone discussion is counted from, for those who are in the concern
-- and not in the meeting: whether nobody met in a room or by video, and, of an urgent type, when
-- it was decided to convene.
alter table chain_entry add column phone_only boolean;
alter table chain_entry add column urgent_since timestamptz;
alter table chain_entry no force row level security;
alter table strategy_meeting no force row level security;
alter table chain_entry disable trigger append_only;
update chain_entry set
    phone_only = m.mode = 'phone',
    urgent_since = case when m.kind in ('complex_abuse', 'exploitation') then m.decided_at end
from strategy_meeting m where m.id = chain_entry.meeting_id;
alter table chain_entry enable trigger append_only;
alter table strategy_meeting force row level security;
alter table chain_entry force row level security;
alter table chain_entry alter column phone_only set not null;

-- A date that a manager has moved, with the reason; it stays with the anchor it was moved for.
create table clock_move (
    id uuid primary key,
    compartment_id uuid not null,
    concern_id uuid not null,
    clock text not null constraint ck_clock_move_clock check (clock in (
        'conference', 'assessment', 'full_meeting', 'no_quorum_follow_up')),
    anchor_on date not null,
    old_due_on date not null,
    new_due_on date not null,
    reason text not null constraint ck_clock_move_reason
        check (length(trim(reason)) between 1 and 2000),
    moved_by uuid not null references person on delete restrict,
    moved_at timestamptz not null,
    constraint clock_move_concern_fkey foreign key (compartment_id, concern_id)
        references concern (compartment_id, id) on delete restrict,
    constraint ck_clock_move_new_due_on check (new_due_on <> old_due_on and new_due_on >= anchor_on)
);
create index ix_clock_move_concern on clock_move (concern_id, moved_at);
call accord_wall('clock_move', 'select, insert');
call accord_make_append_only('clock_move');
create policy own_hand on clock_move as restrictive for insert to accord_app, accord_worker
    with check (moved_by = accord_actor());
