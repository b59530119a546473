"""Moving an operation on: the lead's own steps, and declaring it ready."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.go_live.actions import declare_ready
from planning.operations.actions import move_operation
from planning.operations.queries import operation
from planning.operations.rules import Act
from service.pages.forms import Form
from service.pages.presenters.operations import own_acts, state_tag
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, once, see_other


@get("/operations/{operation_id:uuid}/state")
async def show_move(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask what to do with it, and why."""
    return await _page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/state")
async def move(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Take the step."""
    form = await form_of(request)
    step = form.enum("act", label="Step", kind=Act, required="Select what to do")
    reason = form.text("reason", label="Reason", required="Enter why", max_length=500)

    async def act() -> Answer:
        await move_operation(
            operation_id=operation_id,
            act=step or Act.PAUSE,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/operations/{operation_id}", "The operation’s state has changed.")

    return await submit(request, form, act, again=lambda: _page(request, operation_id, form))


@post("/operations/{operation_id:uuid}/ready")
async def ready(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Say that it waits only for the word."""

    async def act() -> Answer:
        await declare_ready(operation_id=operation_id, actor=request.user, now=clock.now())
        return see_other(f"/operations/{operation_id}", "The operation is ready.")

    return await once(request, act)


async def _page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    seen = await operation(operation_id=operation_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/operations/state.html",
        title="Change the state",
        form=form,
        submit="Save",
        destructive=True,
        cancel=f"/operations/{operation_id}",
        seen=seen,
        state=state_tag(seen.state),
        acts=own_acts(seen.state),
    )


routes = [show_move, move, ready]
