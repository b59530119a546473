"""The password again inside a form, so that what was typed there is not lost."""

from typing import Any

import msgspec
from litestar import Response

from planning import clock
from planning.errors import Blocked, ReauthenticationNeeded
from planning.people.rules import require_fresh_password
from service.auth import accounts
from service.auth.cookies import session_cookie
from service.auth.throttle import TooManyTries
from service.pages.accounts.arriving import note_refusal
from service.pages.forms import Form
from service.web.context import PageRequest, settings_of, visitor_of


def is_fresh(request: PageRequest) -> bool:
    """Whether the password was given in the last five minutes; forms ask for it otherwise."""
    try:
        require_fresh_password(request.user, clock.now())
    except ReauthenticationNeeded:
        return False
    return True


async def freshen(request: PageRequest, form: Form) -> str:
    """Take the form's `password` where one is needed and renew the session with it.

    Returns the new session's cookie for `keep`, or ""; a fault is noted on the form.
    """
    if is_fresh(request):
        return ""
    password = form.secret("password", required="Enter your password again")
    if not password:
        return ""
    now = clock.now()
    try:
        session_id = await accounts.reauthenticate(
            actor=request.user, password=password, visitor=visitor_of(request), now=now
        )
    except (Blocked, TooManyTries) as refusal:
        note_refusal(form, refusal)
        return ""
    actor = msgspec.structs.replace(request.user, reauthenticated_at=now)
    request.scope["auth"] = msgspec.structs.replace(request.auth, id=session_id, actor=actor)
    request.scope["user"] = actor
    return session_id


def keep(request: PageRequest, response: Response[Any], session_id: str) -> Response[Any]:
    """The response, with the renewed session's cookie when there is one."""
    if session_id:
        settings = settings_of(request)
        response.set_cookie(
            session_cookie(session_id, secure=settings.secure, lasts=settings.session_lasts)
        )
    return response
