"""Choosing a password by a mailed link: after an invitation, or when it was forgotten."""

import asyncio
import time
from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.errors import Blocked
from service.auth import accounts
from service.auth.guards import PUBLIC
from service.auth.links import PATH, holder_of_link
from service.auth.throttle import TooManyTries
from service.pages.accounts.arriving import AnyRequest, arrive, note_refusal
from service.pages.forms import Form
from service.pages.serving import form_of, page
from service.web.context import client_of, enqueue_of, settings_of, visitor_of

STEADY_SECONDS = 0.3
"""Asking for a link takes at least this long, so its time tells nothing about the address."""


@get("/reset-password", opt=PUBLIC)
async def show_reset(request: AnyRequest) -> Response[str]:
    """Ask for the address to send a link to."""
    return _reset_page(request, Form())


@post("/reset-password", opt=PUBLIC, status_code=303)
async def reset(request: AnyRequest) -> Response[Any]:
    """Send a link if the address is known; say the same if it is not."""
    started = time.monotonic()
    form = await form_of(request)
    email = form.email("email", label="Email address", required="Enter your email address")
    if not form.is_valid():
        return _reset_page(request, form, status=422)
    try:
        await accounts.ask_for_reset(
            email=email,
            client=client_of(request),
            public_url=settings_of(request).public_url,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
    except TooManyTries as refusal:
        return _reset_page(request, form, status=note_refusal(form, refusal))
    finally:
        await asyncio.sleep(max(0.0, started + STEADY_SECONDS - time.monotonic()))
    return Response(b"", status_code=303, headers={"Location": "/reset-password/sent"})


@get("/reset-password/sent", opt=PUBLIC)
async def reset_sent(request: AnyRequest) -> Response[str]:
    """Say what happens next."""
    return page(request, "pages/accounts/reset_sent.html", title="Check your email")


@get(PATH, opt=PUBLIC)
async def show_choose(request: AnyRequest) -> Response[str]:
    """Ask for a password; opening the link does not use it up."""
    await holder_of_link(_link(request), now=clock.now())
    return _choose_page(request, Form())


@post(PATH, opt=PUBLIC, status_code=303)
async def choose(request: AnyRequest) -> Response[Any]:
    """Set the password, sign out everywhere else, and sign in here."""
    form = await form_of(request)
    password = form.secret("password", required="Enter a password")
    if not form.is_valid():
        return _choose_page(request, form, status=422)
    try:
        session_id = await accounts.choose_password(
            link=_link(request), password=password, visitor=visitor_of(request), now=clock.now()
        )
    except Blocked as refusal:
        return _choose_page(request, form, status=note_refusal(form, refusal))
    return arrive(request, session_id, "/")


def _link(request: AnyRequest) -> str:
    return str(request.query_params.get("link", ""))


def _reset_page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "pages/accounts/reset.html",
        status=status,
        title="Reset your password",
        form=form,
        submit="Send the link",
        cancel="/sign-in",
    )


def _choose_page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "pages/accounts/choose_password.html",
        status=status,
        title="Choose a password",
        form=form,
        submit="Save password and sign in",
    )


routes = [show_reset, reset, reset_sent, show_choose, choose]
