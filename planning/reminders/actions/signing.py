"""Reminding signatories by hand of a plan that waits for their agency's answer."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import block_if
from planning.operations.actions.lock import require_lead
from planning.outbox import Enqueue, Reminder
from planning.people.rules import Actor
from planning.plans.actions.lock import lock_plan, tell_plan
from planning.reminders.actions.writing import NewMail, Told, write
from planning.reminders.rules.kinds import Kind
from planning.reminders.rules.signing import chasing_signatories_blockers
from planning.sign_offs.actions.signers import Signer, let_signers_in
from planning.transactions import fetch_all, fetch_one, transaction

_WAITING = """
select plan_version_id, agency_id, submitted_at,
       array[submitted_by, last_editor_id, shared_editor_id, editor_id] as excluded
from sign_off_waiting where plan_id = $1 and asks is null
"""

_LAST = """
select max(sent_at) as at, coalesce(max(number), 0) as number
from reminder where subject_id = any($1) and kind = $2
"""


class _Waiting(msgspec.Struct, frozen=True):
    plan_version_id: UUID
    agency_id: UUID
    submitted_at: datetime
    excluded: list[UUID | None]


class _Last(msgspec.Struct, frozen=True):
    at: datetime | None
    number: int


async def chase_signatories(*, plan_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue) -> int:
    """Remind everybody who may sign the plan for an agency that has not answered; how many.

    The lead's act, at most once an hour. Signatories of today are let in, whoever they were when
    the plan was submitted. Raises `NotFound`, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        operation, plan = await lock_plan(plan_id)
        require_lead(operation, actor)
        waiting = await fetch_all(_Waiting, _WAITING, plan_id)
        signers = await let_signers_in(
            [plan.compartment_id], [one.agency_id for one in waiting], actor=actor, now=now
        )
        asked = [(one, who) for one in waiting for who in signers if _may(one, who)]
        last = await fetch_one(
            _Last, _LAST, [one.plan_version_id for one in waiting], Kind.SIGN_OFF_CHASED
        )
        assert last is not None  # noqa: S101 - an aggregate always gives a row
        block_if(chasing_signatories_blockers(len(waiting), len(asked), last.at, now))
        mails = {who.person_id: NewMail(uuid4(), who.person_id, None) for _, who in asked}
        told = [
            Told(
                id=uuid4(),
                compartment_id=plan.compartment_id,
                mail_id=mails[who.person_id].id,
                kind=Kind.SIGN_OFF_CHASED,
                subject_id=one.plan_version_id,
                person_id=who.person_id,
                happens_at=one.submitted_at,
                happens_on=None,
                number=last.number + 1,
                next_at=None,
            )
            for one, who in asked
        ]
        await write(list(mails.values()), told, asked_by=actor.person_id, now=now)
        await tell_plan(plan, "sign_off.chased", actor, now, {"people": list(mails)})
        await enqueue(
            [Reminder(mails[who.person_id].id, who.recipient, 1) for _, who in asked], now=now
        )
    return len(mails)


def _may(one: _Waiting, who: Signer) -> bool:
    return who.agency_id == one.agency_id and who.by_mail and who.person_id not in one.excluded
