"""One reply with all that deciding about it needs."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocked, NotFound
from planning.finding.queries import how_it_stands
from planning.finding.rules.search import Slot
from planning.history.actions import record_read
from planning.meetings.reading import MeetingRow
from planning.meetings.rules.quorum import Answer
from planning.people.rules import Actor
from planning.replies.queries.queue import ReplyLine, find_arranged, line_of
from planning.replies.reading import ReplyRow, find_reply
from planning.replies.rules import MEANINGS, Kind, Why
from planning.replies.rules.settling import Settlement, choices, proposal_faults
from planning.transactions import transaction

_Proposal = tuple[Slot | None, list[str]]
"""How the proposed time would be, and why the meeting cannot be moved there."""


class Other(msgspec.Struct, frozen=True):
    """Whoever is named beside the invited person; without `person_id` unknown to Accord."""

    address: str
    person_id: UUID | None
    name: str | None
    same_agency: bool


class ReplySeen(msgspec.Struct, frozen=True):
    """A reply as those read it who may move the meeting.

    `address` is the one that Accord writes to, `from_address` the one that it came from;
    `confirmed`: the mail server says that it did, `None` where that is not asked. `reasons` say
    why it was not simply applied. `stands` is how the proposed time would be, and `impossible` why
    the meeting cannot be moved there; `choices` is what can be decided, the likeliest first.
    `version` is the meeting's.
    """

    line: ReplyLine
    meeting_id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    person_id: UUID
    job_title: str
    address: str
    from_address: str
    confirmed: bool | None
    answer_now: Answer
    is_invited: bool
    comment: str
    other: Other | None
    reasons: list[str]
    stands: Slot | None
    impossible: list[str]
    choices: list[Settlement]
    version: int


async def reply(*, meeting_id: UUID, reply_id: UUID, actor: Actor, now: datetime) -> ReplySeen:
    """One reply; the reading is logged. Raises `NotFound` for who may not move the meeting."""
    async with transaction(actor.person_id):
        meeting = await find_arranged(meeting_id, actor)
        row = await find_reply(meeting_id, reply_id)
        if row is None:
            raise NotFound
        await record_read(
            subject_kind="reply",
            subject_id=row.id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        proposal = await _proposal(row, actor, now)
    return _seen(row, meeting, proposal, now)


async def _proposal(row: ReplyRow, actor: Actor, now: datetime) -> _Proposal:
    if Settlement.MOVED not in choices(row.to_settle(), now):
        return None, []
    faults = [fault.message for fault in proposal_faults(row.to_settle(), now)]
    starts_at, ends_at = row.proposed_starts_at, row.proposed_ends_at
    if faults or starts_at is None or ends_at is None:
        return None, faults
    try:
        found = await how_it_stands(
            meeting_id=row.meeting_id, starts_at=starts_at, ends_at=ends_at, actor=actor
        )
    except Blocked as refusal:
        return None, [blocker.message for blocker in refusal.blockers]
    return found, []


def _seen(
    row: ReplyRow,
    meeting: MeetingRow,
    proposal: _Proposal,
    now: datetime,
) -> ReplySeen:
    stands, impossible = proposal
    return ReplySeen(
        line=line_of(row, now),
        meeting_id=meeting.id,
        reference=meeting.reference,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        person_id=row.person_id,
        job_title=row.job_title,
        address=row.email,
        from_address=row.from_address,
        confirmed=_confirmed(row),
        answer_now=row.answer_now,
        is_invited=row.is_invited,
        comment=row.comment,
        other=_other(row),
        reasons=[MEANINGS[why] for why in row.reasons],
        stands=stands,
        impossible=impossible,
        choices=choices(row.to_settle(), now),
        version=meeting.version,
    )


def _confirmed(row: ReplyRow) -> bool | None:
    """Of what is no reply of a calendar nobody asks, for nothing follows from it."""
    asked = row.kind not in {Kind.WORDS, Kind.AUTO_REPLY, Kind.UNREADABLE}
    return Why.NOT_CONFIRMED not in row.reasons if asked else None


def _other(row: ReplyRow) -> Other | None:
    if row.kind not in {Kind.DELEGATION, Kind.UNINVITED}:
        return None
    address = row.delegate_address or row.from_address
    same = row.other_agency_id == row.agency_id
    return Other(address, row.other_id, row.other_name, same)
