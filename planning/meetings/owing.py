"""Keeping what an emergency left for later, and telling the managers; in an open transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.meetings.rules.emergency import Debt, Owing
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.procedures.rules import Profile, emergency_duty_due
from planning.transactions import execute, fetch_all, to_json


class _Manager(msgspec.Struct, frozen=True):
    id: UUID
    email: str


_OWE = f"""
insert into held_debt (id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id,
                       what, owner_id, owed_at, due_on)
select gen_random_uuid(), coalesce(mc.compartment_id, m.compartment_id), m.compartment_id, m.id,
       mc.id, d.what,
       case when d.what = '{Debt.SENIOR_REVIEW}' then k.senior_manager_id else m.chair_id end,
       $2, $3
from jsonb_to_recordset($4::jsonb) as d (concern_id uuid, what text)
join strategy_meeting m on m.id = $1
left join meeting_child mc on mc.meeting_id = m.id and mc.concern_id = d.concern_id
left join concern k on k.compartment_id = mc.compartment_id and k.id = mc.concern_id
on conflict on constraint uq_held_debt_what do nothing
"""
"""Of a meeting once: that a review is owed again the chain itself says."""

_MANAGERS = """
select distinct p.id, p.email
from meeting_child mc
join concern k on k.compartment_id = mc.compartment_id and k.id = mc.concern_id
join person p on p.id = k.senior_manager_id and p.closed_at is null
where mc.meeting_id = $1
order by p.id
"""


async def owe(meeting_id: UUID, owing: Sequence[Owing], profile: Profile, now: datetime) -> None:
    """Each is due in the profile's time: a review from the child's manager, else from the chair."""
    if owing:
        await execute(_OWE, meeting_id, now, emergency_duty_due(profile, now), to_json(owing))


async def tell_managers(meeting_id: UUID, *, now: datetime, enqueue: Enqueue) -> None:
    """The senior managers of the children hear that something waits for them, and no more."""
    managers = await fetch_all(_Manager, _MANAGERS, meeting_id)
    await enqueue(
        [
            Notice(NoticeKind.CLOSED_IN_EMERGENCY, meeting_id, Recipient(manager.id, manager.email))
            for manager in managers
        ],
        now=now,
    )
