"""The versions of a plan, to print or to compare."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.people.queries import agencies
from planning.plans.queries import plan, versions_of
from service.pages.plans.comparing import asked, options
from service.pages.presenters.directory import agency_options
from service.pages.serving import page
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}/versions")
async def show_versions(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Each version, newest first, and the form that compares two."""
    actor = request.user
    seen = await plan(plan_id=plan_id, actor=actor, now=clock.now())
    found = await versions_of(plan_id=plan_id, actor=actor)
    return page(
        request,
        "pages/plans/versions.html",
        title="Versions",
        seen=seen,
        form=asked(request, found),
        found=found,
        versions=options(found),
        agencies=agency_options(await agencies(actor=actor)),
    )


routes = [show_versions]
