"""The list of chains whose latest meetings decided nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec

from planning.chains.queries.chain import states_of
from planning.chains.rules import Alert, Chain
from planning.clock import london_date
from planning.concerns.queries import record_concerns_read
from planning.errors import Blocked, Blocker
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import MeetingKind, NoDecisionReason
from planning.transactions import fetch_all, transaction

LARGEST_EXPORT = 5000
MOST_TEAMS = 200


class UndecidedFilters(msgspec.Struct, frozen=True):
    """Which undecided chains are wanted; all of them together.

    `team` is a key of `teams`, for a team may be called after somebody. `agency_id` stayed away
    from the last meeting or again, or owes information. `mine`: the actor is the senior manager.
    """

    team: str = ""
    agency_id: UUID | None = None
    kind: MeetingKind | None = None
    operation_id: UUID | None = None
    alert: Alert | None = None
    mine: bool = False


class Team(msgspec.Struct, frozen=True):
    """A team as written in a concern, with a key for addresses."""

    key: str
    name: str


class UndecidedChain(msgspec.Struct, frozen=True):
    """A line of the list of undecided chains, with why nothing was decided at the last meeting."""

    concern_id: UUID
    reference: str
    child_name: str
    team: str
    senior_manager_id: UUID
    senior_manager_name: str
    is_open: bool
    last_held_at: datetime
    reason: NoDecisionReason | None
    reason_words: str | None
    reason_agency_name: str | None
    same_reason_words: str | None
    absent_last: list[str]
    absent_again: list[str]
    state: Chain


class _Undecided(msgspec.Struct, frozen=True):
    concern_id: UUID
    reference: str
    child_name: str
    team: str
    senior_manager_id: UUID
    senior_manager_name: str
    is_open: bool
    last_held_at: datetime
    reason: NoDecisionReason | None
    reason_agency_name: str | None
    absent_last: list[str]
    absent_again: list[str]
    since: date


_UNDECIDED = """
with undecided as materialized (
    select s.concern_id, s.waiting_since
    from chain_state s
    where {conditions}
    order by s.waiting_since, s.concern_id
    limit $1)
select k.id as concern_id, c.reference, c.name as child_name, k.team, k.senior_manager_id,
       m.name as senior_manager_name, k.closed_at is null as is_open, s.last_held_at,
       s.last_reason as reason, a.name as reason_agency_name,
       array(select g.name from agency g where g.id = any(s.absent_last) order by 1) as absent_last,
       array(select g.name from agency g where g.id = any(s.absent_again) order by 1)
           as absent_again,
       u.waiting_since as since
from undecided u
cross join lateral (select * from chain_state s where s.concern_id = u.concern_id offset 0) s
cross join lateral (select * from concern k where k.id = u.concern_id offset 0) k
cross join lateral (select * from child c where c.id = k.child_id offset 0) c
join person m on m.id = k.senior_manager_id
left join agency a on a.id = s.last_reason_agency_id
order by u.waiting_since, k.id
"""
"""The page is cut before names are joined, and each row is then found by its id: a planner that
takes walls to be few would begin with them, and read all that lies within."""

_KEY = "left(encode(sha256(convert_to({}, 'UTF8')), 'hex'), 16)"
_TEAMS = f"""
select {_KEY.format("t.team")} as key, t.team as name
from (select distinct k.team from concern k where k.closed_at is null and k.team <> '') t
order by lower(t.team), t.team
limit {MOST_TEAMS}
"""
_AFTER = "(s.waiting_since, s.concern_id) > ({}::date, {}::uuid)"
_TEAM = f"s.concern_id in (select k.id from concern k where {_KEY.format('k.team')} = {{}})"
_AGENCY = """
({0}::uuid = any(s.absent_last || s.absent_again)
 or s.last_reason = 'information_outstanding' and s.last_reason_agency_id = {0})
"""
_KIND = "s.last_meeting_kind = {}"
_OPERATION = """
s.concern_id in (select o.concern_id from operation_child o
                 where o.operation_id = {} and o.ended_at is null)
