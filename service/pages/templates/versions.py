"""The versions of the templates: the list, one of them, and how it looks to who writes a plan."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import Blocked, Blocker
from planning.people.queries import agencies
from planning.people.rules import Role, require_role
from planning.plans.actions.templates import begin_template
from planning.plans.queries.templates import template, templates
from planning.plans.rules.reliance import reliance_faults
from planning.plans.rules.templates import PLAN_WORDS, PlanKind
from planning.plans.rules.values import ROWS_AT_MOST
from planning.plans.rules.writing import to_toml
from service.documents.blank import blank_html
from service.documents.pdf import DocumentFailed, make_pdf
from service.pages.forms import Form, FormInvalid
from service.pages.placing import shown_rows
from service.pages.presenters import templates as words
from service.pages.serving import form_of, page, submit
from service.pages.templates.drafts import may_edit, section_of
from service.pages.templates.rows import starter_form
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

HERE = "/templates"
SECONDS = 30


@get(HERE)
async def show_list(request: PageRequest) -> Response[str]:
    """The versions of both templates, newest first."""
    return await _list(request, Form())


@post(HERE)
async def begin(request: PageRequest) -> Response[Any]:
    """Begin a draft with what is in force."""
    form = await form_of(request)
    kind = form.enum("kind", label="The plan", kind=PlanKind, required="Select the plan")

    async def act() -> Answer:
        if kind is None:
            raise FormInvalid(form)
        template_id = await begin_template(kind=kind, actor=request.user, now=clock.now())
        return see_other(f"{HERE}/{template_id}", "The draft is begun.")

    return await submit(request, form, act, again=lambda: _list(request, form))


async def _list(request: PageRequest, form: Form) -> Response[str]:
    found = await templates(actor=request.user)
    drafted = {line.kind for line in found if line.draft}
    return page(
        request,
        "pages/templates/list.html",
        title="Plan templates",
        form=form,
        groups=[
            (
                f"Template of the {PLAN_WORDS[kind]}",
                [(line, words.version_tag(line)) for line in found if line.kind is kind],
                kind.value if kind not in drafted and may_edit(request.user) else "",
            )
            for kind in PlanKind
        ],
    )


@get(HERE + "/{template_id:uuid}")
async def show_version(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """One version: its sections and roles, and what a draft still lacks."""
    seen = await template(template_id=template_id, actor=request.user)
    return page(
        request,
        "pages/templates/version.html",
        title=words.title(seen.line),
        line=seen.line,
        tag=words.version_tag(seen.line),
        made=words.made(seen.line),
        sections=words.section_rows(seen.template),
        roles=seen.template.roles,
        categories=dict(words.CATEGORIES),
        lacking=[one.message for one in reliance_faults(seen.template)] if seen.line.draft else [],
        edits=seen.line.draft and may_edit(request.user),
        prints=may_edit(request.user),
    )


@get(HERE + "/{template_id:uuid}/sections/{key:str}")
async def show_section(
    request: PageRequest, template_id: FromPath[UUID], key: FromPath[str]
) -> Response[str]:
    """A section as who writes a plan meets it: its empty form."""
    seen = await template(template_id=template_id, actor=request.user)
    section = section_of(seen, key)
    form = starter_form(section, *section.fields)
    keys = [one.key for one in seen.template.sections]
    place = keys.index(key)
    return page(
        request,
        "pages/templates/section.html",
        title=section.title,
        line=seen.line,
        section=section,
        after=words.titles(section, seen.template),
        form=form,
        fields=[(words.as_asked(field), words.about(field)) for field in section.fields],
        rows={
            field.key: shown_rows(form, field.key, spare=1, at_most=ROWS_AT_MOST)
            for field in section.fields
            if field.columns
        },
        agencies=[(str(one.id), one.name) for one in await agencies(actor=request.user)],
        edits=seen.line.draft and may_edit(request.user),
        previous=keys[place - 1] if place else "",
        next=keys[place + 1] if place + 1 < len(keys) else "",
    )


@get(HERE + "/{template_id:uuid}/toml")
async def download(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """The version as a TOML file."""
    seen = await template(template_id=template_id, actor=request.user)
    name = f"{seen.line.kind}-{seen.line.number}.toml"
    return Response(
        to_toml(seen.template),
        media_type="application/toml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@get(HERE + "/{template_id:uuid}/print")
async def print_blank(request: PageRequest, template_id: FromPath[UUID]) -> Response[bytes]:
    """The plan as it prints before anything is written, for who may change it."""
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    seen = await template(template_id=template_id, actor=request.user)
    html = blank_html(seen.template, reader=request.user.name, now=clock.now())
    try:
        made = await make_pdf(html, timeout=SECONDS)
    except DocumentFailed as failed:
        raise Blocked([Blocker(f"{failed}. Try again in a minute.")]) from failed
    return Response(
        made,
        media_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="template.pdf"'},
    )


routes = [show_list, begin, show_version, show_section, download, print_blank]
