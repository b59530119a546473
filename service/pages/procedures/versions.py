"""The versions of the rules, and one of them in plain words."""

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.people.rules import Actor, Role
from planning.procedures.queries import version_of, versions
from planning.procedures.rules import to_toml
from service.pages.presenters import procedures as words
from service.pages.serving import page
from service.web.context import PageRequest


def may_edit(actor: Actor) -> bool:
    """Whether to offer a new version; the acts themselves refuse."""
    return actor.has(Role.ADMINISTRATOR) or actor.has(Role.PARTNERSHIP)


@get("/procedures")
async def show_versions(request: PageRequest) -> Response[str]:
    """List the versions, the one that starts last first."""
    now = clock.now()
    found = await versions(actor=request.user, now=now)
    today = clock.today(now)
    return page(
        request,
        "pages/procedures/list.html",
        title="Procedures",
        lines=[(line, words.version_tag(line, line.in_force_from > today)) for line in found],
        may_edit=may_edit(request.user),
    )


@get("/procedures/{version:int}")
async def show_version(request: PageRequest, version: FromPath[int]) -> Response[str]:
    """Show one version in plain words."""
    now = clock.now()
    seen = await version_of(version=version, actor=request.user, now=now)
    later = seen.line.in_force_from > clock.today(now)
    return page(
        request,
        "pages/procedures/version.html",
        title=f"Procedures, version {version}",
        line=seen.line,
        tag=words.version_tag(seen.line, later),
        sections=words.sections(seen.profile),
        may_edit=may_edit(request.user),
    )


@get("/procedures/{version:int}/toml")
async def download(request: PageRequest, version: FromPath[int]) -> Response[str]:
    """Give the version as a TOML file."""
    seen = await version_of(version=version, actor=request.user, now=clock.now())
    return Response(
        to_toml(seen.profile),
        media_type="application/toml",
        headers={"Content-Disposition": f'attachment; filename="procedures-{version}.toml"'},
    )


routes = [show_versions, show_version, download]
