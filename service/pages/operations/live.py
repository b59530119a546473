"""Going live: through the gate, or without sign-off when a child cannot wait."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.go_live.actions import confirm_go_live, go_live, go_live_without_sign_off
from planning.go_live.queries import gate_of, go_live_record_of
from planning.operations.queries import operation
from service.pages.forms import Form
from service.pages.fresh import freshen, is_fresh, keep
from service.pages.placing import unplaced
from service.pages.presenters import operations as words
from service.pages.presenters.unsigned import unsigned
from service.pages.serving import ask_for_fresh_password, form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/go-live")
async def show_go_live(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Show the gate once more before the word is given; needs the password given just now."""
    ask_for_fresh_password(request)
    return await _gate_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/go-live")
async def give_the_word(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Go live, or list every line that is not met."""
    ask_for_fresh_password(request)
    form = await form_of(request)

    async def act() -> Answer:
        with unplaced():
            await go_live(
                operation_id=operation_id,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        return see_other(f"/operations/{operation_id}", "The operation is live.")

    return await submit(request, form, act, again=lambda: _gate_page(request, operation_id, form))


@get("/operations/{operation_id:uuid}/go-live-without-sign-off")
async def show_without(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask only for the reason; needs the password given just now."""
    ask_for_fresh_password(request)
    return await _without_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/go-live-without-sign-off")
async def without(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Record at once that it is live; a password that is too old loses nothing typed."""
    form = await form_of(request)
    session_id = await freshen(request, form)
    reason = form.long_text(
        "reason", label="Reason", required="Enter why this cannot wait", max_length=4000
    )

    async def act() -> Answer:
        await go_live_without_sign_off(
            operation_id=operation_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(
            f"/operations/{operation_id}",
            "The operation is live. Ask somebody of another agency to confirm it within 24 hours.",
        )

    response = await submit(
        request, form, act, again=lambda: _without_page(request, operation_id, form)
    )
    return keep(request, response, session_id)


@get("/operations/{operation_id:uuid}/confirm-go-live")
async def show_confirm(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Show the reason to the second person; needs the password given just now."""
    ask_for_fresh_password(request)
    return await _confirm_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/confirm-go-live")
async def confirm(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Stand behind going live without sign-off."""
    ask_for_fresh_password(request)
    form = await form_of(request)

    async def act() -> Answer:
        await confirm_go_live(operation_id=operation_id, actor=request.user, now=clock.now())
        return see_other(f"/operations/{operation_id}", "You have confirmed it.")

    return await submit(
        request, form, act, again=lambda: _confirm_page(request, operation_id, form)
    )


async def _gate_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    gate = await gate_of(operation_id=operation_id, actor=actor, now=now)
    return page(
        request,
        "pages/operations/go_live.html",
        title="Go live",
        form=form,
        submit="Go live now",
        destructive=True,
        cancel=f"/operations/{operation_id}",
        seen=seen,
        readiness=words.readiness(gate, seen.state),
        planned=words.planned(seen, now, request.auth.closed_days),
    )


async def _without_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    gate = await gate_of(operation_id=operation_id, actor=actor, now=now)
    return page(
        request,
        "pages/operations/without_sign_off.html",
        title="Go live without sign-off",
        form=form,
        submit="Record that it is live",
        destructive=True,
        cancel=f"/operations/{operation_id}",
        seen=seen,
        readiness=words.readiness(gate, seen.state),
        ask_password=not is_fresh(request),
    )


async def _confirm_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    live = await go_live_record_of(operation_id=operation_id, actor=actor)
    return page(
        request,
        "pages/operations/confirm.html",
        title="Confirm that it went live",
        form=form,
        submit="Confirm",
        destructive=True,
        cancel=f"/operations/{operation_id}",
        seen=seen,
        unsigned=unsigned(live, now, request.auth.closed_days),
    )


routes = [show_go_live, give_the_word, show_without, without, show_confirm, confirm]
