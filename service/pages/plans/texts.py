"""The texts that a section had before."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from planning.people.queries import agencies, people
from planning.plans.queries import texts_of
from planning.plans.queries.texts import TEXTS
from service.pages.plans.sections import section_of
from service.pages.presenters import plans as words
from service.pages.serving import page
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}/sections/{key:str}/texts")
async def show_texts(
    request: PageRequest,
    plan_id: FromPath[UUID],
    key: FromPath[str],
    before: FromQuery[int | None] = None,
) -> Response[str]:
    """Each text with who saved it and when, newest first."""
    actor = request.user
    found = await texts_of(plan_id=plan_id, key=key, before=before, actor=actor)
    section = (await section_of(request, plan_id, key))[1].section
    names = words.names_of(await people(actor=actor), await agencies(actor=actor))
    here = f"/plans/{plan_id}/sections/{key}"
    more = len(found) == TEXTS and found[-1].version > 1
    return page(
        request,
        "pages/plans/texts.html",
        title=f"Earlier texts: {section.title}",
        here=here,
        section=section,
        texts=[(one, words.read_out(section, one.content, names)) for one in found],
        first_page=f"{here}/texts" if before else "",
        next_page=f"{here}/texts?before={found[-1].version}" if more else "",
    )


routes = [show_texts]
