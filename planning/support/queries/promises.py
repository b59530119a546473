"""What operations' strategies promise; inside an open transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.operations.rules import OperationState
from planning.support.rules.contact import Promise, promised
from planning.transactions import fetch_all


class _Strategy(msgspec.Struct, frozen=True):
    id: UUID
    state: OperationState
    covert: bool
    live_at: datetime | None
    state_since: datetime | None
    rows: list[dict[str, str]]


_STRATEGIES = """
select o.id, o.state, o.covert, o.live_at, o.state_since,
       coalesce(s.content -> 'phases', '[]') as rows
from operation o
left join plan p on p.operation_id = o.id and p.kind = 'victim_support'
left join plan_section s on s.plan_id = p.id and s.key = 'minimum_contact'
where o.id = any($1)
"""


async def promises_of(operation_ids: Sequence[UUID]) -> dict[UUID, Promise]:
    """Contacts a week by operation, of those that the actor is in; one query."""
    found = await fetch_all(_Strategy, _STRATEGIES, list(set(operation_ids)))
    return {
        one.id: promised(
            one.rows,
            state=one.state,
            covert=one.covert,
            live_on=_day(one.live_at),
            state_since=_day(one.state_since),
        )
        for one in found
    }


def _day(moment: datetime | None) -> date | None:
    return london_date(moment) if moment else None
