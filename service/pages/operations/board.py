"""The partnership's board, and what the partnership was told of one operation."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.go_live.queries import gates_of
from planning.operations.actions import acknowledge_notice
from planning.operations.queries import operation, partnership_notices
from planning.operations.rules import BEFORE_LIVE
from planning.sign_offs.queries import board
from service.pages.presenters import board as words
from service.pages.serving import page
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other


@get("/operations/board")
async def show_board(request: PageRequest) -> Response[str]:
    """Operations that the partnership was told of: how far they are, what is overdue."""
    actor, now = request.user, clock.now()
    found = await board(actor=actor, now=now, cursor=request.query_params.get("after"))
    waiting = [row.id for row in found.items if row.state in BEFORE_LIVE]
    gates = await gates_of(operation_ids=waiting, actor=actor, now=now)
    return page(
        request,
        "pages/operations/board.html",
        title="The partnership’s board",
        lines=[
            words.line(row, gates.get(row.id), now, request.auth.closed_days) for row in found.items
        ],
        unseen=[one for row in found.items for one in words.unseen(row, actor)],
        following=f"/operations/board?after={found.next}" if found.next else "",
    )


@get("/operations/{operation_id:uuid}/notices")
async def show_notices(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """What the partnership was told, when, by whom, and who of it has seen that."""
    actor, now = request.user, clock.now()
    return page(
        request,
        "pages/operations/notices.html",
        title="What the partnership was told",
        seen=await operation(operation_id=operation_id, actor=actor, now=now),
        told=[
            words.notice(one, actor)
            for one in await partnership_notices(operation_id=operation_id, actor=actor)
        ],
    )


@post("/operations/{operation_id:uuid}/notices/{notice_id:uuid}/receipt")
async def receive(
    request: PageRequest, operation_id: FromPath[UUID], notice_id: FromPath[UUID]
) -> Response[Any]:
    """Say that one has seen it."""

    async def act() -> Answer:
        await acknowledge_notice(notice_id=notice_id, actor=request.user, now=clock.now())
        return see_other("/operations/board", "Everybody in the operation sees that you know.")

    return await once(request, act)


routes = [show_board, show_notices, receive]
