"""What could fill an operation's shortfalls, worked out when it is asked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.capacity.queries.reading import read_balances
from planning.capacity.rules.proposals import From, Need, Proposal, Source, propose
from planning.capacity.rules.weeks import (
    NOUGHT,
    Balance,
    Declared,
    Pair,
    balances,
    weeks_from,
)
from planning.clock import monday, today
from planning.operations.queries import required_agencies
from planning.transactions import fetch_all

WEEKS_AT_MOST = 260

_NEEDS = """
select l.id as resource_id, l.agency_id, l.type_key, t.per, l.requested - l.committed as gap,
       l.from_on, l.until_on
from plan_resource l join plan p on p.id = l.plan_id join resource_type t on t.key = l.type_key
where p.operation_id = $1 and l.removed_at is null and l.requested > l.committed
  and l.status <> 'offered' and l.type_key <> 'other' and l.until_on >= $2
order by l.from_on, l.kind, l.id
"""

# An offer is not committed yet, but whoever has it may: it is spare no more.
_OFFERED = """
select l.agency_id, l.type_key,
       l.from_on - (extract(isodow from l.from_on)::integer - 1) as first_on,
       case t.per when 'total' then $1::date else l.until_on end as last_on, l.requested as amount
from plan_resource l join resource_type t on t.key = l.type_key
where l.removed_at is null and l.status = 'offered'
"""


class Other(msgspec.Struct, frozen=True):
    """An operation that the reader sees, and where it stands among others."""

    id: UUID
    name: str
    precedence: int


async def read_proposals(operation_id: UUID, *, now: datetime) -> list[Proposal]:
    """Inside an open transaction; as far as its actor may know what others commit."""
    this_week = monday(today(now))
    seen = {one.id: one for one in await operations_seen()}
    needs = await fetch_all(Need, _NEEDS, operation_id, this_week)
    if not needs or operation_id not in seen:
        return []
    weeks = _weeks(needs, this_week)
    givers = [one.agency_id for one in await required_agencies(operation_id)]
    types = list({need.type_key for need in needs})
    offered = balances([], await fetch_all(Declared, _OFFERED, weeks[-1]), weeks)
    found = await read_balances(weeks, agency_ids=givers, type_keys=types)
    sources = [
        source
        for pair, balance in found.items()
        for source in _sources(pair, balance, offered.get(pair), (operation_id, seen))
        if any(amount > NOUGHT for amount in source.spare)
    ]
    return propose(needs, sources, weeks)


async def operations_seen() -> list[Other]:
    """The operations that the actor is in and that are not over; inside an open transaction."""
    return await fetch_all(
        Other,
        "select id, name, precedence from operation where state not in ('closed', 'stood_down')",
    )


def _weeks(needs: Sequence[Need], this_week: date) -> list[date]:
    first = max(monday(min(need.from_on for need in needs)), this_week)
    last = max(need.until_on for need in needs)
    return weeks_from(first, min((last - first).days // 7 + 1, WEEKS_AT_MOST))


def _sources(
    pair: Pair, balance: Balance, offered: Balance | None, around: tuple[UUID, Mapping[UUID, Other]]
) -> list[Source]:
    places = range(len(balance.declared))
    pending = offered.declared if offered else [None for _ in places]
    spare = [(balance.spare(week) or NOUGHT) - (pending[week] or NOUGHT) for week in places]
    operation_id, seen = around
    others = [one for key, one in seen.items() if key != operation_id and key in balance.committed]
    own = seen[operation_id].precedence
    return [
        Source(From.SPARE, *pair, None, 0, spare),
        *(_surplus(pair, balance, one) for one in others),
        *(_gives_way(pair, balance, one) for one in others if one.precedence > own),
    ]


def _surplus(pair: Pair, balance: Balance, other: Other) -> Source:
    asked, committed = balance.requested[other.id], balance.committed[other.id]
    beyond = [c - a if c > a else NOUGHT for a, c in zip(asked, committed, strict=True)]
    return Source(From.SURPLUS, *pair, other.id, 0, beyond)


def _gives_way(pair: Pair, balance: Balance, other: Other) -> Source:
    asked, committed = balance.requested[other.id], balance.committed[other.id]
    needed: list[Decimal] = [min(a, c) for a, c in zip(asked, committed, strict=True)]
    return Source(From.PRECEDENCE, *pair, other.id, other.precedence, needed)
