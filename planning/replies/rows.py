"""What is kept of a mail and of what became of it; never more than its row holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from planning.meetings.reading import MeetingRow
from planning.replies.rules import (
    LONGEST_COMMENT,
    Applied,
    Decision,
    Incoming,
    Invitation,
    Noted,
    Proposal,
    ReplyState,
    Sender,
    Unreadable,
    Words,
    answer_in,
    kind_of,
    short,
    someone_else,
    stamp_of,
)
from planning.replies.rules import Reply as ReplySaid
from planning.replies.tables import Reply


@dataclass(frozen=True, slots=True)
class Mail:
    """One incoming mail; `at` is when it was received."""

    id: UUID
    said: Incoming
    sender: Sender
    at: datetime


def row_of(
    mail: Mail, attendee_id: UUID, meeting: MeetingRow, invitation: Invitation, decision: Decision
) -> Reply:
    """The row to write."""
    said = mail.said
    reply = said if isinstance(said, ReplySaid) else None
    proposal = (reply and reply.proposal) or Proposal()
    return Reply(
        id=mail.id,
        compartment_id=meeting.compartment_id,
        meeting_id=meeting.id,
        attendee_id=attendee_id,
        received_at=mail.at,
        kind=kind_of(said, mail.sender, invitation),
        answer=answer_in(said),
        comment=_comment(said),
        proposed_starts_at=proposal.starts_at,
        proposed_ends_at=_end(proposal, meeting),
        delegate_address=short(someone_else(said, invitation)),
        from_address=mail.sender.address,
        sequence=reply.sequence if reply else None,
        stamped_at=stamp_of(reply, mail.at) if reply else None,
        reasons=[str(why) for why in _reasons(decision)],
        applied_at=mail.at if isinstance(decision, Applied) else None,
        state=_state(decision),
        version=1,
    )


def _end(proposal: Proposal, meeting: MeetingRow) -> datetime | None:
    if proposal.starts_at is None:
        return None
    return proposal.ends_at or proposal.starts_at + (meeting.ends_at - meeting.starts_at)


def _state(decision: Decision) -> ReplyState:
    if isinstance(decision, Noted):
        return ReplyState.NOTED
    return ReplyState.WAITING if decision.reasons else ReplyState.APPLIED


def _reasons(decision: Decision) -> list[str]:
    return [decision.reason] if isinstance(decision, Noted) else list(decision.reasons)


def _comment(said: Incoming) -> str:
    if isinstance(said, Unreadable):
        return ""
    text = said.text if isinstance(said, Words) else said.comment
    return text.replace("\0", "")[:LONGEST_COMMENT]
