"""What was asked, answered and added about minutes, as far as the reader reads the parts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.transactions import fetch_all


class CorrectionSeen(msgspec.Struct, frozen=True):
    """A correction: by which agency, of what, and its answer. `made_version`: accepted, and the
    version of the part that it made. Unanswered without `answered_at`.
    """

    id: UUID
    concern_id: UUID | None
    part_version: int
    section: str
    wrong: str
    should_say: str
    agency_name: str
    asked_at: datetime
    answered_at: datetime | None
    made_version: int | None
    reason: str | None


class AddendumSeen(msgspec.Struct, frozen=True):
    """What was added to a part after it was final."""

    id: UUID
    concern_id: UUID | None
    text: str
    reason: str
    written_by_name: str
    written_at: datetime


_CORRECTIONS = """
select c.id, mc.concern_id, p.version as part_version, c.section, c.wrong, c.should_say,
       g.name as agency_name, c.asked_at, w.answered_at, made.version as made_version, w.reason
from minutes_correction c
join agency g on g.id = c.agency_id
join minutes_part p on p.id = c.minutes_part_id
left join meeting_child mc on mc.compartment_id = p.compartment_id and mc.id = p.meeting_child_id
left join minutes_correction_answer w on w.correction_id = c.id and w.answered_at <= $2
left join minutes_part made on made.id = w.minutes_part_id
where c.meeting_id = $1 and c.asked_at <= $2
order by c.asked_at, c.id
"""

_ADDENDA = """
select d.id, mc.concern_id, d.text, d.reason, a.name as written_by_name, d.written_at
from minutes_addendum d
join person a on a.id = d.written_by
join minutes_part p on p.id = d.minutes_part_id
left join meeting_child mc on mc.compartment_id = p.compartment_id and mc.id = p.meeting_child_id
where d.meeting_id = $1 and d.written_at <= $2
order by d.written_at, d.id
"""


async def corrections_of(meeting_id: UUID, as_of: datetime) -> list[CorrectionSeen]:
    """The oldest first, with what was answered by then; inside an open transaction."""
    return await fetch_all(CorrectionSeen, _CORRECTIONS, meeting_id, as_of)


async def addenda_of(meeting_id: UUID, as_of: datetime) -> list[AddendumSeen]:
    """The oldest first; inside an open transaction."""
    return await fetch_all(AddendumSeen, _ADDENDA, meeting_id, as_of)


def unanswered(corrections: Sequence[CorrectionSeen]) -> list[CorrectionSeen]:
    """Those that wait for the chair."""
    return [one for one in corrections if one.answered_at is None]
