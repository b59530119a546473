"""Roles and resource lines: what each agency commits."""

from uuid import UUID

import msgspec
from litestar import Response, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.plans import actions
from planning.plans.rules.lines import ResourceDraft, RoleDraft
from service.api.serving import ApiRequest, Changed, Made, done, made, told


class RoleText(msgspec.Struct, frozen=True):
    """A role as it is to be; `version` is the role's as you read it."""

    role: RoleDraft
    version: int


class ResourceText(msgspec.Struct, frozen=True):
    """A resource line as it is to be; `version` is the line's as you read it."""

    resource: ResourceDraft
    version: int


class Removal(msgspec.Struct, frozen=True):
    """The version of what is taken out, as you read it."""

    version: int


@post("/plans/{plan_id:uuid}/roles", status_code=201)
async def add_role(
    request: ApiRequest, plan_id: FromPath[UUID], data: JSONBody[RoleDraft]
) -> Response[Made]:
    """Add a role; the lead, or somebody of the role's agency."""
    return await made(
        request,
        lambda: actions.add_role(plan_id=plan_id, draft=data, actor=request.user, now=clock.now()),
    )


@put("/roles/{role_id:uuid}")
async def change_role(
    request: ApiRequest, role_id: FromPath[UUID], data: JSONBody[RoleText]
) -> Response[Changed]:
    """Change a role; another holder or other terms have to be accepted anew."""

    async def act() -> Changed:
        return Changed(
            await actions.change_role(
                role_id=role_id,
                draft=data.role,
                version=data.version,
                actor=request.user,
                now=clock.now(),
            )
        )

    return await told(request, act)


@post("/roles/{role_id:uuid}/accept", status_code=204)
async def accept_role(request: ApiRequest, role_id: FromPath[UUID]) -> Response[None]:
    """Take on the role that you hold; said again it changes nothing."""
    return await done(
        request,
        lambda: actions.accept_role(role_id=role_id, actor=request.user, now=clock.now()),
    )


@post("/roles/{role_id:uuid}/brief-in", status_code=204)
async def brief_in(request: ApiRequest, role_id: FromPath[UUID]) -> Response[None]:
    """Say that a role's holder has been briefed in; said again it changes nothing."""
    return await done(
        request,
        lambda: actions.brief_in(role_id=role_id, actor=request.user, now=clock.now()),
    )


@post("/roles/{role_id:uuid}/remove", status_code=204)
async def remove_role(
    request: ApiRequest, role_id: FromPath[UUID], data: JSONBody[Removal]
) -> Response[None]:
    """Take a role out of the plan; a mandatory one stays."""
    return await done(
        request,
        lambda: actions.remove_role(
            role_id=role_id, version=data.version, actor=request.user, now=clock.now()
        ),
    )


@post("/plans/{plan_id:uuid}/resources", status_code=201)
async def add_resource(
    request: ApiRequest, plan_id: FromPath[UUID], data: JSONBody[ResourceDraft]
) -> Response[Made]:
    """Add a resource line; the lead, or somebody of the line's agency."""
    return await made(
        request,
        lambda: actions.add_resource(
            plan_id=plan_id, draft=data, actor=request.user, now=clock.now()
        ),
    )


@put("/resources/{resource_id:uuid}")
async def change_resource(
    request: ApiRequest, resource_id: FromPath[UUID], data: JSONBody[ResourceText]
) -> Response[Changed]:
    """Change a resource line."""

    async def act() -> Changed:
        return Changed(
            await actions.change_resource(
                resource_id=resource_id,
                draft=data.resource,
                version=data.version,
                actor=request.user,
                now=clock.now(),
            )
        )

    return await told(request, act)


@post("/resources/{resource_id:uuid}/remove", status_code=204)
async def remove_resource(
    request: ApiRequest, resource_id: FromPath[UUID], data: JSONBody[Removal]
) -> Response[None]:
    """Take a resource line out of the plan."""
    return await done(
        request,
        lambda: actions.remove_resource(
            resource_id=resource_id, version=data.version, actor=request.user, now=clock.now()
        ),
    )


routes = [
    add_role,
    change_role,
    accept_role,
    brief_in,
    remove_role,
    add_resource,
    change_resource,
    remove_resource,
]
