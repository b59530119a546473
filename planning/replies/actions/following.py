"""What follows from each decision about a reply; inside the transaction that settles it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocked, Blocker, block_if
from planning.meetings.actions import change_people, reschedule, send_deputy
from planning.meetings.answers import Said, keep_answer, place_for
from planning.meetings.inviting import ask_again
from planning.meetings.reading import MeetingRow, attendees_of
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.presence import apology_blockers
from planning.meetings.rules.quorum import Answer
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason
from planning.replies.reading import ReplyRow
from planning.replies.rules.settling import Settlement, proposal_faults, proposed_times


class Decision(msgspec.Struct, frozen=True):
    """What is decided about a reply, with what the act needs.

    `version`, the meeting's as you read it, to move it or to invite; `ask_although_busy` and
    `room_id` to move it, as in moving it to any time; `reason` and `apology` to record that they
    cannot come: everybody at the meeting reads the apology.
    """

    how: Settlement
    version: int | None = None
    ask_although_busy: list[UUID] = []
    room_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    reason: ApologyReason | None = None
    apology: str = ""


class Settled(msgspec.Struct, frozen=True):
    """What the act warns of, and whether the actor still sees the meeting."""

    warnings: list[str] = []
    sees_meeting: bool = True


class Settling(msgspec.Struct, frozen=True):
    """A reply that is being settled, locked with its meeting, and by whom."""

    reply: ReplyRow
    meeting: MeetingRow
    decision: Decision
    actor: Actor
    now: datetime
    enqueue: Enqueue


def decision_faults(decision: Decision) -> list[Blocker]:
    """What a decision lacks, whatever the reply."""
    faults = []
    if decision.how in {Settlement.MOVED, Settlement.INVITED} and decision.version is None:
        faults.append(Blocker("Send the version of the meeting as you read it.", "version"))
    if decision.how is Settlement.DECLINED:
        if decision.reason is None:
            faults.append(Blocker("Select why they cannot come.", "reason"))
        faults.extend(apology_blockers(decision.apology, decision.reason, "apology"))
    return faults


async def move_meeting(one: Settling) -> Settled:
    """Move it to the proposed time; everybody is asked again, other proposals go on waiting."""
    reply = one.reply.to_settle()
    block_if(proposal_faults(reply, one.now))
    times = proposed_times(reply)
    assert times is not None  # noqa: S101 - only a proposal is offered to be moved to
    await reschedule(
        meeting_id=one.meeting.id,
        times=times,
        version=_version(one),
        ask_although_busy=one.decision.ask_although_busy,
        room_id=one.decision.room_id,
        actor=one.actor,
        now=one.now,
        enqueue=one.enqueue,
    )
    return Settled()


async def invite_again(one: Settling) -> Settled:
    """Put the meeting as it stands into the calendar of who replied."""
    await ask_again(one.meeting, one.reply.person_id, now=one.now, enqueue=one.enqueue)
    return Settled()


async def take_answer(one: Settling) -> Settled:
    """Take it as the invited person's: the actor knows that it is from them."""
    assert one.reply.answer is not None  # noqa: S101 - only an answer is offered to be taken
    await _answer(one, Said(one.reply.answer, one.now))
    return Settled()


async def decline_for(one: Settling) -> Settled:
    """Record that whoever wrote cannot come, and why."""
    said = one.decision
    await _answer(one, Said(Answer.DECLINED, one.now, said.apology.strip(), said.reason))
    return Settled()


async def admit_deputy(one: Settling) -> Settled:
    """Send whom the reply names in the place of who replied."""
    sent = await send_deputy(
        meeting_id=one.meeting.id,
        person_id=_known(one.reply),
        instead_of_id=one.reply.person_id,
        actor=one.actor,
        now=one.now,
        enqueue=one.enqueue,
    )
    return Settled(sent.warnings, sent.sees_meeting)


async def invite_replier(one: Settling) -> Settled:
    """Invite whoever replied, for the children of the person whose invitation they had."""
    person_id = _known(one.reply)
    theirs = next(
        (
            attendee.children
            for attendee in await attendees_of(one.meeting.id)
            if attendee.person_id == one.reply.person_id
        ),
        [],
    )
    await change_people(
        meeting_id=one.meeting.id,
        change=PeopleChange(add=[Ticked(person_id, theirs)], ask_although_busy=[person_id]),
        version=_version(one),
        actor=one.actor,
        now=one.now,
        enqueue=one.enqueue,
    )
    return Settled()


async def leave_it(_: Settling) -> Settled:
    """Nothing follows: it was read."""
    return Settled()


async def _answer(one: Settling, said: Said) -> None:
    person_id = one.reply.person_id
    has_place = await place_for(one.meeting.id, person_id, said.answer)
    if said.answer is Answer.ACCEPTED and not has_place:
        block_if([Blocker(f"{one.reply.name} is booked at that time. Ask which one they come to.")])
    await keep_answer(
        one.meeting,
        person_id,
        said,
        has_place=has_place,
        told={"answer": said.answer, "person_id": person_id},
        by=one.actor.person_id,
        now=one.now,
    )


def _known(reply: ReplyRow) -> UUID:
    if reply.other_id is None:
        address = reply.delegate_address or reply.from_address
        sentence = f"Nobody in Accord has the address {address}. Add them as a person first."
        raise Blocked([Blocker(sentence)])
    return reply.other_id


def _version(one: Settling) -> int:
    assert one.decision.version is not None  # noqa: S101 - it was checked
    return one.decision.version
