"""The record while a meeting runs; two texts of one item both stand until they are settled."""

from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import Saved
from planning.meetings.queries import RecordSeen
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import Change
from service.api.serving import ApiRequest, answered, once
from service.web.idempotency import Answer

_TWO_TEXTS = "Somebody else wrote here since you read it. Both texts are kept: settle them."


class RecordItems(msgspec.Struct, frozen=True):
    """What you wrote; `read` are the numbers of the texts that you had before you."""

    items: list[Change]


class ChildRecord(msgspec.Struct, frozen=True):
    """The outcome of one child; `version` is the child's as you read it."""

    draft: ChildDraft
    version: int


class TwoTexts(msgspec.Struct, frozen=True):
    """Everything is kept, but of some items two texts stand now."""

    error: str
    detail: str
    blockers: list[str]
    items: list[Saved]


@get("/meetings/{meeting_id:uuid}/record")
async def see_record(request: ApiRequest, meeting_id: FromPath[UUID]) -> RecordSeen:
    """Show every item of the record with its texts; for the chair and the minute taker."""
    return await queries.record_of(meeting_id=meeting_id, actor=request.user, now=clock.now())


@post("/meetings/{meeting_id:uuid}/record", status_code=200)
async def record_items(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[RecordItems]
) -> Response[list[Saved]]:
    """Keep items of the record; 409 with both texts when somebody else wrote there meanwhile."""

    async def act() -> Answer:
        return _answer(
            await actions.record_items(
                meeting_id=meeting_id, changes=data.items, actor=request.user, now=clock.now()
            )
        )

    return await once(request, act)


@put("/meetings/{meeting_id:uuid}/children/{concern_id:uuid}")
async def record_child(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    concern_id: FromPath[UUID],
    data: JSONBody[ChildRecord],
) -> Response[list[Saved]]:
    """Keep the outcome of one child; it may be incomplete until the meeting closes."""

    async def act() -> Answer:
        saved = await actions.record_child(
            meeting_id=meeting_id,
            concern_id=concern_id,
            draft=data.draft,
            version=data.version,
            actor=request.user,
            now=clock.now(),
        )
        return _answer([saved])

    return await once(request, act)


def _answer(saved: list[Saved]) -> Answer:
    """Kept in either case: a conflict is told, and not undone."""
    if all(one.item is None or len(one.item.texts) == 1 for one in saved):
        return answered(saved)
    return answered(TwoTexts("two_texts", _TWO_TEXTS, [], saved), status=409)


routes = [see_record, record_items, record_child]
