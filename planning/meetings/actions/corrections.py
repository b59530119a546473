"""Correcting approved minutes: an attendee asks, the chair answers once; every version is kept."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocked, Blocker, Invalid, NotAllowed, NotFound, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.minuting import (
    CorrectionRow,
    PartRow,
    email_of,
    finish,
    lock_minutes,
    new_version,
    newest,
    only_chair,
    part_about,
    parts_of,
    readers_of,
    sees_every_child,
    wait_again,
    write_parts,
)
from planning.meetings.reading import MeetingRow
from planning.meetings.rules.corrections import (
    LONGEST_CORRECTED,
    LONGEST_REASON,
    correction_faults,
    sections_of,
    text_faults,
    window_blockers,
    with_section,
)
from planning.meetings.rules.states import Act
from planning.meetings.tables import MinutesCorrection, MinutesCorrectionAnswer
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction

_IS_KNOWN = """
select exists (select from minutes_correction where meeting_id = $1 and id = $2)
"""
_IS_INVITED = """
select exists (select from attendee
               where meeting_id = $1 and person_id = $2 and removed_at is null)
"""


class NewCorrection(msgspec.Struct, frozen=True):
    """What is wrong in a part: the joint one without `concern_id`. `section` is a key of it."""

    section: str
    wrong: str
    should_say: str
    concern_id: UUID | None = None


class Acceptance(msgspec.Struct, frozen=True):
    """The corrected text of a section; `part_version` is the version that the chair had read."""

    section: str
    text: str
    part_version: int


class _Locked(msgspec.Struct, frozen=True):
    meeting: MeetingRow
    correction: CorrectionRow
    others: int


async def ask_correction(
    *, meeting_id: UUID, new: NewCorrection, actor: Actor, now: datetime, enqueue: Enqueue
) -> UUID:
    """Say what is wrong in a part that one reads; the chair is told. Its id.

    Raises `NotFound` for a part of somebody else's, `NotAllowed` for who was not invited,
    `Blocked` outside the time for corrections, `Invalid` with every fault of the text.
    """
    async with transaction(actor.person_id):
        meeting, _ = await lock_minutes(meeting_id, Act.ASK_CORRECTION, now)
        part = part_about(newest(await parts_of(meeting_id, actor.person_id)), new.concern_id)
        await _check_invited(meeting, actor)
        _check_new(new, part, meeting, now)
        correction_id = uuid4()
        await MinutesCorrection.insert(
            MinutesCorrection(
                id=correction_id,
                compartment_id=part.compartment_id,
                meeting_id=meeting_id,
                minutes_part_id=part.id,
                section=new.section,
                wrong=new.wrong.strip(),
                should_say=new.should_say.strip(),
                asked_by=actor.person_id,
                agency_id=actor.agency_id,
                asked_at=now,
            )
        )
        await _note("meeting.correction_asked", meeting_id, part.compartment_id, actor, now)
        chair = await email_of(meeting.chair_id)
        await enqueue([Notice(NoticeKind.CORRECTION_ASKED, correction_id, chair)], now=now)
        return correction_id


async def accept_correction(
    *,
    meeting_id: UUID,
    correction_id: UUID,
    acceptance: Acceptance,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> int:
    """Write the corrected text as the part's next version; its number. Its readers are told.

    Raises `NotAllowed` for all but the chair, `Blocked` when it was answered before, `Stale` when
    the part was corrected since the chair read it.
    """
    async with transaction(actor.person_id):
        locked = await _lock(meeting_id, correction_id, actor, now)
        parts = newest(await parts_of(meeting_id, actor.person_id))
        part = part_about(parts, locked.correction.concern_id)
        if part.version != acceptance.part_version:
            raise Stale(
                "This part was corrected while you had it open. Read its new text, then answer."
            )
        new = new_version(part, _corrected(part, acceptance))
        await write_parts(locked.meeting, [new], actor=actor, now=now)
        await _answer(locked, actor, now, made=new.id)
        readers = await readers_of(meeting_id, part.compartment_id)
        await wait_again(locked.meeting, readers, now)
        await enqueue(
            [Notice(NoticeKind.MINUTES_CORRECTED, new.id, reader) for reader in readers], now=now
        )
        await _finish_if_last(locked, actor, now, enqueue)
        return new.version


async def decline_correction(
    *,
    meeting_id: UUID,
    correction_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Leave the text as it is, with the reason; who asked is told. Raises as accepting does."""
    async with transaction(actor.person_id):
        locked = await _lock(meeting_id, correction_id, actor, now)
        faults = text_faults(reason, "reason", LONGEST_REASON, "Enter why the text stays.")
        if faults:
            raise Invalid(faults)
        await _answer(locked, actor, now, reason=reason.strip())
        asker = Recipient(locked.correction.asked_by, locked.correction.asked_by_email)
        await enqueue([Notice(NoticeKind.CORRECTION_DECLINED, correction_id, asker)], now=now)
        await _finish_if_last(locked, actor, now, enqueue)


