"""One row of a long table of a section, on a page of its own: a form of 500 rows is no form."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.queries import agencies, people
from planning.plans.actions import edit_section
from planning.plans.queries.plans import PlanSeen, SectionSeen
from planning.plans.rules.templates import Field, Section
from planning.plans.rules.values import Row
from service.pages.forms import Form
from service.pages.placing import placing
from service.pages.plans import answers
from service.pages.plans.sections import VERSION, section_of
from service.pages.presenters.directory import agency_options, by_agency
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

Found = tuple[PlanSeen, SectionSeen, Field]
TABLE = "/plans/{plan_id:uuid}/sections/{key:str}/rows/{field_key:str}"


@get(TABLE)
async def show_new(
    request: PageRequest, plan_id: FromPath[UUID], key: FromPath[str], field_key: FromPath[str]
) -> Response[str]:
    """Ask for a new row."""
    return await _page(request, await _table(request, plan_id, key, field_key), None, Form())


@post(TABLE)
async def add(
    request: PageRequest, plan_id: FromPath[UUID], key: FromPath[str], field_key: FromPath[str]
) -> Response[Any]:
    """Add it at the end."""
    return await _save(request, await _table(request, plan_id, key, field_key), None)


@get(TABLE + "/{row_id:uuid}")
async def show_row(
    request: PageRequest,
    plan_id: FromPath[UUID],
    key: FromPath[str],
    field_key: FromPath[str],
    row_id: FromPath[UUID],
) -> Response[str]:
    """What is kept of it, to be changed."""
    found = await _table(request, plan_id, key, field_key)
    _, section, field = found
    row = _row(section, field, row_id)
    form = answers.filled(_alone(section, field), {field.key: [row]})
    return await _page(request, found, row, form)


@post(TABLE + "/{row_id:uuid}")
async def save(
    request: PageRequest,
    plan_id: FromPath[UUID],
    key: FromPath[str],
    field_key: FromPath[str],
    row_id: FromPath[UUID],
) -> Response[Any]:
    """Keep it, or take it out, by the button that was pressed."""
    found = await _table(request, plan_id, key, field_key)
    return await _save(request, found, _row(found[1], found[2], row_id))


async def _save(request: PageRequest, found: Found, row: Row | None) -> Response[Any]:
    seen, section, field = found
    form = await form_of(request)
    removes = form.value("_step") == "remove" and row is not None
    typed = [] if removes else _typed(section, field, form)
    version = form.integer(VERSION, label="Version", maximum=2**31 - 1) or 0
    if not typed and not removes:
        form.add_error("", "Enter something, or cancel.")
    rows, place = _with(field, section, row, typed)

    async def act() -> Answer:
        with placing(**{field.key: [form.rows(field.key, spare=1)[0]] * (place + 1)}):
            await edit_section(
                plan_id=seen.id,
                key=section.section.key,
                content={**section.content, field.key: rows},
                version=version,
                actor=request.user,
                now=clock.now(),
            )
        here = f"/plans/{seen.id}/sections/{section.section.key}"
        if form.flag("_another"):
            return see_other(f"{here}/rows/{field.key}", "The row is saved.")
        return see_other(here, "The row is taken out." if removes else "The row is saved.")

    return await submit(request, form, act, again=lambda: _page(request, found, row, form))


def _typed(section: SectionSeen, field: Field, form: Form) -> list[dict[str, str]]:
    alone = _alone(section, field)
    rows = answers.rows_of(alone, form)
    typed: list[dict[str, str]] = answers.read(alone, form, rows)[field.key]
    return typed[:1]


def _with(
    field: Field, section: SectionSeen, row: Row | None, typed: list[dict[str, str]]
) -> tuple[list[dict[str, str]], int]:
    """The table with what was typed in the row's place, or at the end; and that place."""
    kept = _kept(section, field)
    place = len(kept) if row is None else kept.index(row)
    here = [{**one, answers.ROW_ID: row[answers.ROW_ID]} if row else one for one in typed]
    return [*kept[:place], *here, *kept[place + 1 :]], place


def _kept(section: SectionSeen, field: Field) -> list[Row]:
    value = section.content.get(field.key, [])
    return value if isinstance(value, list) else []


def _row(section: SectionSeen, field: Field, row_id: UUID) -> Row:
    for row in _kept(section, field):
        if row[answers.ROW_ID] == str(row_id):
            return row
    raise NotFound


def _alone(section: SectionSeen, field: Field) -> Section:
    return msgspec.structs.replace(section.section, fields=[field])


async def _table(request: PageRequest, plan_id: UUID, key: str, field_key: str) -> Found:
    seen, section = await section_of(request, plan_id, key)
    for field in section.section.fields:
        if field.key == field_key and field.columns:
            return seen, section, field
    raise NotFound


async def _page(request: PageRequest, found: Found, row: Row | None, form: Form) -> Response[str]:
    seen, section, field = found
    first = field.columns[0].key
    return page(
        request,
        "pages/plans/row.html",
        title=(row.get(first) or field.label) if row else f"Add a row: {field.label}",
        form=form,
        submit="Save",
        cancel=f"/plans/{seen.id}/sections/{section.section.key}",
        section=section.section,
        field=field,
        row=form.rows(field.key, spare=1)[0],
        version=form.value(VERSION) or section.version,
        removable=row is not None,
        people=by_agency(await people(actor=request.user)),
        agencies=agency_options(await agencies(actor=request.user)),
    )


routes = [show_new, add, show_row, save]
