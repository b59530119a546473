"""Who may wait for a reminder, and what waits for one person under that person's walls."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.errors import Blocked
from planning.meetings.reading import find_meeting
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import Profile
from planning.reminders.rules.chains import Owing, Reminding, reminding
from planning.reminders.rules.deciding import RULES, is_shown, windows
from planning.reminders.rules.kinds import Fact, Kind, Profiles
from planning.reminders.standing import standing
from planning.transactions import fetch_all, fetch_one, to_json, transaction

LONGEST_LIST = 50
SHOWN_HERE = (Kind.QUORUM, Kind.ACTION_LEFT, Kind.NEXT_DATE, Kind.CONFERENCE)
"""What "Your work" knows from here alone."""


class Candidate(msgspec.Struct, frozen=True):
    """Something that may be due to be told; decided with the person's own eyes."""

    kind: Kind
    person_id: UUID
    subject_id: UUID


class DueNow(msgspec.Struct, frozen=True):
    """The people to look after now, and the profile in force."""

    profile: Profile
    people: dict[UUID, list[Candidate]]


class Addressee(msgspec.Struct, frozen=True):
    """Where mail goes; `digested` when the digest of the day has left."""

    address: str
    digested: bool


class Waiting(Fact, frozen=True, kw_only=True):
    """What waits for a person, with what it is called."""

    reference: str | None
    child_name: str | None
    what: str | None


class Unanswered(msgspec.Struct, frozen=True):
    """Somebody whose answer is awaited, and when they were last reminded of it.

    Mail reminds neither who is `undelivered`, for the invitation did not arrive, nor who
    `reads_here_only`, for their agency gets no mail.
    """

    person_id: UUID
    name: str
    agency_name: str
    reminded_at: datetime | None
    undelivered: bool
    reads_here_only: bool

    @property
    def is_mailed(self) -> bool:
        """Whether mail reaches them."""
        return not (self.undelivered or self.reads_here_only)


_DUE = """
select distinct w.kind, d.person_id, d.subject_id
from jsonb_to_recordset($1::jsonb) as w (
    kind text, from_at timestamptz, until_at timestamptz, from_on date, until_on date,
    since_before timestamptz, day date)
cross join lateral accord_reminders_due(
    w.kind, w.from_at, w.until_at, w.from_on, w.until_on, w.since_before, $2, w.day) as d
"""

_ADDRESSEE = """
select p.email as address,
       exists (select from reminder_mail m where m.person_id = p.id and m.day = $2) as digested
from person p join agency a on a.id = p.agency_id
where p.id = $1 and p.closed_at is null and a.closed_at is null
"""

_TOLD = """
select f.kind, f.subject_id, f.compartment_id, f.meeting_id, f.since_at, f.happens_at,
       f.happens_on, f.until_at, f.profile_version,
       coalesce((select max(r.number) from reminder r
                 where r.subject_id = f.subject_id and r.person_id = f.person_id
                   and r.kind = f.kind and r.happens_at is not distinct from f.happens_at
                   and r.happens_on is not distinct from f.happens_on), 0) as told,
       (select max(r.sent_at) from reminder r
        where (f.kind, r.kind) in (('answer', 'chased'), ('sign_off', 'sign_off_chased'))
          and r.subject_id = f.subject_id and r.person_id = f.person_id) as chased_at
from reminder_fact f
where f.person_id = $1 and f.kind = any($2) and f.subject_id = any($3)
"""

_UNANSWERED = """
select a.person_id, p.name, g.name as agency_name,
       (select max(r.sent_at) from reminder r
        where r.subject_id = a.meeting_id and r.person_id = a.person_id
          and r.kind in ('answer', 'chased')) as reminded_at,
       a.person_id = any (asked.undelivered) as undelivered,
       g.mail_channel = 'portal' as reads_here_only
from (select accord_undelivered($1) as undelivered) asked
cross join attendee a
join person p on p.id = a.person_id
join agency g on g.id = a.agency_id
where a.meeting_id = $1 and a.removed_at is null and a.answer = 'awaited'
order by g.name, p.name, a.id
"""

_OWING = f"""
select k.id as concern_id, k.compartment_id, c.name as child_name, c.reference,
       k.closed_at is null as is_open, k.senior_manager_id as manager_id, p.name as manager_name,
       s.next_on, accord_has_meeting_ahead(k.id) as meeting_ahead, s.amber_on, s.red_on,
       s.review_answer, a.id as agency_id, a.name as agency_name,
       (select coalesce(jsonb_agg(distinct jsonb_build_object(
                   'id', o.id, 'name', o.name, 'address', o.email, 'agency_id', o.agency_id,
                   'by_mail', g.mail_channel <> 'portal')), '[]')
        from membership m
        join person o on o.id = m.person_id and o.closed_at is null
        join agency g on g.id = o.agency_id and g.closed_at is null
        where m.compartment_id = k.compartment_id and m.ended_at is null
          and (m.until_at is null or m.until_at > accord_now())
          and (o.id = k.senior_manager_id or o.agency_id = a.id)
          and not exists (select from conflict_block b
                          where b.compartment_id = k.compartment_id and b.person_id = o.id
                            and b.lifted_at is null)) as people,
       last.reminded_at, coalesce(last.times, 0) as times,
       array(select q.name from reminder r join person q on q.id = r.person_id
             where r.subject_id = k.id and r.kind = '{Kind.CHAIN_CHASED}'
               and r.sent_at = last.reminded_at order by q.name) as reminded
from unnest($1::uuid[]) with ordinality asked (id, place)
join concern k on k.id = asked.id
join chain_state s on s.concern_id = k.id and s.waiting_since is not null
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
join person p on p.id = k.senior_manager_id
left join agency a on a.id = s.last_reason_agency_id and s.last_reason = 'information_outstanding'
left join lateral (
    select max(r.sent_at) as reminded_at, max(r.number) as times from reminder r
    where r.subject_id = k.id and r.kind = '{Kind.CHAIN_CHASED}') last on true
order by asked.place
"""

