"""The list of chains whose latest meetings decided nothing."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.chains.queries.chain import states_of
from planning.chains.rules import Chain
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction


class UndecidedChain(msgspec.Struct, frozen=True):
    """A line of the list of undecided chains."""

    concern_id: UUID
    reference: str
    child_name: str
    team: str
    senior_manager_name: str
    state: Chain


class _Undecided(msgspec.Struct, frozen=True):
    concern_id: UUID
    reference: str
    child_name: str
    team: str
    senior_manager_name: str
    since: datetime


_UNDECIDED = """
with standing as (
    select e.concern_id, e.held_at, e.outcome = 'adjourned_no_decision' as undecided
    from chain_entry e
    where e.outcome not in ('transferred', 'redirected')
      and e.id not in (select replaces_id from chain_entry where replaces_id is not null)),
chains as (
    select concern_id,
           coalesce(max(held_at) filter (where not undecided), '-infinity') as decided_at,
           array_agg(held_at order by held_at) filter (where undecided) as adjourned_at
    from standing group by concern_id),
undecided as materialized (
    select u.concern_id, u.since
    from (select concern_id, (select min(at) from unnest(adjourned_at) as at
                              where at > decided_at) as since from chains) u
    where u.since is not null
      and ($1::timestamptz is null or (u.since, u.concern_id) > ($1, $2::uuid))
    order by u.since, u.concern_id
    limit $3)
select k.id as concern_id, c.reference, c.name as child_name, k.team,
       m.name as senior_manager_name, u.since
from undecided u
join concern k on k.id = u.concern_id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
join person m on m.id = k.senior_manager_id
order by u.since, k.id
"""
"""The page is cut before names are joined: a join over many walled rows is slow."""


async def undecided_chains(
    *, actor: Actor, now: datetime, cursor: str | None = None, limit: int = PAGE
) -> Page[UndecidedChain]:
    """Concerns whose latest meetings decided nothing, the longest undecided first."""
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            _Undecided,
            _UNDECIDED,
            after.at if after else None,
            after.id if after else None,
            size + 1,
        )
        states = await states_of(concern_ids=[row.concern_id for row in rows], actor=actor, now=now)
    return page(
        [_undecided(row, states[row.concern_id]) for row in rows],
        [Place(row.since, row.concern_id) for row in rows],
        size,
    )


def _undecided(row: _Undecided, state: Chain) -> UndecidedChain:
    return UndecidedChain(
        concern_id=row.concern_id,
        reference=row.reference,
        child_name=row.child_name,
        team=row.team,
        senior_manager_name=row.senior_manager_name,
        state=state,
    )
