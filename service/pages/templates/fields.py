"""A question of a section in a draft: what it takes, its columns, where it stands, a new one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning.plans.queries.templates import TemplateSeen
from planning.plans.rules.editing import key_from, moved, removed, with_field
from planning.plans.rules.soundness import LONGEST, MOST
from planning.plans.rules.templates import HOLDS_ROWS, Field, FieldKind, Section
from service.pages.forms import Form
from service.pages.placing import shown_rows
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

SECTION = "/templates/{template_id:uuid}/sections/{key:str}"
NAMES = ("label", "kind", "hint", "material", "choices")
CELLS = ("label", "kind", "choices")
STEPS = ("up", "down", "remove")
LONGEST_CHOICES = 20_000
SIGNED = [
    ("yes", "Yes", "A change sends every signature back"),
    ("no", "No", "It can change without anybody signing again"),
]


@get(SECTION + "/new-field")
async def show_new(
    request: PageRequest, template_id: FromPath[UUID], key: FromPath[str]
) -> Response[str]:
    """Ask for the question."""
    seen = await draft_of(request, template_id)
    return await _page(request, seen, section_of(seen, key), None, Form.filled(kind="text"))


@post(SECTION + "/new-field")
async def add(
    request: PageRequest, template_id: FromPath[UUID], key: FromPath[str]
) -> Response[Any]:
    """Add it at the end of the section."""
    seen = await draft_of(request, template_id)
    section = section_of(seen, key)
    form = await form_of(request)
    return await _keep(request, seen, section, None, form)


@get(SECTION + "/fields/{field_key:str}")
async def show_edit(
    request: PageRequest,
    template_id: FromPath[UUID],
    key: FromPath[str],
    field_key: FromPath[str],
) -> Response[str]:
    """The question as it is."""
    seen = await draft_of(request, template_id)
    section = section_of(seen, key)
    field = field_of(section, field_key)
    return await _page(request, seen, section, field, _filled(field))


@post(SECTION + "/fields/{field_key:str}")
async def save(
    request: PageRequest,
    template_id: FromPath[UUID],
    key: FromPath[str],
    field_key: FromPath[str],
) -> Response[Any]:
    """Keep it, or move it, or take it out, by the button that was pressed."""
    seen = await draft_of(request, template_id)
    section = section_of(seen, key)
    field = field_of(section, field_key)
    form = await form_of(request)
    step = form.value("_step")
    if step not in STEPS:
        return await _keep(request, seen, section, field, form)

    async def shift() -> Answer:
        said = (
            removed(seen.template, key, field_key)
            if step == "remove"
            else moved(seen.template, key, field_key, up=step == "up")
        )
        await write(request, seen, said, form)
        done = "The question is taken out." if step == "remove" else "The question is moved."
        return see_other(f"/templates/{template_id}/sections/{key}", done)

    return await submit(
        request, form, shift, again=lambda: _page(request, seen, section, field, form)
    )


async def _keep(
    request: PageRequest, seen: TemplateSeen, section: Section, field: Field | None, form: Form
) -> Response[Any]:
    columns = _columns_in(form)
    values = _read(form, columns)
    taken = [one.key for one in section.fields]
    key = field.key if field else key_from(str(values["label"]), taken)

    async def act() -> Answer:
        inputs = {name: name for name in NAMES} | row_inputs("columns", columns, CELLS)
        kept = {**values, "starter": _starter(field, values)}
        await write(
            request, seen, with_field(seen.template, section.key, key, kept), form, inputs=inputs
        )
        here = f"/templates/{seen.line.id}/sections/{section.key}"
        stays = form.flag("_stay")
        return see_other(f"{here}/fields/{key}" if stays else here, "The question is saved.")

    return await submit(
        request, form, act, again=lambda: _page(request, seen, section, field, form)
    )


def _starter(field: Field | None, values: dict[str, Any]) -> list[dict[str, str]]:
    """The starter rows, as far as the columns are still there."""
    if field is None or values["kind"] != field.kind:
        return []
    known = {column["key"] for column in values.get("columns", ())}
    if field.kind is FieldKind.RISK:
        return field.starter
    rows = [{key: cell for key, cell in row.items() if key in known} for row in field.starter]
    return [row for row in rows if row]


def _filled(field: Field) -> Form:
    columns = {
        f"columns-{number}-{name}": "\n".join(value) if isinstance(value, list) else value
        for number, column in enumerate(field.columns)
        if field.kind is FieldKind.TABLE
        for name, value in (
            ("key", column.key),
            ("label", column.label),
            ("kind", column.kind),
            ("choices", column.choices),
        )
    }
    return Form.filled(
        label=field.label,
        kind=field.kind,
        hint=field.hint,
        material="yes" if field.material else "no",
        needed="yes" if field.needed else "",
        choices="\n".join(field.choices),
        **columns,
    )


def _columns_in(form: Form) -> list[Form]:
    rows = form.rows("columns", at_most=MOST["columns"])
    return [row for row in rows if not row.flag("_remove") and not row.is_blank(*CELLS)]


def _read(form: Form, columns: list[Form]) -> dict[str, Any]:
    kind = form.enum("kind", label="What it takes", kind=FieldKind, required="Select what it takes")
    material = form.choice(
        "material",
        label="Whether it is signed",
        options=("yes", "no"),
        required="Say whether it is signed",
    )
    values = {
        "label": form.text(
            "label", label="Question", required="Enter the question", max_length=LONGEST["label"]
        ),
        "kind": kind.value if kind else "",
        "hint": form.long_text("hint", label="Hint", max_length=LONGEST["hint"]),
        "material": material == "yes",
        "needed": form.flag("needed"),
        "choices": _lines(form) if kind is FieldKind.CHOICE else [],
    }
    return {**values, "columns": _read_columns(columns) if kind is FieldKind.TABLE else []}


def _read_columns(rows: list[Form]) -> list[dict[str, Any]]:
    taken = [row.value("key") for row in rows if row.value("key")]
    columns: list[dict[str, Any]] = []
    for row in rows:
        kind = row.enum(
            "kind", label="What it takes", kind=FieldKind, required="Select what it takes"
        )
        label = row.text(
            "label", label="Column", required="Enter the column’s name", max_length=LONGEST["label"]
        )
        key = row.value("key") or key_from(label, taken)
        taken.append(key)
        choices = _lines(row) if kind is FieldKind.CHOICE else []
        columns.append(
            {"key": key, "label": label, "kind": kind.value if kind else "", "choices": choices}
        )
    return columns


def _lines(form: Form) -> list[str]:
    typed = form.long_text("choices", label="Answers", max_length=LONGEST_CHOICES)
    return [line.strip() for line in typed.splitlines() if line.strip()]


async def _page(
    request: PageRequest, seen: TemplateSeen, section: Section, field: Field | None, form: Form
) -> Response[str]:
    here = f"/templates/{seen.line.id}/sections/{section.key}"
    return page(
        request,
        "pages/templates/field.html",
        title=f"Change “{field.label}”" if field else "A new question",
        form=form,
        submit="Save" if field else "Add the question",
        cancel=here,
        line=seen.line,
        section=section,
        field=field,
        rows_at=f"{here}/fields/{field.key}/rows" if field and field.kind in HOLDS_ROWS else "",
        version=form.value(VERSION) or seen.line.version,
        kinds=words.KINDS,
        cell_kinds=words.CELL_KINDS,
        signed=SIGNED,
        columns=shown_rows(form, "columns", spare=2, at_most=MOST["columns"]),
    )


routes = [show_new, add, show_edit, save]