_WAITING = f"""
with chaired as materialized (select m.id from strategy_meeting m where m.chair_id = $1),
waiting as materialized (
    select f.* from (
        select f.* from reminder_fact f
        where f.person_id = $1
          and (f.kind = '{Kind.QUORUM}'
               or f.kind in ('{Kind.NEXT_DATE}', '{Kind.CONFERENCE}')
                  and (select exists (select from concern
                                      where senior_manager_id = $1 and closed_at is null)))
          and (f.happens_at between $2 and $3 or f.happens_on between $4 and $5)
        union all
        select f.* from chaired cross join lateral (
            select f.* from reminder_fact f
            where f.person_id = $1 and f.kind = '{Kind.ACTION_LEFT}'
              and f.meeting_id = chaired.id and f.happens_on between $4 and $5
            offset 0) f) f
    order by coalesce(f.happens_at, f.happens_on), f.subject_id
    limit $6)
select f.kind, f.subject_id, f.compartment_id, f.meeting_id, f.since_at, f.happens_at,
       f.happens_on, f.until_at, f.profile_version, m.reference, c.name as child_name, t.what
from waiting f
left join strategy_meeting m on f.kind = '{Kind.QUORUM}' and m.id = f.subject_id
left join meeting_action t on f.kind = '{Kind.ACTION_LEFT}' and t.id = f.subject_id
left join concern k on k.id = case when f.kind = '{Kind.ACTION_LEFT}' then t.concern_id
                                   else f.subject_id end
left join child c on c.id = k.child_id
order by coalesce(f.happens_at, f.happens_on), f.subject_id
"""
"""The kinds of `SHOWN_HERE`, spelt out so that the others are not planned; who manages no concern
is not asked about concerns. What is left to a chair is found by their meetings, not by all that
is due these days. Names are joined to the few that are found."""


async def due_now(*, now: datetime) -> DueNow | None:
    """Whom to look after now, for the worker; `None` before a profile is installed.

    The number of queries does not grow with people or things, nor their cost with what is over.
    """
    async with transaction(None):
        try:
            profile = (await current_profile(london_date(now))).profile
        except Blocked:
            return None
        found = await fetch_all(Candidate, _DUE, to_json(windows(profile, now)), now)
    people: dict[UUID, list[Candidate]] = {}
    for candidate in found:
        people.setdefault(candidate.person_id, []).append(candidate)
    return DueNow(profile, people)


async def addressee(person_id: UUID, day: date) -> Addressee | None:
    """Where the person's mail goes; `None` for who has left. Inside a transaction."""
    return await fetch_one(Addressee, _ADDRESSEE, person_id, day)


async def facts_of(
    person_id: UUID, candidates: Sequence[Candidate], profile: Profile, now: datetime
) -> list[tuple[Fact, Profiles]]:
    """What of the candidates still waits, as the person sees it; inside their transaction."""
    kinds, subjects = (
        sorted({candidate.kind for candidate in candidates}),
        [candidate.subject_id for candidate in candidates],
    )
    found = await fetch_all(Fact, _TOLD, person_id, kinds, subjects)
    return await standing(found, profile, now)


async def waiting_here(
    *, actor: Actor, now: datetime, profile: Profile | None = None
) -> list[Waiting]:
    """What waits for the actor that no other list of "Your work" has, the soonest first.

    It is the same whether or not a mail has told of it. `profile`, in force, if known already.
    """
    async with transaction(actor.person_id):
        profile = profile or (await current_profile(london_date(now))).profile
        behind = now - max(RULES[kind].behind for kind in SHOWN_HERE)
        ahead = max(look.latest for kind in SHOWN_HERE for look in RULES[kind].looks(profile, now))
        found = await fetch_all(
            Waiting, _WAITING, actor.person_id, behind, ahead,
            london_date(behind), london_date(ahead), LONGEST_LIST,
        )  # fmt: skip
        stands = await standing(found, profile, now)
    return [fact for fact, profiles in stands if is_shown(fact, profiles, now)]


async def unanswered(*, meeting_id: UUID, actor: Actor) -> list[Unanswered]:
    """Whose answer is awaited, by agency and name. Raises `NotFound`."""
    async with transaction(actor.person_id):
        await find_meeting(meeting_id)
        return await awaited_of(meeting_id)


async def to_remind(*, concern_ids: Sequence[UUID], actor: Actor, now: datetime) -> list[Reminding]:
    """Of each undecided chain that the actor sees, in this order: who could be reminded now."""
    today = london_date(now)
    async with transaction(actor.person_id):
        found = await owing(concern_ids)
    return [reminding(one, asker=actor.person_id, now=now, today=today) for one in found]


async def owing(concern_ids: Sequence[UUID]) -> list[Owing]:
    """What is known of these chains; inside a transaction."""
    return await fetch_all(Owing, _OWING, list(dict.fromkeys(concern_ids)))


async def awaited_of(meeting_id: UUID) -> list[Unanswered]:
    """The same inside an act."""
    return await fetch_all(Unanswered, _UNANSWERED, meeting_id)
