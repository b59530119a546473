"""What API modules need: act once, and take a password for acts of weight."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, Invalid
from planning.people.rules import Actor
from service.auth.accounts import confirm_password
from service.web.context import ApiRequest, client_of
from service.web.idempotency import answered, once

__all__ = ["ApiRequest", "Made", "Problem", "answered", "confirmed", "once"]


class Made(msgspec.Struct, frozen=True):
    """The id of what was made; its address is in `Location`."""

    id: UUID


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
