"""Deciding about a reply that waits: one act each, once, by whoever may move the meeting."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.errors import Blocked, Blocker, Invalid, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.actions import DeputySent, change_people, reschedule, send_deputy
from planning.meetings.answers import Said, keep_answer, place_for
from planning.meetings.inviting import ask_again
from planning.meetings.reading import MeetingRow, attendees_of, lock_row
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.presence import apology_blockers
from planning.meetings.rules.quorum import Answer
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason
from planning.replies.reading import ReplyRow, find_reply
from planning.replies.rules import ReplyState
from planning.replies.rules.settling import (
    Settlement,
    proposal_faults,
    proposed_times,
    settle_blockers,
)
from planning.replies.tables import Reply
from planning.transactions import transaction


class _Open(NamedTuple):
    reply: ReplyRow
    meeting: MeetingRow


async def move_to_proposed(
    *,
    meeting_id: UUID,
    reply_id: UUID,
    version: int,
    ask_although_busy: Sequence[UUID] = (),
    room_id: UUID | msgspec.UnsetType | None = msgspec.UNSET,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Move the meeting to the time that a reply proposes; everybody is asked again.

    Refused as `reschedule` is, `version` being the meeting's; other proposals go on waiting.
    """
    async with _settling(meeting_id, reply_id, Settlement.MOVED, actor, now) as found:
        reply = found.reply.to_settle()
        block_if(proposal_faults(reply, now))
        times = proposed_times(reply)
        assert times is not None  # noqa: S101 - only a proposal is offered to be moved to
        await reschedule(
            meeting_id=meeting_id,
            times=times,
            version=version,
            ask_although_busy=ask_although_busy,
            room_id=room_id,
            actor=actor,
            now=now,
            enqueue=enqueue,
        )


async def keep_time(
    *, meeting_id: UUID, reply_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Leave the meeting where it is and invite whoever proposed another time again.

    Their calendar shows the time that holds; whoever had accepted or may come is asked anew.
    """
    async with _settling(meeting_id, reply_id, Settlement.KEPT, actor, now) as found:
        await ask_again(found.meeting, found.reply.person_id, now=now, enqueue=enqueue)


async def send_again(
    *, meeting_id: UUID, reply_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Send the invitation again to a calendar that asks for it."""
    async with _settling(meeting_id, reply_id, Settlement.SENT_AGAIN, actor, now) as found:
        await ask_again(found.meeting, found.reply.person_id, now=now, enqueue=enqueue)


async def take_answer(*, meeting_id: UUID, reply_id: UUID, actor: Actor, now: datetime) -> None:
    """Take the answer as the invited person's: the actor knows that it is from them.

    Raises `Blocked` when they accept and are booked at that time.
    """
    async with _settling(meeting_id, reply_id, Settlement.TAKEN, actor, now) as found:
        answer = found.reply.answer
        assert answer is not None  # noqa: S101 - only an answer is offered to be taken
        await _answer_for(found, Said(answer, now), actor, now)


async def decline_for(
    *,
    meeting_id: UUID,
    reply_id: UUID,
    reason: ApologyReason,
    apology: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Record that whoever wrote cannot come, and why; `apology` is read by all who are invited."""
    faults = apology_blockers(apology, reason, "apology")
    if faults:
        raise Invalid(faults)
    async with _settling(meeting_id, reply_id, Settlement.DECLINED, actor, now) as found:
        said = Said(Answer.DECLINED, now, apology.strip(), reason)
        await _answer_for(found, said, actor, now)


async def admit_deputy(
    *, meeting_id: UUID, reply_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> DeputySent:
    """Send the person whom the reply names in the place of who replied.

    Refused as `send_deputy` is, and when nobody in Accord has that address.
    """
    async with _settling(meeting_id, reply_id, Settlement.DEPUTY_SENT, actor, now) as found:
        return await send_deputy(
            meeting_id=meeting_id,
            person_id=_known(found.reply),
            instead_of_id=found.reply.person_id,
            actor=actor,
            now=now,
            enqueue=enqueue,
        )


async def invite_replier(
    *,
    meeting_id: UUID,
    reply_id: UUID,
    version: int,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Invite whoever replied, for the children of the person whose invitation they had.

    Refused as `change_people` is, `version` being the meeting's, and when nobody in Accord has
    that address.
    """
    async with _settling(meeting_id, reply_id, Settlement.INVITED, actor, now) as found:
        person_id = _known(found.reply)
        attending = await attendees_of(meeting_id)
        theirs = [one.children for one in attending if one.person_id == found.reply.person_id]
        await change_people(
            meeting_id=meeting_id,
            change=PeopleChange(
                add=[Ticked(person_id, theirs[0] if theirs else [])],
                ask_although_busy=[person_id],
            ),
            version=version,
            actor=actor,
            now=now,
            enqueue=enqueue,
        )


async def dismiss_reply(*, meeting_id: UUID, reply_id: UUID, actor: Actor, now: datetime) -> None:
    """Mark a reply as read: nothing else follows from it."""
    async with _settling(meeting_id, reply_id, Settlement.DISMISSED, actor, now):
        pass


@asynccontextmanager
async def _settling(
    meeting_id: UUID, reply_id: UUID, how: Settlement, actor: Actor, now: datetime
) -> AsyncIterator[_Open]:
    """The reply, for as long as nobody else decides; settled once what is done inside held.

    Raises `NotFound` for who may not move the meeting, `Blocked` for a reply that was settled.
    """
    async with transaction(actor.person_id):
        meeting = await lock_row(meeting_id)
        found = await find_reply(meeting_id, reply_id)
        if found is None or not meeting.is_arranged_by(actor):
            raise NotFound
        block_if(settle_blockers(found.to_settle(), how, now))
        # Told first: whoever decides may leave the meeting by what follows.
        await _settle(found, how, actor, now)
        yield _Open(found, meeting)


async def _settle(reply: ReplyRow, how: Settlement, actor: Actor, now: datetime) -> None:
    await Reply.update(
        {
            Reply.state: ReplyState.SETTLED,
            Reply.settled_by: actor.person_id,
            Reply.settled_at: now,
            Reply.settled_how: how,
            Reply.version: reply.version + 1,
        }
    ).where(Reply.id == reply.id)
    detail: dict[str, object] = {"reply_id": reply.id, "how": how}
    await record(
        [Event("meeting.reply_settled", "meeting", reply.meeting_id, reply.compartment_id, detail)],
        actor_id=actor.person_id,
        now=now,
    )


async def _answer_for(found: _Open, said: Said, actor: Actor, now: datetime) -> None:
    person_id = found.reply.person_id
    has_place = await place_for(found.meeting.id, person_id, said.answer)
    if said.answer is Answer.ACCEPTED and not has_place:
        sentence = f"{found.reply.name} is booked at that time. Ask which of the two they come to."
        block_if([Blocker(sentence)])
    await keep_answer(
        found.meeting,
        person_id,
        said,
        has_place=has_place,
        told={"answer": said.answer, "person_id": person_id},
        by=actor.person_id,
        now=now,
    )


def _known(reply: ReplyRow) -> UUID:
    if reply.other_id is None:
        address = reply.delegate_address or reply.from_address
        sentence = f"Nobody in Accord has the address {address}. Add them as a person first."
        raise Blocked([Blocker(sentence)])
    return reply.other_id
