"""Roles of a plan: adding, changing, removing, accepting, briefing in."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.operations.queries import operation_members
from planning.people.queries import agencies
from planning.plans.actions import accept_role, add_role, brief_in, change_role, remove_role
from planning.plans.queries import plan
from planning.plans.queries.plans import RoleSeen
from planning.plans.rules.lines import RoleDraft
from service.pages.forms import Form
from service.pages.plans.periods import first_day, last_day
from service.pages.presenters.directory import agency_options
from service.pages.presenters.plans import members_by_agency
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other


@get("/plans/{plan_id:uuid}/roles/new")
async def show_add_role(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Ask what the role is and who holds it."""
    return await _page(request, plan_id, Form.filled(agency_id=request.user.agency_id))


@post("/plans/{plan_id:uuid}/roles/new")
async def add(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Each fault is shown with what was typed."""
    form = await form_of(request)
    draft = _draft(form)

    async def act() -> Answer:
        await add_role(plan_id=plan_id, draft=draft, actor=request.user, now=clock.now())
        return see_other(f"/plans/{plan_id}", "The role is in the plan.")

    return await submit(request, form, act, again=lambda: _page(request, plan_id, form))


@get("/plans/{plan_id:uuid}/roles/{role_id:uuid}")
async def show_change_role(
    request: PageRequest, plan_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Response[str]:
    """Ask for the role's new terms, those it has filled in."""
    role = await _role(request, plan_id, role_id)
    form = Form.filled(
        agency_id=role.agency_id,
        title=role.title,
        responsibilities=role.responsibilities,
        authority_limit=role.authority_limit,
        holder_id=role.holder_id,
        deputy_id=role.deputy_id,
        contact_24h=role.contact_24h,
        from_on=role.from_on,
        until_on=role.until_on,
    )
    return await _page(request, plan_id, form, role)


@post("/plans/{plan_id:uuid}/roles/{role_id:uuid}")
async def change(
    request: PageRequest, plan_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Response[Any]:
    """Change it; another holder or other terms have to be accepted anew."""
    form = await form_of(request)
    await _role(request, plan_id, role_id)
    draft, version = _draft(form), form.integer("version", label="Version") or 0

    async def act() -> Answer:
        await change_role(
            role_id=role_id, draft=draft, version=version, actor=request.user, now=clock.now()
        )
        return see_other(f"/plans/{plan_id}", "The role is saved.")

    async def again() -> Response[str]:
        return await _page(request, plan_id, form, await _role(request, plan_id, role_id))

    return await submit(request, form, act, again=again)


@post("/plans/{plan_id:uuid}/roles/{role_id:uuid}/remove")
async def remove(
    request: PageRequest, plan_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Response[Any]:
    """Take it out of the plan."""
    await _role(request, plan_id, role_id)
    version = (await form_of(request)).integer("version", label="Version") or 0

    async def act() -> Answer:
        await remove_role(role_id=role_id, version=version, actor=request.user, now=clock.now())
        return see_other(f"/plans/{plan_id}", "The role is out of the plan.")

    return await once(request, act)


@post("/plans/{plan_id:uuid}/roles/{role_id:uuid}/accept")
async def accept(
    request: PageRequest, plan_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Response[Any]:
    """Take the role on."""
    await _role(request, plan_id, role_id)

    async def act() -> Answer:
        await accept_role(role_id=role_id, actor=request.user, now=clock.now())
        return see_other(f"/plans/{plan_id}", "You have accepted the role.")

    return await once(request, act)


@post("/plans/{plan_id:uuid}/roles/{role_id:uuid}/brief-in")
async def brief(
    request: PageRequest, plan_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Response[Any]:
    """Say that the holder was briefed in."""
    await _role(request, plan_id, role_id)

    async def act() -> Answer:
        await brief_in(role_id=role_id, actor=request.user, now=clock.now())
        return see_other(f"/plans/{plan_id}", "It is noted that the holder has been briefed in.")

    return await once(request, act)


def _draft(form: Form) -> RoleDraft:
    agency_id = form.uuid("agency_id", label="Agency", required="Select the agency")
    return RoleDraft(
        agency_id=agency_id or UUID(int=0),
        title=form.text("title", label="Title", required="Enter a title"),
        responsibilities=form.long_text(
            "responsibilities", label="Responsibilities", max_length=4000
        ),
        authority_limit=form.text("authority_limit", label="Authority limit", max_length=500),
        holder_id=form.uuid("holder_id", label="Holder"),
        deputy_id=form.uuid("deputy_id", label="Deputy"),
        contact_24h=form.text("contact_24h", label="24-hour contact"),
        from_on=first_day(form),
        until_on=last_day(form),
    )


async def _role(request: PageRequest, plan_id: UUID, role_id: UUID) -> RoleSeen:
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    for one in seen.roles:
        if one.id == role_id:
            return one
    raise NotFound


async def _page(
    request: PageRequest, plan_id: UUID, form: Form, role: RoleSeen | None = None
) -> Response[str]:
    actor = request.user
    seen = await plan(plan_id=plan_id, actor=actor, now=clock.now())
    members = await operation_members(operation_id=seen.operation_id, actor=actor)
    return page(
        request,
        "pages/plans/role.html",
        title="Change a role" if role else "Add a role",
        form=form,
        submit="Save the role",
        cancel=f"/plans/{plan_id}",
        seen=seen,
        role=role,
        groups=members_by_agency(members),
        agencies=agency_options(await agencies(actor=actor)),
    )


routes = [show_add_role, add, show_change_role, change, remove, accept, brief]
