"""Tokens with which your programs act for you."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from service.auth import tokens
from service.auth.secret import derived_secret, new_secret
from service.pages.forms import Form
from service.pages.serving import ask_for_fresh_password, form_of, page
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other

SCOPES = [
    ("read", "Read", "See what you can see"),
    ("write", "Read and write", "Do what you can do"),
]


@get("/account/tokens/new")
async def show_new(request: PageRequest) -> Response[str]:
    """Ask what the token is for; needs the password given just now."""
    ask_for_fresh_password(request)
    return _page(request, Form({"days": "90"}))


@post("/account/tokens/new")
async def make(request: PageRequest) -> Response[Any]:
    """Make the token and show it, this once."""
    ask_for_fresh_password(request)
    form = await form_of(request)
    name = form.text("name", label="Name", required="Enter what the token is for", max_length=100)
    scope = form.choice(
        "scope",
        label="What it may do",
        options=[value for value, _, _ in SCOPES],
        required="Select what the token may do",
    )
    days = form.integer(
        "days",
        label="Days",
        required="Enter for how many days",
        minimum=1,
        maximum=tokens.LONGEST_DAYS,
    )
    if days is None or not form.is_valid():
        return _page(request, form, status=422)
    secret = await tokens.make_token(
        person_id=request.user.person_id,
        name=name,
        can_write=scope == "write",
        lasts=timedelta(days=days),
        by=request.user.person_id,
        now=clock.now(),
        random=derived_secret(request.auth.id, form.value("_key") or new_secret()),
    )
    return page(request, "pages/accounts/token_made.html", title="Token made", secret=secret)


@post("/account/tokens/{token_id:uuid}/revoke")
async def revoke(request: PageRequest, token_id: FromPath[UUID]) -> Response[Any]:
    """End a token of this person."""

    async def act() -> Answer:
        person_id = request.user.person_id
        await tokens.revoke_token(token_id=token_id, owner=person_id, by=person_id, now=clock.now())
        return see_other("/account", "The token does not work any more.")

    return await once(request, act)


def _page(request: PageRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "pages/accounts/new_token.html",
        status=status,
        title="Make a token",
        form=form,
        submit="Make the token",
        cancel="/account",
        scopes=SCOPES,
    )


routes = [show_new, make, revoke]
