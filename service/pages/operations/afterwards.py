"""After going live without sign-off: the closing review, and the partnership's list."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.go_live.actions import review_go_live
from planning.go_live.queries import go_live_record_of, live_without_sign_off
from planning.go_live.rules import Review
from planning.operations.queries import operation
from service.pages.forms import Form
from service.pages.presenters.unsigned import unsigned, unsigned_lines
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

_ASKED = {
    "why": "Enter why it could not wait",
    "unmet": "Enter what was not met, and what came of it",
    "changes": "Enter what changes now",
}


@get("/operations/without-sign-off")
async def show_unsigned(request: PageRequest) -> Response[str]:
    """What was live before it was signed, and what is owed for it."""
    found = await live_without_sign_off(
        actor=request.user, cursor=request.query_params.get("after")
    )
    return page(
        request,
        "pages/operations/unsigned_list.html",
        title="Live without sign-off",
        lines=unsigned_lines(found.items, clock.now(), request.auth.closed_days),
        following=f"/operations/without-sign-off?after={found.next}" if found.next else "",
    )


@get("/operations/{operation_id:uuid}/review-go-live")
async def show_review(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask what looking back found."""
    return await _page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/review-go-live")
async def review(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    form = await form_of(request)
    found = Review(
        **{
            field: form.long_text(field, label=field, required=required, max_length=4000)
            for field, required in _ASKED.items()
        }
    )

    async def act() -> Answer:
        await review_go_live(
            operation_id=operation_id, review=found, actor=request.user, now=clock.now()
        )
        return see_other(f"/operations/{operation_id}", "The closing review is kept.")

    return await submit(request, form, act, again=lambda: _page(request, operation_id, form))


async def _page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    live = await go_live_record_of(operation_id=operation_id, actor=actor)
    return page(
        request,
        "pages/operations/review_go_live.html",
        title="Closing review",
        form=form,
        submit="Keep the review",
        destructive=True,
        cancel=f"/operations/{operation_id}",
        seen=seen,
        unsigned=unsigned(live, now, request.auth.closed_days),
    )


routes = [show_unsigned, show_review, review]
