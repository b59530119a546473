"""The operation's children: attached by their references, detached one by one, with a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.concerns.queries import concern_of_each_reference
from planning.errors import NotFound
from planning.operations.actions import attach_children, detach_child
from planning.operations.queries import operation_children
from planning.operations.rules.children import CHILDREN_FIELD
from planning.people.rules import Actor
from service.pages.forms import Form
from service.pages.operations.asking import asking, reason_of
from service.pages.serving import form_of, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/children")
async def show_attach(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask which children, and why."""
    return await _attach_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/children")
async def attach(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Attach them all, or none."""
    form = await form_of(request)
    typed = form.long_text(CHILDREN_FIELD, label="References", required="Enter a reference")
    reason = reason_of(form, "Enter why they belong to the operation")

    async def act() -> Answer:
        concern_ids = await _concerns(form, typed, request.user)
        form.check()
        await attach_children(
            operation_id=operation_id,
            concern_ids=concern_ids,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}#children", "They are attached.")

    return await submit(request, form, act, again=lambda: _attach_page(request, operation_id, form))


@get("/operations/{operation_id:uuid}/children/{attachment_id:uuid}")
async def show_detach(
    request: PageRequest, operation_id: FromPath[UUID], attachment_id: FromPath[UUID]
) -> Response[str]:
    """Ask why the child does not belong to it."""
    return await _detach_page(request, operation_id, attachment_id, Form())


@post("/operations/{operation_id:uuid}/children/{attachment_id:uuid}")
async def detach(
    request: PageRequest, operation_id: FromPath[UUID], attachment_id: FromPath[UUID]
) -> Response[Any]:
    """Detach the child."""
    form = await form_of(request)
    reason = reason_of(form, "Enter why the child does not belong to the operation")

    async def act() -> Answer:
        await detach_child(
            operation_id=operation_id,
            attachment_id=attachment_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}#children", "The child is detached.")

    return await submit(
        request, form, act, again=lambda: _detach_page(request, operation_id, attachment_id, form)
    )


async def _concerns(form: Form, typed: str, actor: Actor) -> list[UUID]:
    """Of references one a line; every one that names no child that the person sees is noted."""
    references = list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    found = await concern_of_each_reference(references=references, actor=actor)
    for reference in references:
        if reference not in found:
            form.add_error(CHILDREN_FIELD, f"You cannot see a child with the reference {reference}")
    return [found[reference].id for reference in references if reference in found]


async def _attach_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    return await asking(
        request,
        operation_id,
        form,
        "attach_children",
        title="Attach children",
        submit="Attach them",
    )


async def _detach_page(
    request: PageRequest, operation_id: UUID, attachment_id: UUID, form: Form
) -> Response[str]:
    children = await operation_children(
        operation_id=operation_id, actor=request.user, now=clock.now()
    )
    child = next((one for one in children if one.id == attachment_id), None)
    if child is None:
        raise NotFound
    return await asking(
        request,
        operation_id,
        form,
        "detach_child",
        title="Detach a child",
        submit="Detach the child",
        destructive=True,
        child=child,
    )


routes = [show_attach, attach, show_detach, detach]
