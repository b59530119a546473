"""Saying later what an emergency left unsaid."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, Invalid, NotAllowed, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import find_meeting
from planning.meetings.rules.emergency import Debt
from planning.people.rules import Actor
from planning.transactions import fetch_all, to_json, transaction

LONGEST_ANSWER = 2000


class Paid(msgspec.Struct, frozen=True):
    """The answer to one debt."""

    debt_id: UUID
    answer: str


class _Debt(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID


_PAY = f"""
with paid as (
    update held_debt d set answer = trim(p.answer), paid_at = $3, paid_by = $4
    from jsonb_to_recordset($2::jsonb) as p (debt_id uuid, answer text)
    where d.id = p.debt_id and d.meeting_id = $1 and d.paid_at is null
      and d.what not in ('{Debt.NEXT_ON}', '{Debt.SENIOR_REVIEW}')
    returning d.id, d.compartment_id, d.meeting_child_id, d.what, d.answer),
of_meeting as (
    update strategy_meeting m set no_quorum_reason = paid.answer
    from paid where m.id = $1 and m.state = 'closed' and paid.what = '{Debt.NO_QUORUM_REASON}'),
of_child as (
    update meeting_child mc
    set handed_to = coalesce(said.receiver, mc.handed_to),
        outcome_reason = case when m.state = 'closed' and said.reason is not null
                              then said.reason else mc.outcome_reason end
    from (select meeting_child_id,
                 max(answer) filter (where what = '{Debt.HANDED_TO}') as receiver,
                 max(answer) filter (where what = '{Debt.OUTCOME_REASON}') as reason
          from paid group by meeting_child_id) said
    join strategy_meeting m on m.id = $1
    where mc.id = said.meeting_child_id)
select id, compartment_id from paid
"""
"""Into the record too, as long as its minutes are not approved; after that beside them.

Who takes a child over is said beside minutes of any state: the chain reads it there.
A next date and a senior review are acts of their own, which pay their debts.
"""


async def pay_debts(*, meeting_id: UUID, paid: Sequence[Paid], actor: Actor, now: datetime) -> None:
    """Answer what is owed, all of it or some.

    Raises `NotFound`, `NotAllowed` for all but the chair, the minute taker and who recorded it,
    `Invalid` for an empty or long answer, `Blocked` for what is not owed any more.
    """
    faults = [
        Blocker("Enter an answer of up to 2,000 characters.", f"debt-{one.debt_id}")
        for one in paid
        if not 1 <= len(one.answer.strip()) <= LONGEST_ANSWER
    ]
    if not paid:
        faults.append(Blocker("Enter at least one answer."))
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        meeting = await find_meeting(meeting_id)
        if actor.person_id not in {
            meeting.chair_id,
            meeting.minute_taker_id,
            meeting.convened_by,
        }:
            raise NotAllowed("Only the chair, the minute taker or who recorded it can do this.")
        answered = await fetch_all(_Debt, _PAY, meeting_id, to_json(paid), now, actor.person_id)
        gone = {one.debt_id for one in paid} - {debt.id for debt in answered}
        block_if(
            [Blocker("This is answered already. Reload the page.", f"debt-{key}") for key in gone]
        )
        await record(
            [
                Event("meeting.debt_paid", "meeting", meeting_id, debt.compartment_id)
                for debt in answered
            ],
            actor_id=actor.person_id,
            now=now,
        )
