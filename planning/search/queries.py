"""What a search finds: children and meetings that the person may know of, and nothing else.

Each statement begins at the compartments that the person is in, so that what is hidden costs no
time and gives no sign (decision 0018).
"""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from planning.clock import end_of_day, in_london, london_date
from planning.meetings.rules.states import MeetingState
from planning.paging import Page, Place, page, page_size, place
from planning.procedures.queries import current_profile
from planning.procedures.rules import MeetingKind
from planning.search.rules import Terms, reference_start
from planning.transactions import fetch_all

MOST_CHILDREN = 50
"""Whoever finds more types more of the name."""
_BEFORE = datetime(1900, 1, 1, tzinfo=UTC)
_AFTER = datetime(2200, 1, 1, tzinfo=UTC)


class ChildFound(msgspec.Struct, frozen=True):
    """A child's concern."""

    concern_id: UUID
    reference: str
    child_name: str
    born_on: date | None
    opened_at: datetime
    closed_at: datetime | None


class MeetingFound(msgspec.Struct, frozen=True):
    """A meeting whose joint part the person may read."""

    id: UUID
    reference: str
    kind: MeetingKind
    kind_words: str
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    chair_name: str


class Found(msgspec.Struct, frozen=True):
    """Children by name, at most 50 (`more`: there are others), and a page of meetings."""

    children: list[ChildFound]
    more: bool
    meetings: Page[MeetingFound]


class _Meeting(msgspec.Struct, frozen=True):
    id: UUID
    reference: str
    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    chair_name: str


_WORDS = """
array(select '% ' || word || '%' from unnest(string_to_array(accord_plain({typed}), ' ')) word)
"""
"""A pattern for each word: some word of the name begins with it."""

_KIDS = f"""
select c.compartment_id, c.id from child c
where accord_plain($1) <> ''
  and (c.search_name like all ({_WORDS.format(typed="$1")})
       or starts_with(c.search_reference, replace(accord_plain($1), ' ', '')))
"""

_CHILDREN = f"""
with kids as materialized ({_KIDS})
select k.id as concern_id, c.reference, c.name as child_name, c.born_on, k.opened_at, k.closed_at
from kids
join child c on c.compartment_id = kids.compartment_id and c.id = kids.id
join concern k on k.compartment_id = kids.compartment_id and k.child_id = kids.id
order by c.name, k.opened_at desc, k.id
limit $2
"""

_OF_CHILD = f"""
m.id in (
    with kids as materialized ({_KIDS})
    select mc.meeting_id from kids
    join concern k on k.compartment_id = kids.compartment_id and k.child_id = kids.id
    join meeting_child mc on mc.compartment_id = k.compartment_id and mc.concern_id = k.id)
"""

_OF_PERSON = f"""
m.id in (
    with there as materialized (
        select meeting_id, person_id from attendee where removed_at is null),
    named as materialized (
        select id, name from person where id in (select person_id from there)),
    people as materialized (
        select id from named
        where accord_plain($2) <> ''
          and ' ' || accord_plain(name) like all ({_WORDS.format(typed="$2")}))
    select meeting_id from there where person_id in (select id from people))
"""
"""Names are compared of those alone with whom one was invited: each costs some microseconds."""

_MEETINGS = """
with found as materialized (
    select m.id, m.reference, m.kind, m.starts_at, m.ends_at, m.state, m.chair_id
    from strategy_meeting m
    where {conditions}
      and m.starts_at >= $4 and m.starts_at < $5
      and ($6::timestamptz is null or (m.starts_at, m.id) < ($6, $7::uuid))
      and $1::text is not null and $2::text is not null and $3::text is not null
    order by m.starts_at desc, m.id desc
    limit $8)
select f.id, f.reference, f.kind, f.starts_at, f.ends_at, f.state, c.name as chair_name
from found f join person c on c.id = f.chair_id
order by f.starts_at desc, f.id desc
"""


async def find(*, terms: Terms, now: datetime, cursor: str | None, limit: int) -> Found:
    """Everything that meets all terms, meetings latest first; inside an open transaction."""
    children = []
    if terms.child:
        children = await fetch_all(ChildFound, _CHILDREN, terms.child, MOST_CHILDREN + 1)
    return Found(
        children=children[:MOST_CHILDREN],
        more=len(children) > MOST_CHILDREN,
        meetings=await _meetings(terms, now, cursor, page_size(limit)),
    )


async def _meetings(
    terms: Terms, now: datetime, cursor: str | None, size: int
) -> Page[MeetingFound]:
    after = place(cursor)
    rows = await fetch_all(
        _Meeting,
        _MEETINGS.format(conditions=_conditions(terms)),
        terms.child,
        terms.person,
        reference_start(terms.reference),
        in_london(terms.from_on, _MIDNIGHT) if terms.from_on else _BEFORE,
        end_of_day(terms.until_on) if terms.until_on else _AFTER,
        after.at if after else None,
        after.id if after else None,
        size + 1,
    )
    kinds = (await current_profile(london_date(now))).profile.kinds
    return page(
        [
            MeetingFound(kind_words=kinds[row.kind].words, **msgspec.structs.asdict(row))
            for row in rows
        ],
        [Place(row.starts_at, row.id) for row in rows],
        size,
    )


def _conditions(terms: Terms) -> str:
    asked = (
        (terms.child, _OF_CHILD),
        (terms.person, _OF_PERSON),
        (terms.reference, "starts_with(m.reference, $3)"),
    )
    return " and ".join([condition for typed, condition in asked if typed] or ["true"])


_MIDNIGHT = datetime.min.time()
