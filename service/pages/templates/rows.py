"""The rows that a table of a new plan begins with."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning.errors import NotFound
from planning.plans.queries.templates import TemplateSeen
from planning.plans.rules.editing import with_field
from planning.plans.rules.templates import Field, Section
from planning.plans.rules.values import ROWS_AT_MOST
from service.pages.forms import Form
from service.pages.placing import shown_rows
from service.pages.plans import answers
from service.pages.presenters import templates as words
from service.pages.serving import form_of, page, submit
from service.pages.templates.drafts import (
    VERSION,
    draft_of,
    field_of,
    row_inputs,
    section_of,
    write,
)
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

HERE = "/templates/{template_id:uuid}/sections/{key:str}/fields/{field_key:str}/rows"


@get(HERE)
async def show_rows(
    request: PageRequest,
    template_id: FromPath[UUID],
    key: FromPath[str],
    field_key: FromPath[str],
) -> Response[str]:
    """The rows that there are, and one to add."""
    seen = await draft_of(request, template_id)
    section, field = _table(seen, key, field_key)
    return await _page(request, seen, section, field, starter_form(section, field))


@post(HERE)
async def save_rows(
    request: PageRequest,
    template_id: FromPath[UUID],
    key: FromPath[str],
    field_key: FromPath[str],
) -> Response[Any]:
    """Keep them."""
    seen = await draft_of(request, template_id)
    section, field = _table(seen, key, field_key)
    form = await form_of(request)
    asked = _alone(section, field)
    rows = answers.rows_of(asked, form)[field_key]
    typed = answers.read(asked, form, {field_key: rows})[field_key]
    starter = [_kept(field, row) for row in typed]

    async def act() -> Answer:
        names = [column.key for column in field.columns]
        inputs = row_inputs("starter", rows, names)
        said = with_field(seen.template, key, field_key, {"starter": starter})
        await write(request, seen, said, form, inputs=inputs)
        here = f"/templates/{template_id}/sections/{key}"
        stays = form.flag("_stay")
        return see_other(
            f"{here}/fields/{field_key}/rows" if stays else here, "The rows are saved."
        )

    return await submit(
        request, form, act, again=lambda: _page(request, seen, section, field, form)
    )


def starter_form(section: Section, *fields: Field) -> Form:
    """The form that shows the starter rows, agencies by their category."""
    asked = msgspec.structs.replace(section, fields=[words.as_asked(field) for field in fields])
    return answers.filled(
        asked,
        {
            field.key: [
                {answers.ROW_ID: str(number), **words.in_words(field, row)}
                for number, row in enumerate(field.starter)
            ]
            for field in fields
            if field.columns
        },
    )


def _table(seen: TemplateSeen, key: str, field_key: str) -> tuple[Section, Field]:
    section = section_of(seen, key)
    field = field_of(section, field_key)
    if not field.columns:
        raise NotFound
    return section, field


def _alone(section: Section, field: Field) -> Section:
    return msgspec.structs.replace(section, fields=[words.as_asked(field)])


def _kept(field: Field, row: dict[str, str]) -> dict[str, str]:
    cells = {key: cell for key, cell in row.items() if cell and key != answers.ROW_ID}
    return words.in_keys(field, cells)


async def _page(
    request: PageRequest, seen: TemplateSeen, section: Section, field: Field, form: Form
) -> Response[str]:
    here = f"/templates/{seen.line.id}/sections/{section.key}"
    return page(
        request,
        "pages/templates/rows.html",
        title=f"Rows to start from: {field.label}",
        form=form,
        submit="Save",
        cancel=here,
        line=seen.line,
        section=section,
        field=words.as_asked(field),
        rows=shown_rows(form, field.key, spare=1, at_most=ROWS_AT_MOST),
        version=form.value(VERSION) or seen.line.version,
    )


routes = [show_rows, save_rows]
