"""The versions of the plan templates: read, drafted as TOML, put in force."""

from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.people.rules import Role, require_role
from planning.plans.actions.templates import (
    begin_template,
    put_template_in_force,
    take_back_template,
    write_template,
)
from planning.plans.queries.templates import TemplateLine, template, templates
from planning.plans.rules.reading import parse_template
from planning.plans.rules.templates import PlanKind, Template
from planning.plans.rules.writing import to_toml
from service.api.serving import ApiRequest, Changed, Made, done, made, told


class TemplateTold(msgspec.Struct, frozen=True):
    """One version: `template` as plans keep it, `toml` as it is edited."""

    line: TemplateLine
    template: Template
    toml: str


class NewTemplate(msgspec.Struct, frozen=True):
    """The kind of plan whose template is to have a new version."""

    kind: PlanKind


class TemplateToml(msgspec.Struct, frozen=True):
    """A template as TOML, to be checked."""

    toml: str


class TemplateText(msgspec.Struct, frozen=True):
    """What a draft is to say, as TOML, and a note of what changes; `version` as you read it."""

    toml: str
    note: str
    version: int


class TemplateVersion(msgspec.Struct, frozen=True):
    """The version of the draft, as you read it."""

    version: int


@get("/templates")
async def list_templates(request: ApiRequest) -> list[TemplateLine]:
    """List the versions of both templates, newest first."""
    return await templates(actor=request.user)


@get("/templates/{template_id:uuid}")
async def see_template(request: ApiRequest, template_id: FromPath[UUID]) -> TemplateTold:
    """Show one version."""
    seen = await template(template_id=template_id, actor=request.user)
    return TemplateTold(seen.line, seen.template, to_toml(seen.template))


@post("/templates/preview", status_code=200)
async def preview(request: ApiRequest, data: JSONBody[TemplateToml]) -> Template:
    """Tell every fault of a template with its place, or what it says; nothing is kept."""
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    return parse_template(data.toml)


@post("/templates", status_code=201)
async def begin(request: ApiRequest, data: JSONBody[NewTemplate]) -> Response[Made]:
    """Begin a draft with what is in force; for administrators and the partnership."""
    return await made(
        request, lambda: begin_template(kind=data.kind, actor=request.user, now=clock.now())
    )


@put("/templates/{template_id:uuid}")
async def write(
    request: ApiRequest, template_id: FromPath[UUID], data: JSONBody[TemplateText]
) -> Response[Changed]:
    """Replace what a draft says; refused with every fault and its place."""

    async def act() -> Changed:
        return Changed(
            await write_template(
                template_id=template_id,
                content=data.toml,
                note=data.note,
                version=data.version,
                actor=request.user,
                now=clock.now(),
            )
        )

    return await told(request, act)


@post("/templates/{template_id:uuid}/put-in-force", status_code=204)
async def put_in_force(
    request: ApiRequest, template_id: FromPath[UUID], data: JSONBody[TemplateVersion]
) -> Response[None]:
    """Let new plans start from the draft; plans that there are keep theirs."""
    return await done(
        request,
        lambda: put_template_in_force(
            template_id=template_id, version=data.version, actor=request.user, now=clock.now()
        ),
    )


@post("/templates/{template_id:uuid}/take-back", status_code=204)
async def take_back(
    request: ApiRequest, template_id: FromPath[UUID], data: JSONBody[TemplateVersion]
) -> Response[None]:
    """Throw a draft away."""
    return await done(
        request,
        lambda: take_back_template(
            template_id=template_id, version=data.version, actor=request.user, now=clock.now()
        ),
    )


routes = [list_templates, see_template, preview, begin, write, put_in_force, take_back]
