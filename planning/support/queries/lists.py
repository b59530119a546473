"""The operation's children by what they need, and what one key worker owes."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.concerns.queries import record_concerns_read
from planning.errors import Blocker, Invalid, NotFound
from planning.paging import PAGE, page_size
from planning.people.rules import Actor
from planning.support.queries.rows import (
    AMONG,
    MINE,
    OF_OPERATION,
    SupportSeen,
    overdue_contact,
    support_rows,
    with_last_contact,
)
from planning.support.queries.standing import (
    Caseload,
    SupportStanding,
    caseloads,
    support_standing,
)
from planning.support.rules.posts import Need, may_assign, urgency
from planning.transactions import fetch_one, transaction


class SupportList(msgspec.Struct, frozen=True):
    """A page of the operation's children whose concerns the reader is in, the most pressing first.

    `standing` and `caseloads` count the whole operation. `seen` counts what the reader sees of it
    with the need asked for, on all pages; `next` is the number of the first child of the next one.
    """

    items: list[SupportSeen]
    next: int | None
    seen: int
    standing: SupportStanding
    caseloads: list[Caseload]
    may_assign: bool


class _Head(msgspec.Struct, frozen=True):
    lead_id: UUID
    only_own: bool


_HEAD = """
select lead_id, compartment_id = any (accord_key_worker_compartments()) as only_own
from operation where id = $1
"""


async def supported_children(
    *,
    operation_id: UUID,
    actor: Actor,
    now: datetime,
    need: Need | None = None,
    start: int = 0,
    limit: int = PAGE,
) -> SupportList:
    """The children, of one need alone if asked; the reading is logged.

    The number of queries does not grow with children. Raises `NotFound`, `Invalid`.
    """
    if start < 0:
        raise Invalid([Blocker("Start again from the first page.", "start")])
    today, size = london_date(now), page_size(limit)
    async with transaction(actor.person_id):
        head = await fetch_one(_Head, _HEAD, operation_id)
        if head is None:
            raise NotFound
        found = await support_rows(OF_OPERATION, operation_id, today=today)
        chosen = sorted(
            (one for one in found if need is None or need in one.needs), key=_place
        )  # fmt: skip
        items = await with_last_contact(chosen[start : start + size])
        await record_concerns_read([one.child.concern_id for one in items], actor=actor, now=now)
        return SupportList(
            items=items,
            next=start + size if len(chosen) > start + size else None,
            seen=len(chosen),
            standing=await support_standing(operation_id, today=today),
            caseloads=await caseloads(operation_id),
            may_assign=may_assign(actor, lead_id=head.lead_id, only_own=head.only_own),
        )


async def support_owed(*, actor: Actor, now: datetime) -> list[SupportSeen]:
    """The children whose key worker or deputy the actor is, the most pressing first."""
    async with transaction(actor.person_id):
        found = await with_last_contact(
            await support_rows(MINE, actor.person_id, today=london_date(now))
        )
    return sorted((one for one in found if one.child.ended_on is None), key=_place)


async def contact_is_overdue(child_ids: list[UUID], now: datetime) -> set[UUID]:
    """Those of these plans whose contact is overdue, as the actor sees; in a transaction."""
    return overdue_contact(await support_rows(AMONG, child_ids, today=london_date(now)))


def _place(one: SupportSeen) -> tuple[bool, int, str, str]:
    child = one.child
    return child.ended_on is not None, urgency(one.needs), child.child_name, str(child.id)
