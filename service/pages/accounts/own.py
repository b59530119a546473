"""Your account: the password again before an act of weight, and signing out everywhere."""

from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.errors import Blocked
from service.auth import accounts, tokens
from service.auth.throttle import TooManyTries
from service.pages.accounts.arriving import arrive, note_refusal
from service.pages.forms import Form
from service.pages.serving import form_of, page
from service.web.context import PageRequest, local_path, visitor_of


@get("/account")
async def account(request: PageRequest) -> Response[str]:
    """Show who is signed in and the programs that act for them."""
    person_id = request.user.person_id
    return page(
        request,
        "pages/accounts/account.html",
        title="Your account",
        person=request.user,
        tokens=await tokens.working_tokens(owner=person_id, by=person_id, now=clock.now()),
    )


@post("/sign-out-everywhere", status_code=303)
async def sign_out_everywhere(request: PageRequest) -> Response[bytes]:
    """End every session of this person."""
    await accounts.sign_out_everywhere(actor=request.user, now=clock.now())
    return arrive(request, "", "/sign-in")


@get("/confirm-password")
async def show_confirm(request: PageRequest) -> Response[str]:
    """Ask for the password again."""
    return _page(request, Form())


@post("/confirm-password", status_code=303)
async def confirm(request: PageRequest) -> Response[Any]:
    """Take the password, renew the session and go back to what was to be done."""
    form = await form_of(request)
    password = form.secret("password", required="Enter your password")
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        session_id = await accounts.reauthenticate(
            actor=request.user, password=password, visitor=visitor_of(request), now=clock.now()
        )
    except (Blocked, TooManyTries) as refusal:
        return _page(request, form, status=note_refusal(form, refusal))
    return arrive(request, session_id, local_path(request.query_params.get("next")))


def _page(request: PageRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "pages/accounts/confirm_password.html",
        status=status,
        title="Enter your password again",
        form=form,
        submit="Continue",
    )


routes = [account, sign_out_everywhere, show_confirm, confirm]
