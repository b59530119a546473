"""The operations that a person is in, and one of them: readiness first."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.go_live.queries import gate_of, go_live_record_of
from planning.groups.queries import groups_of
from planning.lessons.queries import report_of, versions_in_force
from planning.operations.queries import (
    operation,
    operation_children,
    operation_members,
    operations,
)
from planning.operations.queries.operations import OperationSeen
from planning.operations.rules import ENDED, OperationState
from planning.people.rules import Actor, Role
from planning.plans.queries import plans_of
from service.pages.presenters import groups as group_words
from service.pages.presenters import lessons as after_words
from service.pages.presenters import operations as words
from service.pages.presenters import plans as plan_words
from service.pages.presenters.counts import listed
from service.pages.presenters.lessons import VersionLine
from service.pages.presenters.unsigned import unsigned
from service.pages.serving import page
from service.web.context import PageRequest


@get("/operations")
async def show_list(request: PageRequest) -> Response[str]:
    """The person's operations, newest first."""
    found = await operations(actor=request.user, cursor=request.query_params.get("after"))
    return page(
        request,
        "pages/operations/list.html",
        title="Operations",
        lines=[words.line(row) for row in found.items],
        following=f"/operations?after={found.next}" if found.next else "",
        may_create=request.user.has(Role.OPERATION_LEAD),
        may_see_board=request.user.has(Role.PARTNERSHIP),
    )


@get("/operations/{operation_id:uuid}")
async def show_one(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """What keeps the operation from going live, who can put it right, and who is in it."""
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    gate = await gate_of(operation_id=operation_id, actor=actor, now=now)
    live = await go_live_record_of(operation_id=operation_id, actor=actor)
    return page(
        request,
        "pages/operations/one.html",
        title=seen.name,
        seen=seen,
        state=words.state_tag(seen.state),
        readiness=words.readiness(gate, seen.state),
        planned=words.planned(seen, now, request.auth.closed_days),
        countdown=words.countdown(seen, now, request.auth.closed_days),
        unsigned=unsigned(live, now, request.auth.closed_days),
        doors=words.doors(seen, live, is_open=gate.open, actor=actor),
        plans=[
            plan_words.row(one) for one in await plans_of(operation_id=operation_id, actor=actor)
        ],
        children=await operation_children(operation_id=operation_id, actor=actor, now=now),
        groups=group_words.groups(
            await groups_of(operation_id=operation_id, on=clock.today(now), actor=actor), now
        ),
        may_attach=seen.state not in ENDED,
        may_schedule=actor.has(Role.SCHEDULER),
        versions=await _versions(seen, actor),
        lacks=await _lacks(seen, actor),
        steps=words.steps(),
        members=await operation_members(operation_id=operation_id, actor=actor),
    )


async def _versions(seen: OperationSeen, actor: Actor) -> list[VersionLine]:
    """Which versions of its plans the operation works by, once it has been live."""
    if seen.live_at is None:
        return []
    found = await versions_in_force(operation_id=seen.id, actor=actor)
    return after_words.version_lines(found)


async def _lacks(seen: OperationSeen, actor: Actor) -> str:
    """What the report must still say before the operation is closed."""
    if seen.state is not OperationState.CLOSING:
        return ""
    return listed((await report_of(operation_id=seen.id, actor=actor)).lacks)


routes = [show_list, show_one]
