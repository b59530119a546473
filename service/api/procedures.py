"""The partnership's rules and the days on which it is closed."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.people.rules import Role, require_role
from planning.procedures.actions import close_day, install_profile, take_back_closed_day
from planning.procedures.queries import (
    ClosedDaySeen,
    VersionLine,
    closed_days_entered,
    procedure_on,
    version_of,
    versions,
)
from planning.procedures.rules import Change, changes, parse_profile, stored
from service.api.serving import ApiRequest, Made, done, made, told


class NewProfile(msgspec.Struct, frozen=True):
    """A version of the rules as TOML, and its first day, today or later."""

    profile: str
    in_force_from: date


class Installed(msgspec.Struct, frozen=True):
    """The number of the version that was installed."""

    version: int


class VersionTold(msgspec.Struct, frozen=True):
    """One version, whole."""

    line: VersionLine
    profile: dict[str, Any]


class NewClosedDay(msgspec.Struct, frozen=True):
    """A day that is to count as no working day."""

    closed_on: date
    name: str
    reason: str


class TakingBack(msgspec.Struct, frozen=True):
    """Why a closed day is a working day after all."""

    reason: str


@get("/procedures")
async def list_versions(request: ApiRequest) -> list[VersionLine]:
    """List the versions of the rules, the one that starts last first."""
    return await versions(actor=request.user, now=clock.now())


@get("/procedures/{version:int}")
async def see_version(request: ApiRequest, version: FromPath[int]) -> VersionTold:
    """Show one version, its rules under the places that they have in its TOML."""
    seen = await version_of(version=version, actor=request.user, now=clock.now())
    return VersionTold(seen.line, stored(seen.profile))


@post("/procedures/preview", status_code=200)
async def preview(request: ApiRequest, data: JSONBody[NewProfile]) -> list[Change]:
    """Tell what a version would change, and install nothing."""
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    profile = parse_profile(data.profile)
    before = await procedure_on(on=data.in_force_from, actor=request.user)
    return changes(before.profile, profile)


@post("/procedures", status_code=201)
async def install(request: ApiRequest, data: JSONBody[NewProfile]) -> Response[Installed]:
    """Install a version; for administrators and the partnership."""

    async def act() -> Installed:
        return Installed(
            await install_profile(
                content=data.profile,
                in_force_from=data.in_force_from,
                actor=request.user,
                now=clock.now(),
            )
        )

    return await told(request, act, status=201)


@get("/closed-days")
async def list_closed_days(request: ApiRequest) -> list[ClosedDaySeen]:
    """List the days entered as closed, the latest first, those taken back too."""
    return await closed_days_entered(actor=request.user)


@post("/closed-days", status_code=201)
async def enter_closed_day(request: ApiRequest, data: JSONBody[NewClosedDay]) -> Response[Made]:
    """Count a day as no working day; for administrators and the partnership."""
    return await made(
        request,
        lambda: close_day(
            closed_on=data.closed_on,
            name=data.name,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/closed-days/{closed_day_id:uuid}/take-back", status_code=204)
async def take_back(
    request: ApiRequest, closed_day_id: FromPath[UUID], data: JSONBody[TakingBack]
) -> Response[None]:
    """Let a closed day be a working day after all, before it comes."""
    return await done(
        request,
        lambda: take_back_closed_day(
            closed_day_id=closed_day_id, reason=data.reason, actor=request.user, now=clock.now()
        ),
    )


routes = [
    list_versions,
    see_version,
    preview,
    install,
    list_closed_days,
    enter_closed_day,
    take_back,
]
