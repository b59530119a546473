"""The replies of a meeting, for those who may move it; a page at a time."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.meetings.reading import MeetingRow, find_meeting
from planning.meetings.rules.quorum import Answer
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.replies.reading import REPLY, WAITS, ReplyRow
from planning.replies.rules import Kind, ReplyState, Why
from planning.replies.rules.settling import Settlement
from planning.transactions import fetch_all, fetch_value, transaction


class ReplyLine(msgspec.Struct, frozen=True):
    """A reply in the list, without what it says in words.

    `waits`: somebody is to decide, or to read it. `applied`: the answer counts.
    `asked_before_move`: it answers an invitation that the person has a newer one of.
    """

    id: UUID
    received_at: datetime
    kind: Kind
    name: str
    agency_name: str
    answer: Answer | None
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None
    state: ReplyState
    waits: bool
    applied: bool
    asked_before_move: bool
    settled_by_name: str | None
    settled_at: datetime | None
    settled_how: Settlement | None


_PAGE = f"""{REPLY}
where r.meeting_id = $1 and {WAITS} = $2
  and ($4::timestamptz is null or (r.received_at, r.id) < ($4, $5::uuid))
order by r.received_at desc, r.id desc
limit $6
"""

_CROWDED_OUT = "select count(*) from reply where meeting_id = $1 and reasons = $2::text[]"


async def replies_of(
    *,
    meeting_id: UUID,
    waiting: bool,
    actor: Actor,
    now: datetime,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[ReplyLine]:
    """Those that wait, or those that do not; the latest first.

    Raises `NotFound` for who may not move the meeting, `Invalid` for a wrong cursor.
    """
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        await find_arranged(meeting_id, actor)
        rows = await fetch_all(
            ReplyRow, _PAGE, meeting_id, waiting, now,
            after.at if after else None, after.id if after else None, size + 1,
        )  # fmt: skip
    lines = [line_of(row, now) for row in rows]
    return page(lines, [Place(row.received_at, row.id) for row in rows], size)


async def crowded_out(*, meeting_id: UUID, actor: Actor) -> int:
    """How many replies came while far too many to the same invitation waited.

    Raises `NotFound` for who may not move the meeting.
    """
    async with transaction(actor.person_id):
        await find_arranged(meeting_id, actor)
        found: int = await fetch_value(_CROWDED_OUT, meeting_id, [Why.TOO_MANY])
    return found


async def find_arranged(meeting_id: UUID, actor: Actor) -> MeetingRow:
    """The meeting; raises `NotFound` for who may not move it, to whom it has no replies."""
    meeting = await find_meeting(meeting_id)
    if not meeting.is_arranged_by(actor):
        raise NotFound
    return meeting


def line_of(row: ReplyRow, now: datetime) -> ReplyLine:
    """The same for the list, without its words."""
    judged = row.to_settle()
    return ReplyLine(
        id=row.id,
        received_at=row.received_at,
        kind=row.kind,
        name=row.name,
        agency_name=row.agency_name,
        answer=row.answer,
        proposed_starts_at=row.proposed_starts_at,
        proposed_ends_at=row.proposed_ends_at,
        state=row.state,
        waits=judged.waits(now),
        applied=row.applied_at is not None,
        asked_before_move=judged.asked_before_move(),
        settled_by_name=row.settled_by_name,
        settled_at=row.settled_at,
        settled_how=row.settled_how,
    )
