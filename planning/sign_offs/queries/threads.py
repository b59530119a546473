"""What was said about answers, and which of them wait for the lead's reply."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import answer_given
from planning.sign_offs.rules import Answer
from planning.transactions import fetch_all, transaction


class ReplySeen(msgspec.Struct, frozen=True):
    """What somebody said about an answer; `by_lead`: of the operation."""

    id: UUID
    sign_off_id: UUID
    text: str
    by_lead: bool
    said_by_name: str
    said_at: datetime


class AnswerToReplyTo(msgspec.Struct, frozen=True):
    """A question, request or refusal that the actor has not replied to as lead."""

    sign_off_id: UUID
    plan_id: UUID
    kind: PlanKind
    operation_name: str
    agency_name: str
    answer: Answer
    note: str
    answered_at: datetime


_REPLIES = """
select q.id, q.sign_off_id, q.text, q.by_lead, p.name as said_by_name, q.said_at
from sign_off_reply q join person p on p.id = q.said_by
where q.sign_off_id = any($1) order by q.said_at, q.id
"""

_TO_REPLY = """
select s.id as sign_off_id, w.plan_id, p.kind, o.name as operation_name, a.name as agency_name,
       s.answer, s.note, s.answered_at
from sign_off_waiting w
join sign_off s on s.id = w.asks
join plan p on p.id = w.plan_id
join operation o on o.id = w.operation_id
join agency a on a.id = w.agency_id
where w.lead_id = $1 order by s.answered_at, s.id
"""


async def replies_to(*, sign_off_id: UUID, actor: Actor) -> list[ReplySeen]:
    """What was said about one answer, oldest first. Raises `NotFound`."""
    async with transaction(actor.person_id):
        await answer_given(sign_off_id=sign_off_id, actor=actor)
        return await replies_of([sign_off_id])


async def replies_about(*, sign_off_ids: Sequence[UUID], actor: Actor) -> list[ReplySeen]:
    """The same of several answers, as far as the actor sees them."""
    async with transaction(actor.person_id):
        return await replies_of(sign_off_ids)


async def replies_of(sign_off_ids: Sequence[UUID]) -> list[ReplySeen]:
    """The same inside an open transaction."""
    return await fetch_all(ReplySeen, _REPLIES, list(sign_off_ids))


async def to_reply_to(*, actor: Actor) -> list[AnswerToReplyTo]:
    """What waits for the actor as an operation's lead, oldest first ("Your work")."""
    async with transaction(actor.person_id):
        return await fetch_all(AnswerToReplyTo, _TO_REPLY, actor.person_id)
