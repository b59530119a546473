"""Writing in one part of a child's plan."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.support.actions import write_part
from planning.support.queries import ChildPlanSeen, child_plan
from planning.support.rules.plans import ASSESSMENTS, TEXT_LENGTH, PartDraft, PartKey
from service.pages.forms import Form
from service.pages.presenters import support as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/support/{child_id:uuid}/parts/{part_key:str}")
async def show_part(
    request: PageRequest, child_id: FromPath[UUID], part_key: FromPath[str]
) -> Response[str]:
    """The part as it reads now."""
    key = _key(part_key)
    plan = await child_plan(child_id=child_id, actor=request.user, now=clock.now())
    kept = next((part for part in plan.parts if part.key is key), None)
    form = Form.filled(
        content=kept.content if kept else "",
        due_on=kept.due_on if kept else None,
        done_on=kept.done_on if kept else None,
        version=kept.version if kept else 0,
        not_criminalised="yes" if plan.not_criminalised else None,
    )
    return await _page(request, plan, key, form)


@post("/support/{child_id:uuid}/parts/{part_key:str}")
async def write(
    request: PageRequest, child_id: FromPath[UUID], part_key: FromPath[str]
) -> Response[Any]:
    """Keep it, unless somebody else changed it meanwhile."""
    key = _key(part_key)
    form = await form_of(request)
    is_dated = key in ASSESSMENTS
    draft = PartDraft(
        content=form.long_text("content", label="Text", max_length=TEXT_LENGTH),
        due_on=form.date("due_on", label="Due by") if is_dated else None,
        done_on=form.date("done_on", label="Done on") if is_dated else None,
        not_criminalised=form.flag("not_criminalised") if key is PartKey.JUSTICE else None,
    )
    version = form.integer("version", label="Version") or 0

    async def act() -> Answer:
        await write_part(
            child_id=child_id,
            key=key,
            draft=draft,
            version=version,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/support/{child_id}#parts", "It is saved.")

    async def again() -> Response[str]:
        plan = await child_plan(child_id=child_id, actor=request.user, now=clock.now())
        return await _page(request, plan, key, form)

    return await submit(request, form, act, again=again)


def _key(typed: str) -> PartKey:
    try:
        return PartKey(typed)
    except ValueError:
        raise NotFound from None


async def _page(
    request: PageRequest, plan: ChildPlanSeen, key: PartKey, form: Form
) -> Response[str]:
    child = plan.summary.child
    kept = next((part for part in plan.parts if part.key is key), None)
    return page(
        request,
        "pages/support/part.html",
        title=words.PART_WORDS[key],
        form=form,
        submit="Save",
        cancel=f"/support/{child.id}#parts",
        child=child,
        hint=words.PART_HINTS[key],
        is_dated=key in ASSESSMENTS,
        is_justice=key is PartKey.JUSTICE,
        kept=kept,
    )


routes = [show_part, write]