"""
_MINE = """
s.concern_id in (select k.id from concern k
                 where k.senior_manager_id = {} and k.closed_at is null)
"""
_ALERTS = {
    Alert.RED: "s.red_on <= {}",
    Alert.AMBER: "s.amber_on <= {0} and (s.red_on is null or s.red_on > {0})",
    Alert.NONE: "(s.amber_on is null or s.amber_on > {})",
}


async def undecided_chains(
    *,
    actor: Actor,
    now: datetime,
    filters: UndecidedFilters | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[UndecidedChain]:
    """Concerns whose latest meetings decided nothing, the longest undecided first.

    So too of whom a hand-over was refused, since the refusal: nobody has decided.
    """
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await _found(filters or UndecidedFilters(), actor, now, after, size + 1)
        lines = await _lines(rows[:size], actor, now)
    cut = page(rows, [Place(_moment(row.since), row.concern_id) for row in rows], size)
    return Page(lines, cut.next)


async def teams(*, actor: Actor) -> list[Team]:
    """The teams of open concerns that the actor is in, by name."""
    async with transaction(actor.person_id):
        return await fetch_all(Team, _TEAMS)


async def undecided_whole(
    *, actor: Actor, now: datetime, filters: UndecidedFilters | None = None
) -> list[UndecidedChain]:
    """The same without pages, for a file; each child counts as read.

    Raises `Blocked` when they are too many for one file.
    """
    async with transaction(actor.person_id):
        rows = await _found(filters or UndecidedFilters(), actor, now, None, LARGEST_EXPORT + 1)
        if len(rows) > LARGEST_EXPORT:
            message = f"There are more than {LARGEST_EXPORT:,}. Choose fewer with the filters."
            raise Blocked([Blocker(message)])
        lines = await _lines(rows, actor, now)
        await record_concerns_read([line.concern_id for line in lines], actor=actor, now=now)
    return lines


async def _found(
    filters: UndecidedFilters, actor: Actor, now: datetime, after: Place | None, limit: int
) -> list[_Undecided]:
    """Only the conditions that are asked for, so that each question is planned for itself."""
    asked: list[tuple[str, Sequence[object]]] = [
        (_AFTER, [after.at.date(), after.id] if after else []),
        (_TEAM, [filters.team] if filters.team else []),
        (_AGENCY, [filters.agency_id] if filters.agency_id else []),
        (_KIND, [filters.kind] if filters.kind else []),
        (_OPERATION, [filters.operation_id] if filters.operation_id else []),
        (_MINE, [actor.person_id] if filters.mine else []),
    ]
    if filters.alert:
        asked.append((_ALERTS[filters.alert], [london_date(now)]))
    conditions, values = ["s.waiting_since is not null"], list[object]([limit])
    for condition, given in asked:
        if given:
            names = [f"${len(values) + number}" for number in range(1, len(given) + 1)]
            conditions.append(condition.format(*names))
            values += given
    sql = _UNDECIDED.format(conditions=" and ".join(conditions))
    return await fetch_all(_Undecided, sql, *values)


async def _lines(rows: Sequence[_Undecided], actor: Actor, now: datetime) -> list[UndecidedChain]:
    profile = (await current_profile(london_date(now))).profile
    words = profile.no_decision_reasons
    states = await states_of(
        concern_ids=[row.concern_id for row in rows], actor=actor, now=now, profile=profile
    )
    return [
        UndecidedChain(
            concern_id=row.concern_id,
            reference=row.reference,
            child_name=row.child_name,
            team=row.team,
            senior_manager_id=row.senior_manager_id,
            senior_manager_name=row.senior_manager_name,
            is_open=row.is_open,
            last_held_at=row.last_held_at,
            reason=row.reason,
            reason_words=words[row.reason] if row.reason else None,
            reason_agency_name=row.reason_agency_name,
            same_reason_words=words[again]
            if (again := states[row.concern_id].same_reason)
            else None,
            absent_last=row.absent_last,
            absent_again=row.absent_again,
            state=states[row.concern_id],
        )
        for row in rows
    ]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
