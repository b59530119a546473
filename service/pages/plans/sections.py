"""Editing one section of a plan."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.queries import agencies, people
from planning.plans.actions import edit_section
from planning.plans.queries import plan
from planning.plans.queries.plans import PlanSeen, SectionSeen
from planning.plans.rules.registers import is_register
from planning.plans.rules.values import ROWS_AT_MOST
from service.pages.forms import Form
from service.pages.placing import placing, shown_rows
from service.pages.plans import answers
from service.pages.presenters import plan_rows
from service.pages.presenters import plans as words
from service.pages.presenters.directory import agency_options, by_agency
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

VERSION, FINISHED = "_version", "_finished"
"""No field of a template begins with an underscore."""


@get("/plans/{plan_id:uuid}/sections/{key:str}")
async def show_section(
    request: PageRequest, plan_id: FromPath[UUID], key: FromPath[str]
) -> Response[str]:
    """The section's questions with what is kept."""
    seen, section = await section_of(request, plan_id, key)
    asked = answers.without(section.section, plan_rows.listed(section, {}))
    return await _page(request, seen, section, answers.filled(asked, section.content))


@post("/plans/{plan_id:uuid}/sections/{key:str}")
async def save_section(
    request: PageRequest, plan_id: FromPath[UUID], key: FromPath[str]
) -> Response[Any]:
    """Keep it, unless somebody else changed it meanwhile: then both texts are shown."""
    _, section = await section_of(request, plan_id, key)
    form = await form_of(request)
    alone = plan_rows.listed(section, {})
    asked = answers.without(section.section, alone)
    rows = answers.rows_of(asked, form)
    kept = {name: section.content[name] for name in alone if name in section.content}
    content = answers.read(asked, form, rows) | kept
    version = form.integer(VERSION, label="Version") or 0
    finished = form.choice(FINISHED, label="Whether it is finished", options=("yes", "no"))

    async def act() -> Answer:
        with placing(**rows):
            await edit_section(
                plan_id=plan_id,
                key=key,
                content=content,
                version=version,
                complete=finished == "yes" if finished else None,
                actor=request.user,
                now=clock.now(),
            )
        here = f"/plans/{plan_id}"
        stays = form.flag("_stay")
        return see_other(f"{here}/sections/{key}" if stays else here, "The section is saved.")

    async def again() -> Response[str]:
        now_seen, now_section = await section_of(request, plan_id, key)
        overtaken = version != now_section.version
        return await _page(request, now_seen, now_section, form, overtaken=overtaken)

    return await submit(request, form, act, again=again)


async def section_of(request: PageRequest, plan_id: UUID, key: str) -> tuple[PlanSeen, SectionSeen]:
    """The plan and its section of that key; raises `NotFound`."""
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    for one in seen.sections:
        if one.section.key == key:
            return seen, one
    raise NotFound


async def _page(
    request: PageRequest,
    seen: PlanSeen,
    section: SectionSeen,
    form: Form,
    *,
    overtaken: bool = False,
) -> Response[str]:
    everybody, every_agency = await people(actor=request.user), await agencies(actor=request.user)
    names = words.names_of(everybody, every_agency)
    listed = plan_rows.listed(section, names)
    return page(
        request,
        "pages/plans/section.html",
        title=section.section.title,
        form=form,
        submit="Save",
        cancel=f"/plans/{seen.id}",
        seen=seen,
        section=section,
        state=words.section_tag(section),
        finished=words.FINISHED,
        version=section.version,
        overtaken=overtaken,
        spoken=words.spoken(seen, section),
        pictured=any(is_register(field) for field in section.section.fields),
        kept=words.read_out(section.section, section.content, names),
        listed=listed,
        first=plan_rows.first_to_complete(seen, section),
        rows={
            field.key: shown_rows(form, field.key, spare=1, at_most=ROWS_AT_MOST)
            for field in answers.without(section.section, listed).fields
            if field.columns
        },
        people=by_agency(everybody),
        agencies=agency_options(every_agency),
    )


routes = [show_section, save_section]
