"""Two versions of a plan against each other, whole or as one agency signs them."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.people.queries import agencies
from planning.plans.queries import compare_versions, plan, versions_of
from planning.plans.queries.comparison import Comparison
from planning.plans.queries.versions import VersionRow
from service.pages.forms import Form
from service.pages.presenters.dates import short_moment
from service.pages.presenters.differences import groups
from service.pages.presenters.directory import agency_options
from service.pages.serving import page
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}/compare")
async def show_comparison(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """What changed between two versions; between the last two at first."""
    actor = request.user
    seen = await plan(plan_id=plan_id, actor=actor, now=clock.now())
    found = await versions_of(plan_id=plan_id, actor=actor)
    form = asked(request, found)
    compared = await _compared(request, plan_id, form, found)
    return page(
        request,
        "pages/plans/compare.html",
        title="Compare versions",
        seen=seen,
        form=form,
        versions=options(found),
        agencies=agency_options(await agencies(actor=actor)),
        compared=compared,
        groups=groups(compared) if compared else [],
        whole=not form.value("agency"),
    )


async def _compared(
    request: PageRequest, plan_id: UUID, form: Form, found: list[VersionRow]
) -> Comparison | None:
    if not found:
        return None
    numbers = {str(one.number) for one in found}
    older, newer = (
        form.choice(field, label=label, options=numbers, required=f"Select the {label.lower()}")
        for field, label in (("older", "Older version"), ("newer", "Newer version"))
    )
    agency_id = form.uuid("agency", label="Agency")
    if form.errors:
        return None
    return await compare_versions(
        plan_id=plan_id,
        older=int(older),
        newer=int(newer),
        agency_id=agency_id,
        actor=request.user,
    )


def asked(request: PageRequest, found: list[VersionRow]) -> Form:
    """What the address asks for; the last two versions unless it does."""
    last = [str(one.number) for one in found[:2]]
    start = {"newer": last[0], "older": last[-1]} if last else {}
    typed = {name: str(value) for name, value in request.query_params.items()}
    return Form({**start, **typed})


def options(found: list[VersionRow]) -> list[tuple[str, str]]:
    """The versions to choose from, newest first."""
    return [
        (
            str(one.number),
            f"Version {one.number}, {short_moment(one.submitted_at)}, by {one.submitted_by_name}",
        )
        for one in found
    ]


routes = [show_comparison]
