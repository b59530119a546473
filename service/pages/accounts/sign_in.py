"""Signing in and out."""

from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.errors import Blocked
from service.auth import accounts
from service.auth.guards import PUBLIC
from service.auth.sessions import end_session
from service.auth.throttle import TooManyTries
from service.pages.accounts.arriving import AnyRequest, arrive, note_refusal
from service.pages.forms import Form
from service.pages.serving import form_of, page
from service.web.context import local_path, session_of, visitor_of


@get("/sign-in", opt=PUBLIC)
async def show_sign_in(request: AnyRequest) -> Response[Any]:
    """Ask for email address and password; who is signed in already goes on."""
    if session_of(request) is not None:
        return Response(b"", status_code=303, headers={"Location": _next(request)})
    return _page(request, Form())


@post("/sign-in", opt=PUBLIC, status_code=303)
async def sign_in(request: AnyRequest) -> Response[Any]:
    """Sign in and go to the page that was wanted."""
    form = await form_of(request)
    email = form.email("email", label="Email address", required="Enter your email address")
    password = form.secret("password", required="Enter your password")
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        session_id = await accounts.sign_in(
            email=email, password=password, visitor=visitor_of(request), now=clock.now()
        )
    except (Blocked, TooManyTries) as refusal:
        return _page(request, form, status=note_refusal(form, refusal))
    return arrive(request, session_id, _next(request))


@post("/sign-out", opt=PUBLIC, status_code=303)
async def sign_out(request: AnyRequest) -> Response[bytes]:
    """End this session at once."""
    session = session_of(request)
    if session is not None:
        await end_session(session)
    return arrive(request, "", "/sign-in")


def _page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "pages/accounts/sign_in.html",
        status=status,
        title="Sign in",
        form=form,
        submit="Sign in",
    )


def _next(request: AnyRequest) -> str:
    return local_path(request.query_params.get("next"))


routes = [show_sign_in, sign_in, sign_out]
