"""What is said about an answer: the lead replies to a question, the agency asks on."""

from datetime import datetime
from uuid import UUID, uuid4

from planning.clock import today
from planning.errors import NotAllowed, block_if
from planning.operations.rules import clean, text_faults
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.queries import may_sign, people_by_id
from planning.people.rules import Actor
from planning.plans.actions.lock import lock_plan, tell_plan
from planning.sign_offs.queries.evidence import answer_given
from planning.sign_offs.rules import REPLY_LENGTH
from planning.sign_offs.tables import SignOffReply
from planning.transactions import transaction


async def reply_to_answer(
    *, sign_off_id: UUID, text: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> UUID:
    """Say something about an agency's answer; its signatory, or the lead, is told.

    For the operation's lead and signatories of that agency. Once the lead has replied, it is the
    agency's turn again. Raises `NotFound`, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        given = await answer_given(sign_off_id=sign_off_id, actor=actor)
        operation, plan = await lock_plan(given.plan_id)
        by_lead = operation.lead_id == actor.person_id
        signs = given.agency_id == actor.agency_id and await may_sign(
            person_id=actor.person_id, agency_id=actor.agency_id, on=today(now)
        )
        if not (by_lead or signs):
            raise NotAllowed("Only the operation’s lead and signatories of the agency can reply.")
        block_if(
            text_faults(text, field="text", what="your reply", limit=REPLY_LENGTH, needed=True)
        )
        reply_id = uuid4()
        await SignOffReply.insert(
            SignOffReply(
                id=reply_id,
                compartment_id=plan.compartment_id,
                sign_off_id=sign_off_id,
                text=clean(text),
                by_lead=by_lead,
                said_by=actor.person_id,
                said_at=now,
            )
        )
        await tell_plan(plan, "sign_off.replied", actor, now, {"agency_id": given.agency_id})
        other = given.person_id if by_lead else operation.lead_id
        await enqueue(
            [
                Notice(NoticeKind.SIGN_OFF_REPLIED, reply_id, Recipient(one.id, one.email))
                for one in await people_by_id([other])
            ],
            now=now,
        )
        return reply_id