async def _check_invited(meeting: MeetingRow, actor: Actor) -> None:
    invited = await fetch_value(_IS_INVITED, meeting.id, actor.person_id)
    if not (invited or meeting.is_run_by(actor)):
        raise NotAllowed("Only people who were invited to the meeting can ask for a correction.")


def _check_new(new: NewCorrection, part: PartRow, meeting: MeetingRow, now: datetime) -> None:
    block_if(window_blockers(meeting.corrections_until, now))
    faults = correction_faults(new.wrong, new.should_say)
    if new.section not in sections_of(part.text()):
        faults.insert(0, Blocker("Select which text is wrong.", "section"))
    if faults:
        raise Invalid(faults)


def _corrected(part: PartRow, acceptance: Acceptance) -> msgspec.Struct:
    content = part.text()
    now_there = sections_of(content).get(acceptance.section)
    text = acceptance.text.strip()
    if now_there is None:
        raise Invalid([Blocker("Select which text you correct.", "section")])
    if text == now_there.strip():
        raise Invalid([Blocker("Change the text, or decline the correction.", "text")])
    if len(text) > LONGEST_CORRECTED:
        raise Invalid([Blocker(f"Shorten this to {LONGEST_CORRECTED:,} characters.", "text")])
    return with_section(content, acceptance.section, text)


async def _lock(meeting_id: UUID, correction_id: UUID, actor: Actor, now: datetime) -> _Locked:
    meeting, waiting = await lock_minutes(meeting_id, Act.ANSWER_CORRECTION, now)
    found = next((one for one in waiting if one.id == correction_id), None)
    if found is None:
        if not await fetch_value(_IS_KNOWN, meeting_id, correction_id):
            raise NotFound
        raise Blocked([Blocker("This correction has been answered already.")])
    only_chair(meeting, actor, "answer corrections")
    return _Locked(meeting, found, len(waiting) - 1)


async def _answer(
    locked: _Locked, actor: Actor, now: datetime, *, made: UUID | None = None, reason: str = ""
) -> None:
    correction = locked.correction
    await MinutesCorrectionAnswer.insert(
        MinutesCorrectionAnswer(
            correction_id=correction.id,
            compartment_id=correction.compartment_id,
            meeting_id=locked.meeting.id,
            answered_by=actor.person_id,
            answered_at=now,
            minutes_part_id=made,
            reason=reason,
        )
    )
    act = "meeting.correction_accepted" if made else "meeting.correction_declined"
    await _note(act, locked.meeting.id, correction.compartment_id, actor, now)


async def _finish_if_last(locked: _Locked, actor: Actor, now: datetime, enqueue: Enqueue) -> None:
    """After the time for corrections the last answer makes the minutes final."""
    until = locked.meeting.corrections_until
    if locked.others or not (until and until <= now):
        return
    if await sees_every_child(locked.meeting):
        await finish(
            locked.meeting, final_at=now, actor_id=actor.person_id, now=now, enqueue=enqueue
        )


async def _note(
    act: str, meeting_id: UUID, compartment_id: UUID, actor: Actor, now: datetime
) -> None:
    await record(
        [Event(act, "meeting", meeting_id, compartment_id)], actor_id=actor.person_id, now=now
    )
