"""The meetings that a person is in, a page at a time."""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.meetings.reading import OPEN_CORRECTIONS
from planning.meetings.rules.corrections import state_at
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LONGEST
from planning.meetings.rules.states import MeetingState
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.procedures.rules import MeetingKind, Profile
from planning.transactions import fetch_all, transaction

EVER = datetime(1900, 1, 1, tzinfo=UTC)
"""Before any meeting. The walls let PostgreSQL use an index for a bare parameter only."""


class Which(StrEnum):
    """Which meetings to list."""

    ALL = "all"
    COMING = "coming"
    PAST = "past"


class MeetingLine(msgspec.Struct, frozen=True):
    """A line of the list; `my_answer` is `None` for who is not invited."""

    id: UUID
    reference: str
    kind: MeetingKind
    kind_words: str
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    quorate: bool | None
    chair_name: str
    my_answer: Answer | None


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    reference: str
    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    quorate: bool | None
    chair_name: str
    my_answer: Answer | None
    corrections_until: datetime | None
    open_corrections: int


_LINE = f"""
select m.id, m.reference, m.kind, m.starts_at, m.ends_at, m.state, m.quorate,
       c.name as chair_name,
       (select a.answer from attendee a
        where a.compartment_id = m.compartment_id and a.meeting_id = m.id and a.person_id = $3
          and a.removed_at is null) as my_answer, m.corrections_until, {OPEN_CORRECTIONS}
from strategy_meeting m
join person c on c.id = m.chair_id
"""

_LATEST_FIRST = f"""{_LINE}
where ($1::timestamptz is null or (m.starts_at, m.id) < ($1, $2::uuid))
  and ($5 <> 'past' or m.ends_at < $4) and m.starts_at >= $7
order by m.starts_at desc, m.id desc
limit $6
"""

_SOONEST_FIRST = f"""{_LINE}
where ($1::timestamptz is null or (m.starts_at, m.id) > ($1, $2::uuid))
  and m.ends_at >= $4 and $5 = 'coming' and m.starts_at >= $7
order by m.starts_at, m.id
limit $6
"""


async def meetings(
    *,
    actor: Actor,
    now: datetime,
    which: Which = Which.ALL,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[MeetingLine]:
    """A page of meetings: coming ones soonest first, others latest first. `Invalid` cursor."""
    after, size = place(cursor), page_size(limit)
    earliest = now - LONGEST if which is Which.COMING else EVER
    async with transaction(actor.person_id):
        profile = (await current_profile(london_date(now))).profile
        rows = await fetch_all(
            _Row,
            _SOONEST_FIRST if which is Which.COMING else _LATEST_FIRST,
            after.at if after else None,
            after.id if after else None,
            actor.person_id,
            now,
            which,
            size + 1,
            earliest,
        )
    return page(
        [_line(row, profile, now) for row in rows],
        [Place(row.starts_at, row.id) for row in rows],
        size,
    )


def _line(row: _Row, profile: Profile, now: datetime) -> MeetingLine:
    return MeetingLine(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        kind_words=profile.kinds[row.kind].words,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=state_at(row.state, row.corrections_until, row.open_corrections, now),
        quorate=row.quorate,
        chair_name=row.chair_name,
        my_answer=row.my_answer,
    )
