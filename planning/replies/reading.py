"""Replies of a meeting as acts and views read them; all inside an open transaction."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Role
from planning.replies.rules import Kind, ReplyState, Why
from planning.replies.rules.settling import Settlement, ToSettle
from planning.transactions import fetch_one


class ReplyRow(msgspec.Struct, frozen=True):
    """A reply, whose invitation it came to, and what that person and the meeting are now.

    `other_*` is whoever in the directory has the address of the delegate or of who replied.
    """

    id: UUID
    compartment_id: UUID
    meeting_id: UUID
    attendee_id: UUID
    received_at: datetime
    kind: Kind
    answer: Answer | None
    comment: str
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None
    delegate_address: str
    from_address: str
    sequence: int | None
    reasons: list[Why]
    applied_at: datetime | None
    state: ReplyState
    settled_by_name: str | None
    settled_at: datetime | None
    settled_how: Settlement | None
    version: int
    person_id: UUID
    name: str
    email: str
    job_title: str
    agency_id: UUID
    agency_name: str
    answer_now: Answer
    is_invited: bool
    told_sequence: int
    meeting_state: MeetingState
    starts_at: datetime
    ends_at: datetime
    other_id: UUID | None
    other_name: str | None
    other_agency_id: UUID | None

    def to_settle(self) -> ToSettle:
        """What deciding looks at."""
        return ToSettle(
            kind=self.kind,
            state=self.state,
            answer=self.answer,
            has_words=bool(self.comment),
            proposed_starts_at=self.proposed_starts_at,
            proposed_ends_at=self.proposed_ends_at,
            delegate_address=self.delegate_address,
            sequence=self.sequence,
            told_sequence=self.told_sequence,
            reasons=self.reasons,
            applied=self.applied_at is not None,
            is_invited=self.is_invited,
            meeting_state=self.meeting_state,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            settled_by_name=self.settled_by_name,
            settled_how=self.settled_how,
        )


REPLY = f"""
select r.id, r.compartment_id, r.meeting_id, r.attendee_id, r.received_at, r.kind, r.answer,
       r.comment, r.proposed_starts_at, r.proposed_ends_at, r.delegate_address, r.from_address,
       r.sequence, r.reasons, r.applied_at, r.state, s.name as settled_by_name, r.settled_at,
       r.settled_how, r.version, a.person_id, p.name, p.email, p.job_title, a.agency_id,
       g.name as agency_name, a.answer as answer_now, a.removed_at is null as is_invited,
       m.calendar_sequence + a.calendar_ahead as told_sequence, m.state as meeting_state,
       m.starts_at, m.ends_at, o.id as other_id, o.name as other_name,
       o.agency_id as other_agency_id
from reply r
join attendee a on a.compartment_id = r.compartment_id and a.id = r.attendee_id
join strategy_meeting m on m.compartment_id = r.compartment_id and m.id = r.meeting_id
join person p on p.id = a.person_id
join agency g on g.id = a.agency_id
left join person s on s.id = r.settled_by
left join person o on r.kind in ('{Kind.DELEGATION}', '{Kind.UNINVITED}')
     and lower(o.email) = coalesce(nullif(r.delegate_address, ''), r.from_address)
     and o.closed_at is null
"""

ARRANGES = f"""
(m.chair_id = $1 or m.convened_by = $1 or exists (
    select from person_role l where l.person_id = $1 and l.role = '{Role.SCHEDULER}'))
"""
"""Whether person $1 may move meeting `m`, as `MeetingRow.is_arranged_by` says it."""


WAITS = f"""
(r.state = '{ReplyState.WAITING}'
 and (r.comment <> '' or m.state = '{MeetingState.CONVENED}' and m.ends_at > $3))
"""
"""Whether reply `r` to meeting `m` still waits at $3, as `ToSettle.waits` says it."""


async def find_reply(meeting_id: UUID, reply_id: UUID) -> ReplyRow | None:
    """The reply; `None` for one of another meeting or none."""
    return await fetch_one(
        ReplyRow, REPLY + "where r.id = $1 and r.meeting_id = $2", reply_id, meeting_id
    )
