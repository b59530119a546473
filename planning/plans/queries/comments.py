"""Comments and requests of a plan as its members see them, each in its own tier."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.plans.rules.comments import About, CommentKind
from planning.transactions import fetch_all, fetch_value, transaction


class ReplySeen(msgspec.Struct, frozen=True):
    """What was said to a comment or request."""

    id: UUID
    text: str
    said_by_name: str
    said_at: datetime


class CommentSeen(msgspec.Struct, frozen=True):
    """A comment or request. `part` names the role or resource line; of a section it is "".

    `open`: a request that nobody has settled.
    """

    id: UUID
    plan_id: UUID
    section_key: str | None
    role_id: UUID | None
    resource_id: UUID | None
    part: str
    kind: CommentKind
    text: str
    said_by: UUID
    said_by_name: str
    said_at: datetime
    settled_by_name: str | None
    settled_at: datetime | None
    open: bool


class ThreadSeen(CommentSeen, frozen=True, kw_only=True):
    """A comment or request with what was said to it, oldest first."""

    replies: list[ReplySeen]


class SpokenOf(msgspec.Struct, frozen=True):
    """How much was said about one part of a plan, as far as the reader may know."""

    section_key: str | None
    role_id: UUID | None
    resource_id: UUID | None
    said: int
    open: int


_COMMENTS = """
select c.id, c.plan_id, c.section_key, c.role_id, c.resource_id,
       coalesce(r.title, l.kind, '') as part, c.kind, c.text, c.said_by, p.name as said_by_name,
       c.said_at, s.name as settled_by_name, c.settled_at,
       c.kind = 'request' and c.settled_at is null as open
from plan_comment c join person p on p.id = c.said_by
left join person s on s.id = c.settled_by
left join plan_role r on r.id = c.role_id left join plan_resource l on l.id = c.resource_id
"""

_ABOUT = """
where c.plan_id = $1
  and ($2::text is null or c.section_key = $2)
  and ($3::uuid is null or c.role_id = $3)
  and ($4::uuid is null or c.resource_id = $4)
  and ($5::timestamptz is null or (c.said_at, c.id) < ($5, $6::uuid))
order by c.said_at desc, c.id desc limit $7
"""

_SPOKEN_OF = """
select section_key, role_id, resource_id, count(*)::int as said,
       count(*) filter (where kind = 'request' and settled_at is null)::int as open
from plan_comment where plan_id = $1 group by section_key, role_id, resource_id
order by section_key, role_id, resource_id
"""


WHOLE = About()
"""Of any part."""


class _Reply(ReplySeen, frozen=True, kw_only=True):
    comment_id: UUID


async def comments_of(
    *,
    plan_id: UUID,
    actor: Actor,
    about: About = WHOLE,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[ThreadSeen]:
    """What was said about a plan or about one part of it, newest first. Raises `NotFound`."""
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        await must_see_plan(plan_id)
        found = await fetch_all(
            CommentSeen,
            _COMMENTS + _ABOUT,
            plan_id,
            *msgspec.structs.astuple(about),
            *((after.at, after.id) if after else (None, None)),
            size + 1,
        )
        return page(await _threads(found), [Place(one.said_at, one.id) for one in found], size)


async def thread(*, comment_id: UUID, actor: Actor) -> ThreadSeen:
    """One comment or request with its replies. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_all(CommentSeen, _COMMENTS + "where c.id = $1", comment_id)
        if not found:
            raise NotFound
        return (await _threads(found))[0]


async def _threads(comments: list[CommentSeen]) -> list[ThreadSeen]:
    replies = await fetch_all(
        _Reply,
        "select r.id, r.comment_id, r.text, p.name as said_by_name, r.said_at"
        " from plan_reply r join person p on p.id = r.said_by"
        " where r.comment_id = any($1) order by r.said_at, r.id",
        [one.id for one in comments],
    )
    return [
        ThreadSeen(
            replies=[reply for reply in replies if reply.comment_id == one.id],
            **msgspec.structs.asdict(one),
        )
        for one in comments
    ]


async def spoken_of(plan_id: UUID) -> list[SpokenOf]:
    """How much was said about each part of a plan; inside an open transaction."""
    return await fetch_all(SpokenOf, _SPOKEN_OF, plan_id)


async def must_see_plan(plan_id: UUID) -> None:
    """Raise `NotFound` for a plan that is absent or hidden; inside an open transaction."""
    if await fetch_value("select true from plan where id = $1", plan_id) is None:
        raise NotFound
