"""Deciding about a reply that waits: once, by whoever may move the meeting (decision 0027)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

from planning.errors import Invalid, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import lock_row
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.replies.actions.following import (
    Decision,
    Settled,
    Settling,
    admit_deputy,
    decision_faults,
    decline_for,
    invite_again,
    invite_replier,
    leave_it,
    move_meeting,
    take_answer,
)
from planning.replies.reading import find_reply
from planning.replies.rules import ReplyState
from planning.replies.rules.settling import Settlement, settle_blockers
from planning.replies.tables import Reply
from planning.transactions import transaction

_FOLLOWS: Mapping[Settlement, Callable[[Settling], Awaitable[Settled]]] = {
    Settlement.MOVED: move_meeting,
    Settlement.KEPT: invite_again,
    Settlement.SENT_AGAIN: invite_again,
    Settlement.TAKEN: take_answer,
    Settlement.DEPUTY_SENT: admit_deputy,
    Settlement.INVITED: invite_replier,
    Settlement.DECLINED: decline_for,
    Settlement.DISMISSED: leave_it,
}


async def settle_reply(
    *,
    meeting_id: UUID,
    reply_id: UUID,
    decision: Decision,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> Settled:
    """Do what was decided and settle the reply; who decided what stays, the words do not spread.

    Raises `Invalid` for what the decision lacks, `NotFound` for who may not move the meeting,
    `Blocked` when somebody was first or it cannot be decided so, and whatever the act itself
    raises: `reschedule`, `send_deputy`, `change_people`. Then the reply waits on.
    """
    faults = decision_faults(decision)
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        meeting = await lock_row(meeting_id)
        found = await find_reply(meeting_id, reply_id)
        if found is None or not meeting.is_arranged_by(actor):
            raise NotFound
        block_if(settle_blockers(found.to_settle(), decision.how, now))
        one = Settling(found, meeting, decision, actor, now, enqueue)
        # Written first: whoever decides may leave the meeting by what follows.
        await _write(one)
        return await _FOLLOWS[decision.how](one)


async def _write(one: Settling) -> None:
    reply = one.reply
    await Reply.update(
        {
            Reply.state: ReplyState.SETTLED,
            Reply.settled_by: one.actor.person_id,
            Reply.settled_at: one.now,
            Reply.settled_how: one.decision.how,
            Reply.version: reply.version + 1,
        }
    ).where(Reply.id == reply.id)
    detail: dict[str, object] = {"reply_id": reply.id, "how": one.decision.how}
    await record(
        [Event("meeting.reply_settled", "meeting", reply.meeting_id, reply.compartment_id, detail)],
        actor_id=one.actor.person_id,
        now=one.now,
    )
