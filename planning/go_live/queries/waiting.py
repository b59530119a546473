"""What waits for a person of operations that went live, and of what the partnership was told."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.go_live.rules import CONFIRM_WITHIN
from planning.people.rules import Actor, Role
from planning.transactions import fetch_all, transaction


class Duty(StrEnum):
    """What somebody is asked to do about an operation."""

    CONFIRM = "confirm"
    LOOK_BACK = "look_back"
    ACKNOWLEDGE = "acknowledge"


class LiveDuty(msgspec.Struct, frozen=True):
    """A duty about an operation since a moment: of its record, or of the first unseen notice."""

    duty: Duty
    operation_id: UUID
    operation_name: str
    since: datetime

    @property
    def due_at(self) -> datetime | None:
        """The end of the second person's 24 hours; `None` for what has no hour."""
        return self.since + CONFIRM_WITHIN if self.duty is Duty.CONFIRM else None


_UNSIGNED = """
select case when c.confirmed_at is null then 'confirm' else 'look_back' end as duty,
       o.id as operation_id, o.name as operation_name, g.recorded_at as since
from go_live_record g
join operation o on o.id = g.operation_id
join person r on r.id = g.recorded_by
left join go_live_confirmation c on c.go_live_record_id = g.id
where g.route = 'without_sign_off'
  and case when c.confirmed_at is null then r.agency_id <> $1
           else $2 and not exists (select from go_live_review v
                                   where v.go_live_record_id = g.id) end
order by g.recorded_at, o.id
"""

_UNSEEN = """
select 'acknowledge' as duty, o.id as operation_id, o.name as operation_name,
       min(n.told_at) as since
from partnership_notice n
join operation o on o.id = n.operation_id
where not exists (select from partnership_receipt r
                  where r.notice_id = n.id and r.person_id = $1)
group by o.id, o.name order by since, o.id
"""


async def live_duties(*, actor: Actor) -> list[LiveDuty]:
    """Going live without sign-off to confirm or to look back at, and notices not yet seen.

    To confirm: everybody in the operation of another agency than the first person's. To look back,
    once two people stand behind it, and to acknowledge: the partnership.
    """
    partnership = actor.has(Role.PARTNERSHIP)
    async with transaction(actor.person_id):
        unsigned = await fetch_all(LiveDuty, _UNSIGNED, actor.agency_id, partnership)
        unseen = await fetch_all(LiveDuty, _UNSEEN, actor.person_id) if partnership else []
    return [*unsigned, *unseen]
