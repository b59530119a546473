"""A section of a draft: what it asks for, where it stands, a new one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning.operations.rules import Tier
from planning.plans.queries.templates import TemplateSeen
from planning.plans.rules.editing import key_from, moved, removed, with_section
from planning.plans.rules.soundness import LONGEST
from planning.plans.rules.templates import FieldKind, GateNeed, Section
from service.pages.forms import Form
from service.pages.presenters import templates as words
from service.pages.serving import form_of, page, submit
from service.pages.templates.drafts import VERSION, draft_of, section_of, write
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

ONE = "/templates/{template_id:uuid}"
NAMES = ("title", "guidance", "source", "tier", "required_for_gate", "after")
STEPS = {"up": "The section is moved up.", "down": "The section is moved down."}


@get(ONE + "/new-section")
async def show_new(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """Ask what the section is about, and its first question."""
    seen = await draft_of(request, template_id)
    return await _page(request, seen, None, Form.filled(tier=Tier.SAFEGUARDING))


@post(ONE + "/new-section")
async def add(request: PageRequest, template_id: FromPath[UUID]) -> Response[Any]:
    """Add it at the end, with one question to be written as text."""
    seen = await draft_of(request, template_id)
    form = await form_of(request)
    values = _read(form, seen, "")
    question = form.text(
        "question",
        label="First question",
        required="Enter the first question",
        max_length=LONGEST["label"],
    )
    first = {
        "key": key_from(question, ()),
        "label": question,
        "kind": FieldKind.TEXT,
        "material": True,
        "needed": bool(values["required_for_gate"]),
    }
    key = key_from(str(values["title"]), [one.key for one in seen.template.sections])

    async def act() -> Answer:
        said = with_section(seen.template, key, {**values, "fields": [first]})
        await write(request, seen, said, form, inputs={name: name for name in NAMES})
        return see_other(f"/templates/{template_id}/sections/{key}", "The section is added.")

    return await submit(request, form, act, again=lambda: _page(request, seen, None, form))


@get(ONE + "/sections/{key:str}/edit")
async def show_edit(
    request: PageRequest, template_id: FromPath[UUID], key: FromPath[str]
) -> Response[str]:
    """The section's own words and rules."""
    seen = await draft_of(request, template_id)
    section = section_of(seen, key)
    form = Form.filled(**{name: getattr(section, name) or "" for name in NAMES})
    return await _page(request, seen, section, form)


@post(ONE + "/sections/{key:str}/edit")
async def save(
    request: PageRequest, template_id: FromPath[UUID], key: FromPath[str]
) -> Response[Any]:
    """Keep them, or move the section, or take it out, by the button that was pressed."""
    seen = await draft_of(request, template_id)
    section = section_of(seen, key)
    form = await form_of(request)
    step = form.value("_step")
    here = f"/templates/{template_id}"
    if step in STEPS or step == "remove":
        changed = form.afresh()

        async def shift() -> Answer:
            if step == "remove":
                await write(request, seen, removed(seen.template, key), changed)
                return see_other(here, "The section is taken out.")
            await write(request, seen, moved(seen.template, key, up=step == "up"), changed)
            return see_other(here, STEPS[step])

        return await submit(
            request, changed, shift, again=lambda: _page(request, seen, section, changed)
        )
    values = _read(form, seen, key)

    async def act() -> Answer:
        said = with_section(seen.template, key, values)
        await write(request, seen, said, form, inputs={name: name for name in NAMES})
        return see_other(f"{here}/sections/{key}", "The section is saved.")

    return await submit(request, form, act, again=lambda: _page(request, seen, section, form))


def _read(form: Form, seen: TemplateSeen, key: str) -> dict[str, Any]:
    tier = form.enum("tier", label="Who sees it", kind=Tier, required="Select who sees it")
    need = form.enum("required_for_gate", label="What the gate reads it for", kind=GateNeed)
    return {
        "title": form.text(
            "title", label="Title", required="Enter a title", max_length=LONGEST["title"]
        ),
        "guidance": form.long_text("guidance", label="Guidance", max_length=LONGEST["guidance"]),
        "source": form.text("source", label="Paragraphs", max_length=LONGEST["source"]),
        "tier": tier.value if tier else "",
        "required_for_gate": need.value if need else None,
        "after": form.choices(
            "after",
            label="Sections to complete first",
            options=[one.key for one in seen.template.sections if one.key != key],
        ),
    }


async def _page(
    request: PageRequest, seen: TemplateSeen, section: Section | None, form: Form
) -> Response[str]:
    key = section.key if section else ""
    back = f"/templates/{seen.line.id}"
    return page(
        request,
        "pages/templates/section_edit.html",
        title=f"Change “{section.title}”" if section else "A new section",
        form=form,
        submit="Save" if section else "Add the section",
        cancel=f"{back}/sections/{key}" if section else back,
        line=seen.line,
        section=section,
        version=form.value(VERSION) or seen.line.version,
        tiers=words.TIERS,
        needs=words.NEEDS,
        others=[(one.key, one.title) for one in seen.template.sections if one.key != key],
    )


routes = [show_new, add, show_edit, save]
