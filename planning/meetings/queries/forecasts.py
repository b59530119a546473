"""Which of several coming meetings will be quorate, as the answers stand."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.meetings.reading import ATTENDEES, AttendeeRow
from planning.meetings.rules.quorum import forecast
from planning.procedures.queries import profile_of
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_all


class _Asked(msgspec.Struct, frozen=True):
    id: UUID
    kind: MeetingKind
    profile_version: int
    children: list[UUID]


_ASKED = """
select m.id, m.kind, m.profile_version,
       array(select mc.concern_id from meeting_child mc where mc.meeting_id = m.id) as children
from strategy_meeting m
where m.id = any($1)
"""


async def quorate_ahead(meeting_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these meetings whose forecast is quorate; two queries, in an open transaction."""
    asked = await fetch_all(_Asked, _ASKED, list(meeting_ids))
    attendees = await _attendees(meeting_ids)
    quorate = set()
    for meeting in asked:
        kind = (await profile_of(meeting.profile_version)).profile.kinds[meeting.kind]
        standings = [attendee.standing() for attendee in attendees[meeting.id]]
        if forecast(kind, standings, meeting.children).quorate:
            quorate.add(meeting.id)
    return quorate


async def _attendees(meeting_ids: Sequence[UUID]) -> dict[UUID, list[AttendeeRow]]:
    found: dict[UUID, list[AttendeeRow]] = {meeting_id: [] for meeting_id in meeting_ids}
    for attendee in await fetch_all(AttendeeRow, ATTENDEES, list(meeting_ids)):
        found[attendee.meeting_id].append(attendee)
    return found
