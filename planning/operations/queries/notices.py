"""What the partnership was told of operations, and who of it has seen that."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.operations.rules import PartnershipEvent
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_value, transaction


class Receipt(msgspec.Struct, frozen=True):
    """Somebody of the partnership has seen what it was told."""

    person_id: UUID
    name: str
    received_at: datetime


class PartnershipNoticeSeen(msgspec.Struct, frozen=True):
    """What the partnership was told; `told_by_name` is none where the clock told it."""

    id: UUID
    operation_id: UUID
    kind: PartnershipEvent
    told_by_name: str | None
    told_at: datetime
    receipts: list[Receipt]


_NOTICES = """
select n.id, n.operation_id, n.kind, p.name as told_by_name, n.told_at,
       coalesce((
           select jsonb_agg(jsonb_build_object('person_id', r.person_id, 'name', q.name,
                                               'received_at', r.received_at)
                            order by r.received_at, r.person_id)
           from partnership_receipt r join person q on q.id = r.person_id
           where r.notice_id = n.id), '[]') as receipts
from partnership_notice n left join person p on p.id = n.told_by
where n.operation_id = any($1) order by n.told_at desc, n.id
"""


async def partnership_notices(*, operation_id: UUID, actor: Actor) -> list[PartnershipNoticeSeen]:
    """What it was told of one operation, the latest first. Raises `NotFound` for a hidden one."""
    async with transaction(actor.person_id):
        if not await fetch_value(
            "select exists (select from operation where id = $1)", operation_id
        ):
            raise NotFound
        return await notices_about([operation_id])


async def notices_about(operation_ids: Sequence[UUID]) -> list[PartnershipNoticeSeen]:
    """The same of several operations; inside an open transaction."""
    return await fetch_all(PartnershipNoticeSeen, _NOTICES, list(operation_ids))
