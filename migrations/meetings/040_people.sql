-- People after convening: memberships that know which invitation gave them, and end with it.

-- The meeting (by its compartment) whose invitation gave the membership; null: another reason.
alter table membership add column meeting_compartment_id uuid
    constraint membership_meeting_fkey references compartment on delete restrict;
create index ix_membership_invitation on membership (meeting_compartment_id, person_id)
    where meeting_compartment_id is not null and ended_at is null;

-- The walls hold back their owner too; this once it must see whom each invitation let in.
alter table membership no force row level security;
alter table strategy_meeting no force row level security;
alter table attendee no force row level security;
alter table attendee_child no force row level security;
alter table meeting_child no force row level security;
-- Invitations of earlier releases end as later ones do, counted from now where the meeting is over;
-- those to cancelled meetings are over, but for who convened or chairs them.
update membership set
    meeting_compartment_id = m.compartment_id,
    until_at = greatest(m.ends_at, now()) + interval '180 days',
    ended_at = case when m.person_stays then null else m.cancelled_at end
from (
    select s.compartment_id, s.reference, s.ends_at, s.cancelled_at, a.person_id, c.compartment_id
           as child_compartment_id,
           s.cancelled_at is null or a.person_id in (s.chair_id, s.convened_by) as person_stays
    from strategy_meeting s
    join attendee a on a.meeting_id = s.id
    left join attendee_child t on t.attendee_id = a.id
    left join meeting_child c on c.id = t.meeting_child_id) m
where membership.person_id = m.person_id
  and membership.compartment_id in (m.compartment_id, m.child_compartment_id)
  and membership.reason = 'Invited to meeting ' || m.reference
  and membership.ended_at is null;
alter table membership force row level security;
alter table strategy_meeting force row level security;
alter table attendee force row level security;
alter table attendee_child force row level security;
alter table meeting_child force row level security;

-- Ending and moving what an invitation gave. Whoever is in the meeting may ask for it, also about
-- children whom they do not see: nothing is told of them. Without a compartment: in all of them.
create policy end_invitation on membership for update to accord_owner
    using (meeting_compartment_id is not null);
create function accord_end_invitations(
    meeting_compartment uuid, people uuid[], compartments uuid[], ended timestamptz)
returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    update membership set ended_at = ended
    from unnest(people, compartments) as gone (person_id, compartment_id)
    where meeting_compartment_id = meeting_compartment
      and meeting_compartment_id = any (accord_compartments())
      and membership.person_id = gone.person_id
      and (gone.compartment_id is null or membership.compartment_id = gone.compartment_id)
      and ended_at is null
$$;
create function accord_move_invitations(meeting_compartment uuid, until timestamptz) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    update membership set until_at = until
    where meeting_compartment_id = meeting_compartment
      and meeting_compartment_id = any (accord_compartments())
      and ended_at is null
$$;
revoke all on function accord_end_invitations(uuid, uuid[], uuid[], timestamptz) from public;
revoke all on function accord_move_invitations(uuid, timestamptz) from public;
grant execute on function accord_end_invitations(uuid, uuid[], uuid[], timestamptz) to accord_app;
grant execute on function accord_move_invitations(uuid, timestamptz) to accord_app;

-- Somebody taken back and invited again: their calendar is that many changes ahead of the meeting's.
alter table attendee add column calendar_ahead integer not null default 0
    constraint ck_attendee_calendar_ahead check (calendar_ahead >= 0);

-- A discussion that was held before anybody wrote it into Accord: when that was.
alter table strategy_meeting add column entered_at timestamptz
    constraint ck_strategy_meeting_entered check (entered_at is null or entered_at >= ends_at);

-- Who is taken off a meeting is there for no child of it, also none that whoever takes them off
-- cannot see; what they were there for stays in history.
create policy untick_seen on attendee_child for select to accord_owner
    using (meeting_compartment_id = any ((select accord_compartments())::uuid[]));
create policy untick on attendee_child for delete to accord_owner
    using (meeting_compartment_id = any ((select accord_compartments())::uuid[]));
create function accord_untick(meeting_compartment uuid, attendees uuid[]) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
    delete from attendee_child
    where meeting_compartment_id = meeting_compartment and attendee_id = any (attendees)
$$;
revoke all on function accord_untick(uuid, uuid[]) from public;
grant execute on function accord_untick(uuid, uuid[]) to accord_app;

-- A child may leave a meeting while nothing is recorded of it: foreign keys hold what is recorded.
grant delete on meeting_child to accord_app;
