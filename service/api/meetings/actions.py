"""Actions after their meeting: lists of them, and one done, handed over, moved or withdrawn."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.queries import ActionSeen, ListedAction, WhichActions
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, done
from service.web.context import enqueue_of


class ActionDone(msgspec.Struct, frozen=True):
    """What was done and how that is known; `done_on` if it was not today."""

    evidence: str
    done_on: date | None = None


class ActionNote(msgspec.Struct, frozen=True):
    """How far an action is."""

    note: str


class ActionHeir(msgspec.Struct, frozen=True):
    """Who takes an action over, of the same agency, and why."""

    to_id: UUID
    reason: str


class NewDue(msgspec.Struct, frozen=True):
    """Another due date, and why."""

    due_on: date
    reason: str


class WithdrawnAction(msgspec.Struct, frozen=True):
    """Why an action is taken back."""

    reason: str


@get("/actions")
async def list_mine(
    request: ApiRequest,
    which: FromQuery[WhichActions] = WhichActions.OPEN,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[ListedAction]:
    """List your actions: open ones soonest due first, done ones latest first."""
    return await queries.my_actions(
        actor=request.user, now=clock.now(), which=which, cursor=cursor, limit=limit
    )


@get("/agency-actions")
async def list_of_agency(
    request: ApiRequest,
    which: FromQuery[WhichActions] = WhichActions.OPEN,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[ListedAction]:
    """List open actions of your agency in the cases that you are in, soonest due first."""
    return await queries.agency_actions(
        actor=request.user, now=clock.now(), which=which, cursor=cursor, limit=limit
    )


@get("/actions/{action_id:uuid}")
async def see(request: ApiRequest, action_id: FromPath[UUID]) -> ActionSeen:
    """Show an action with all that happened to it; `may` says what you may do."""
    return await queries.action(action_id=action_id, actor=request.user, now=clock.now())


@post("/actions/{action_id:uuid}/complete", status_code=204)
async def complete(
    request: ApiRequest, action_id: FromPath[UUID], data: JSONBody[ActionDone]
) -> Response[None]:
    """Say that an action is done, with evidence; its owner or the chair."""
    return await done(
        request,
        lambda: actions.complete_action(
            action_id=action_id,
            evidence=data.evidence,
            done_on=data.done_on,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/actions/{action_id:uuid}/notes", status_code=204)
async def note(
    request: ApiRequest, action_id: FromPath[UUID], data: JSONBody[ActionNote]
) -> Response[None]:
    """Say how far an action is; its owner or the chair."""
    return await done(
        request,
        lambda: actions.note_action(
            action_id=action_id, note=data.note, actor=request.user, now=clock.now()
        ),
    )


@post("/actions/{action_id:uuid}/hand-over", status_code=204)
async def hand_over(
    request: ApiRequest, action_id: FromPath[UUID], data: JSONBody[ActionHeir]
) -> Response[None]:
    """Give an action to somebody else of the same agency; its owner or the chair."""
    return await done(
        request,
        lambda: actions.hand_over_action(
            action_id=action_id,
            to_id=data.to_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/actions/{action_id:uuid}/due-date", status_code=204)
async def move_due(
    request: ApiRequest, action_id: FromPath[UUID], data: JSONBody[NewDue]
) -> Response[None]:
    """Agree another due date; the chair."""
    return await done(
        request,
        lambda: actions.move_action_due(
            action_id=action_id,
            due_on=data.due_on,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/actions/{action_id:uuid}/withdraw", status_code=204)
async def withdraw(
    request: ApiRequest, action_id: FromPath[UUID], data: JSONBody[WithdrawnAction]
) -> Response[None]:
    """Take an action back; the chair."""
    return await done(
        request,
        lambda: actions.withdraw_action(
            action_id=action_id, reason=data.reason, actor=request.user, now=clock.now()
        ),
    )


routes = [
    list_mine,
    list_of_agency,
    see,
    complete,
    note,
    hand_over,
    move_due,
    withdraw,
]
