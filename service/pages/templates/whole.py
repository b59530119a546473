"""A draft as a whole: its title and roles, its text as a file, putting it in force, taking back."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.people.rules import AgencyCategory
from planning.plans.actions.templates import (
    LONGEST_NOTE,
    put_template_in_force,
    take_back_template,
    write_template,
)
from planning.plans.queries.templates import TemplateSeen
from planning.plans.rules.editing import plain
from planning.plans.rules.soundness import LONGEST, MOST
from planning.plans.rules.writing import to_toml
from service.pages.forms import Form
from service.pages.placing import shown_rows
from service.pages.presenters import templates as words
from service.pages.serving import form_of, page, submit
from service.pages.templates.drafts import VERSION, draft_of, row_inputs, version_in, write
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

ONE = "/templates/{template_id:uuid}"
LONGEST_TOML = 400_000
ROLE = ("title", "category", "responsibilities", "authority_limit")


@get(ONE + "/edit")
async def show_head(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """Ask for the title, the roles, and a note of what changes."""
    seen = await draft_of(request, template_id)
    roles = {
        f"roles-{number}-{name}": value
        for number, role in enumerate(plain(seen.template)["roles"])
        for name, value in role.items()
    }
    form = Form.filled(title=seen.template.title, note=seen.line.note, **roles)
    return await _head_page(request, seen, form)


@post(ONE + "/edit")
async def save_head(request: PageRequest, template_id: FromPath[UUID]) -> Response[Any]:
    """Keep them."""
    seen = await draft_of(request, template_id)
    form = await form_of(request)
    rows = [
        row
        for row in form.rows("roles", at_most=MOST["roles"])
        if not row.flag("_remove") and not row.is_blank(*ROLE)
    ]
    said = plain(seen.template) | {
        "title": form.text(
            "title", label="Title", required="Enter a title", max_length=LONGEST["title"]
        ),
        "roles": [_role(row) for row in rows],
    }
    note = form.long_text("note", label="Note", max_length=LONGEST_NOTE)

    async def act() -> Answer:
        inputs = row_inputs("roles", rows, ROLE)
        await write(request, seen, said, form, note=note, inputs=inputs)
        return see_other(f"/templates/{template_id}", "The draft is saved.")

    return await submit(request, form, act, again=lambda: _head_page(request, seen, form))


def _role(row: Form) -> dict[str, str]:
    category = row.enum(
        "category", label="Agency", kind=AgencyCategory, required="Select the kind of agency"
    )
    return {
        "title": row.text(
            "title", label="Role", required="Enter the role", max_length=LONGEST["title"]
        ),
        "category": category.value if category else "",
        "responsibilities": row.long_text(
            "responsibilities", label="Responsibilities", max_length=LONGEST["responsibilities"]
        ),
        "authority_limit": row.long_text(
            "authority_limit", label="Authority limit", max_length=LONGEST["authority_limit"]
        ),
    }


async def _head_page(request: PageRequest, seen: TemplateSeen, form: Form) -> Response[str]:
    return _draft_page(
        request,
        "head",
        seen,
        form,
        title="Title, note and roles",
        submit="Save",
        version=form.value(VERSION) or seen.line.version,
        roles=shown_rows(form, "roles", spare=1, at_most=MOST["roles"]),
        categories=words.CATEGORIES,
    )


def _draft_page(
    request: PageRequest, name: str, seen: TemplateSeen, form: Form, *, title: str, **context: Any
) -> Response[str]:
    return page(
        request,
        f"pages/templates/{name}.html",
        title=title,
        form=form,
        cancel=f"/templates/{seen.line.id}",
        line=seen.line,
        **context,
    )


@get(ONE + "/paste")
async def show_paste(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """The draft as TOML, to be changed or replaced."""
    seen = await draft_of(request, template_id)
    form = Form.filled(content=to_toml(seen.template), note=seen.line.note)
    return await _paste_page(request, seen, form)


@post(ONE + "/paste")
async def paste(request: PageRequest, template_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was pasted, or name every fault of it with its place."""
    seen = await draft_of(request, template_id)
    form = await form_of(request)
    content = form.long_text(
        "content", label="The template", required="Enter the template", max_length=LONGEST_TOML
    )
    note = form.long_text("note", label="Note", max_length=LONGEST_NOTE)

    async def act() -> Answer:
        await write_template(
            template_id=template_id,
            content=content,
            note=note,
            version=version_in(form),
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/templates/{template_id}", "The draft is saved.")

    return await submit(request, form, act, again=lambda: _paste_page(request, seen, form))


async def _paste_page(request: PageRequest, seen: TemplateSeen, form: Form) -> Response[str]:
    return _draft_page(
        request,
        "paste",
        seen,
        form,
        title="The draft as a file",
        submit="Save",
        version=form.value(VERSION) or seen.line.version,
    )


class _Last(NamedTuple):
    """What ends a draft, once somebody has said that they mean it."""

    name: str
    title: str
    submit: str
    act: Callable[..., Awaitable[None]]
    destructive: bool = False

    async def ask(self, request: PageRequest, seen: TemplateSeen, form: Form) -> Response[str]:
        """The page that says what follows."""
        return _draft_page(
            request,
            self.name,
            seen,
            form,
            title=self.title,
            submit=self.submit,
            destructive=self.destructive,
            version=seen.line.version,
        )

    async def do(
        self, request: PageRequest, template_id: UUID, *, then: str, told: str
    ) -> Response[Any]:
        """Do it, and go where that is told."""
        seen = await draft_of(request, template_id)
        form = await form_of(request)

        async def act() -> Answer:
            await self.act(
                template_id=template_id,
                version=version_in(form),
                actor=request.user,
                now=clock.now(),
            )
            return see_other(then, told)

        return await submit(request, form, act, again=lambda: self.ask(request, seen, form))


_IN_FORCE = _Last("in_force", "Put the draft in force", "Put in force", put_template_in_force)
_BACK = _Last(
    "take_back", "Take the draft back", "Take the draft back", take_back_template, destructive=True
)


@get(ONE + "/in-force")
async def show_in_force(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """Say what follows, and ask."""
    return await _IN_FORCE.ask(request, await draft_of(request, template_id), Form())


@post(ONE + "/in-force")
async def put_in_force(request: PageRequest, template_id: FromPath[UUID]) -> Response[Any]:
    """Let new plans start from it."""
    told = "New plans start from this version now."
    return await _IN_FORCE.do(request, template_id, then=f"/templates/{template_id}", told=told)


@get(ONE + "/take-back")
async def show_take_back(request: PageRequest, template_id: FromPath[UUID]) -> Response[str]:
    """Say what is lost, and ask."""
    return await _BACK.ask(request, await draft_of(request, template_id), Form())


@post(ONE + "/take-back")
async def take_back(request: PageRequest, template_id: FromPath[UUID]) -> Response[Any]:
    """Throw the draft away."""
    return await _BACK.do(request, template_id, then="/templates", told="The draft is taken back.")


routes = [
    show_head,
    save_head,
    show_paste,
    paste,
    show_in_force,
    put_in_force,
    show_take_back,
    take_back,
]
