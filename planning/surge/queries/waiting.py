"""The meetings that children wait for."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec

from planning.chains.queries import running_clocks
from planning.clock import london_date
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.surge.rules.seen import Waiting
from planning.surge.rules.waiting import Candidate, Owed, owed, together
from planning.transactions import fetch_all, fetch_one, transaction

MOST_CANDIDATES = 1000
"""Of more, the longest waiting are shown; once they are convened the others follow."""

_CANDIDATES = f"""
select k.id as concern_id, k.compartment_id, c.reference, c.name, k.team, k.opened_at,
       s.last_held_at, s.last_meeting_kind, s.next_on, s.waiting_since is not null as undecided,
       s.amber_on, s.red_on,
       (select e.meeting_id from chain_entry e where e.concern_id = k.id
        order by e.held_at desc, e.entered_at desc, e.id limit 1) as last_meeting_id
from concern k
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
left join chain_state s on s.compartment_id = k.compartment_id and s.concern_id = k.id
where k.closed_at is null and ($1::uuid[] is null or k.id = any($1))
  and ($2::uuid is null or exists (
      select from operation_child o
      where o.operation_id = $2 and o.concern_id = k.id and o.ended_at is null))
  and (s.concern_id is null or s.waiting_since is not null or exists (
      select from chain_entry e
      where e.concern_id = k.id and (e.phone_only or not e.quorate)))
  and not accord_has_meeting_ahead(k.id)
order by coalesce(s.last_held_at, k.opened_at), k.id
limit {MOST_CANDIDATES}
"""


_NOW = """
select (select count(*) from (
            select from concern k
            left join chain_state s on s.compartment_id = k.compartment_id and s.concern_id = k.id
            where k.closed_at is null and (s.concern_id is null or s.waiting_since is not null)
              and not accord_has_meeting_ahead(k.id)
            limit $1) found) as number,
       exists (select from operation where state = 'live') as live
"""


class WaitingNow(msgspec.Struct, frozen=True):
    """How many children wait, counted no further than asked; `live`: so is an operation."""

    number: int
    live: bool


async def waiting_now(*, at_most: int, actor: Actor) -> WaitingNow:
    """Whether a batch is worth it, told quickly: who never met or was adjourned, and no more."""
    require_role(actor, Role.SCHEDULER)
    async with transaction(actor.person_id):
        found = await fetch_one(WaitingNow, _NOW, at_most)
    return found or WaitingNow(0, live=False)


async def waiting(
    *,
    actor: Actor,
    now: datetime,
    operation_id: UUID | None = None,
    due_by: date | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[Waiting]:
    """Meetings that are owed and not convened, the soonest due first; six queries.

    Of one operation's children when it is named, and due by a date when one is given. Raises
    `NotAllowed` for who is no scheduler.
    """
    require_role(actor, Role.SCHEDULER)
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        found, _ = await waiting_among(None, now, operation_id=operation_id)
    places = [Place(datetime.combine(one.due_on, time(), UTC), one.id) for one in found]
    left = [
        (one, at)
        for one, at in zip(found, places, strict=True)
        if (after is None or (at.at, at.id) > (after.at, after.id))
        and (due_by is None or one.due_on <= due_by)
    ][: size + 1]
    return page([one for one, _ in left], [at for _, at in left], size)


async def waiting_among(
    concern_ids: Sequence[UUID] | None, now: datetime, *, operation_id: UUID | None = None
) -> tuple[list[Waiting], dict[UUID, UUID]]:
    """The same of these children, whole, and the compartment of each; in an open transaction."""
    today = london_date(now)
    profile = (await current_profile(today)).profile
    rows = await fetch_all(
        Candidate, _CANDIDATES, None if concern_ids is None else list(concern_ids), operation_id
    )
    clocks = await running_clocks(concern_ids=[row.concern_id for row in rows], now=now)
    found: list[Owed] = [
        one for row in rows if (one := owed(row, clocks[row.concern_id], profile, today))
    ]
    return together(found, profile, today), {row.concern_id: row.compartment_id for row in rows}
