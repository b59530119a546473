"""What API modules need: act once, and take a password for acts of weight."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response

from planning.errors import Blocker, Invalid
from planning.people.rules import Actor
from service.auth.accounts import confirm_password
from service.web.context import ApiRequest, client_of
from service.web.idempotency import Answer, answered, once

__all__ = [
    "ROOT",
    "ApiRequest",
    "Changed",
    "Confirmation",
    "Made",
    "Problem",
    "answered",
    "confirmed",
    "done",
    "made",
    "once",
    "told",
]
ROOT = "/api/v1"


class Made(msgspec.Struct, frozen=True):
    """The id of what was made; its address is in `Location`."""

    id: UUID


class Changed(msgspec.Struct, frozen=True):
    """The new version of what was changed; send it with the next change."""

    version: int


class Confirmation(msgspec.Struct, frozen=True):
    """The password of the person whose token it is, for acts of weight."""

    password: str


class ProblemField(msgspec.Struct, frozen=True):
    """One reason; `field` is the path of the part of the body, "" for the whole."""

    field: str
    message: str


class Problem(msgspec.Struct, frozen=True):
    """Every refusal: a stable word, a sentence, and all reasons at once."""

    error: str
    detail: str
    blockers: list[ProblemField]


async def confirmed(request: ApiRequest, password: str, *, now: datetime) -> Actor:
    """The actor with the password of the body checked just now, for sign-off and go-live.

    Call it before `once`, never inside. Raises `Invalid` naming `password`, or `TooManyTries`.
    """
    if not password:
        raise Invalid([Blocker("Send your password to do this.", "password")])
    return await confirm_password(
        actor=request.user, password=password, client=client_of(request), now=now
    )


async def done(request: ApiRequest, act: Callable[[], Awaitable[object]]) -> Response[None]:
    """Act once and answer 204: there is nothing to tell but that it is done."""

    async def doing() -> Answer:
        await act()
        return Answer(204)

    return await once(request, doing)


async def made(
    request: ApiRequest, act: Callable[[], Awaitable[UUID]], at: str = ""
) -> Response[Made]:
    """Make something once and answer 201 with its id; `at` holds {} in its address."""

    async def making() -> Answer:
        made_id = await act()
        location = ROOT + at.format(made_id) if at else ""
        return answered(Made(made_id), status=201, location=location)

    return await once(request, making)


async def told(
    request: ApiRequest, act: Callable[[], Awaitable[object]], *, status: int = 200
) -> Response[Any]:
    """Act once and answer with what the act returned."""

    async def telling() -> Answer:
        return answered(await act(), status=status)

    return await once(request, telling)
