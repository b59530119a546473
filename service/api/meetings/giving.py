"""Actions while their meeting runs: added, changed, removed, carried over from an earlier one."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.meetings import actions
from planning.meetings.rules.action import ActionDraft
from service.api.serving import ApiRequest, Changed, Made, done, made, told


class NewAction(msgspec.Struct, frozen=True):
    """What somebody who attends is to do; `due_on` includes its day."""

    what: str
    owner_id: UUID
    due_on: date
    success_test: str = ""


class ChangedAction(msgspec.Struct, frozen=True):
    """A draft changed; `version` is the action's as you read it."""

    draft: ActionDraft
    version: int


class RemovedAction(msgspec.Struct, frozen=True):
    """A draft to be removed; `version` is the action's as you read it."""

    version: int


class CarriedAction(msgspec.Struct, frozen=True):
    """An open action taken along, due later; with `owner_id` it goes to somebody else."""

    due_on: date
    owner_id: UUID | None = None


@post("/meetings/{meeting_id:uuid}/children/{concern_id:uuid}/actions", status_code=201)
async def add_for_child(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    concern_id: FromPath[UUID],
    data: JSONBody[NewAction],
) -> Response[Made]:
    """Give somebody something to do for a child."""
    return await _add(request, meeting_id, concern_id, data)


@post("/meetings/{meeting_id:uuid}/actions", status_code=201)
async def add_for_all(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewAction]
) -> Response[Made]:
    """Give somebody something to do that is of no one child."""
    return await _add(request, meeting_id, None, data)


async def _add(
    request: ApiRequest, meeting_id: UUID, concern_id: UUID | None, data: NewAction
) -> Response[Made]:
    return await made(
        request,
        lambda: actions.add_action(
            meeting_id=meeting_id,
            concern_id=concern_id,
            what=data.what,
            owner_id=data.owner_id,
            due_on=data.due_on,
            success_test=data.success_test,
            actor=request.user,
            now=clock.now(),
        ),
    )


@put("/meetings/{meeting_id:uuid}/actions/{action_id:uuid}")
async def change(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    action_id: FromPath[UUID],
    data: JSONBody[ChangedAction],
) -> Response[Changed]:
    """Change an action until its meeting is closed."""

    async def act() -> Changed:
        return Changed(
            await actions.change_action(
                meeting_id=meeting_id,
                action_id=action_id,
                draft=data.draft,
                version=data.version,
                actor=request.user,
                now=clock.now(),
            )
        )

    return await told(request, act)


@post("/meetings/{meeting_id:uuid}/actions/{action_id:uuid}/remove", status_code=204)
async def remove(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    action_id: FromPath[UUID],
    data: JSONBody[RemovedAction],
) -> Response[None]:
    """Take an action out of a meeting that runs."""
    return await done(
        request,
        lambda: actions.remove_action(
            meeting_id=meeting_id,
            action_id=action_id,
            version=data.version,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/meetings/{meeting_id:uuid}/actions/{action_id:uuid}/carry-over", status_code=201)
async def carry_over(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    action_id: FromPath[UUID],
    data: JSONBody[CarriedAction],
) -> Response[Made]:
    """Take an open action of an earlier meeting along; the old one ends when this one closes."""
    return await made(
        request,
        lambda: actions.carry_over_action(
            meeting_id=meeting_id,
            action_id=action_id,
            due_on=data.due_on,
            owner_id=data.owner_id,
            actor=request.user,
            now=clock.now(),
        ),
    )


routes = [add_for_child, add_for_all, change, remove, carry_over]
