"""The types of resource; an administrator keeps them."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.people.rules import Role, require_role
from planning.plans.actions import (
    add_resource_type,
    change_resource_type,
    close_resource_type,
)
from planning.plans.queries.resource_types import resource_type, resource_types
from planning.plans.rules.resource_types import PER_WORDS, NewType, Per, TypeDraft
from service.pages.forms import Form
from service.pages.presenters.resources import per_words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other

_PERS = [(per.value, PER_WORDS[per].capitalize()) for per in Per]


@get("/resource-types")
async def show_types(request: PageRequest) -> Response[str]:
    """List the types and offer to add one."""
    return await _list(request, Form())


@post("/resource-types")
async def add_type(request: PageRequest) -> Response[Any]:
    """How it counts is said once: old figures would change with it."""
    form = await form_of(request)
    per = form.enum("per", label="How it counts", kind=Per, required="Select how it counts")
    draft = NewType(**msgspec.structs.asdict(_draft(form)), per=per or Per.WEEK)

    async def act() -> Answer:
        await add_resource_type(draft=draft, actor=request.user, now=clock.now())
        return see_other("/resource-types", f"{draft.words} was added.")

    return await submit(request, form, act, again=lambda: _list(request, form))


@get("/resource-types/{type_key:str}")
async def show_type(request: PageRequest, type_key: FromPath[str]) -> Response[str]:
    """Show a type to be worded otherwise or closed."""
    return await _one(request, type_key, None)


@post("/resource-types/{type_key:str}")
async def save_type(request: PageRequest, type_key: FromPath[str]) -> Response[Any]:
    """Word a type otherwise."""
    form = await form_of(request)
    draft = _draft(form)

    async def act() -> Answer:
        await change_resource_type(key=type_key, draft=draft, actor=request.user, now=clock.now())
        return see_other("/resource-types", f"{draft.words} is saved.")

    return await submit(request, form, act, again=lambda: _one(request, type_key, form))


@post("/resource-types/{type_key:str}/close")
async def close_type(request: PageRequest, type_key: FromPath[str]) -> Response[Any]:
    """Offer the type no more."""

    async def act() -> Answer:
        await close_resource_type(key=type_key, actor=request.user, now=clock.now())
        return see_other("/resource-types", "The resource is closed. Lines that have it keep it.")

    return await once(request, act)


def _draft(form: Form) -> TypeDraft:
    return TypeDraft(
        words=form.text("words", label="Name", required="Enter its name", max_length=100),
        unit=form.text("unit", label="Unit", required="Enter the unit", max_length=50),
    )


async def _list(request: PageRequest, form: Form) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR)
    types = await resource_types(actor=request.user)
    return page(
        request,
        "pages/capacity/types.html",
        title="Types of resource",
        form=form,
        submit="Add the resource",
        types=[(one, per_words(one)) for one in types],
        pers=_PERS,
    )


async def _one(request: PageRequest, type_key: str, form: Form | None) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR)
    seen = await resource_type(key=type_key, actor=request.user)
    return page(
        request,
        "pages/capacity/type.html",
        title=seen.words,
        form=form or Form.filled(words=seen.words, unit=seen.unit),
        submit="Save the resource",
        cancel="/resource-types",
        seen=seen,
        per=per_words(seen),
    )


routes = [show_types, add_type, show_type, save_type, close_type]
