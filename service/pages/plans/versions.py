"""Two versions of a plan side by side, as one agency signs them."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.people.queries import agencies
from planning.plans.queries import changes_between, plan, versions_of
from planning.plans.queries.versions import VersionRow
from planning.plans.rules.differences import Difference
from service.pages.forms import Form
from service.pages.presenters.dates import short_moment
from service.pages.presenters.directory import agency_options
from service.pages.serving import page
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}/versions")
async def show_versions(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """What changed between two versions; the last two, for one's own agency, at first."""
    actor = request.user
    seen = await plan(plan_id=plan_id, actor=actor, now=clock.now())
    found = await versions_of(plan_id=plan_id, actor=actor)
    form = _form(request, found)
    pair = _pair(form, found)
    agency_id = form.uuid("agency", label="Agency") or actor.agency_id
    changes: list[Difference] = []
    if pair:
        changes = await changes_between(
            older_id=pair[0].id, newer_id=pair[1].id, agency_id=agency_id, actor=actor
        )
    return page(
        request,
        "pages/plans/versions.html",
        title="Versions",
        seen=seen,
        form=form,
        found=found,
        versions=[(str(one.number), _words(one)) for one in found],
        agencies=agency_options(await agencies(actor=actor)),
        pair=pair,
        changes=changes,
    )


def _form(request: PageRequest, found: list[VersionRow]) -> Form:
    last = [str(one.number) for one in found[:2]]
    asked = {name: str(value) for name, value in request.query_params.items()}
    start = {"newer": last[0], "older": last[-1]} if last else {}
    return Form({"agency": str(request.user.agency_id), **start, **asked})


def _pair(form: Form, found: list[VersionRow]) -> tuple[VersionRow, VersionRow] | None:
    by_number = {str(one.number): one for one in found}
    older = form.choice("older", label="Older version", options=by_number)
    newer = form.choice("newer", label="Newer version", options=by_number)
    if not older or not newer:
        return None
    first, second = sorted((by_number[older], by_number[newer]), key=lambda one: one.number)
    return first, second


def _words(one: VersionRow) -> str:
    return f"Version {one.number}, {short_moment(one.submitted_at)}, by {one.submitted_by_name}"


routes = [show_versions]
