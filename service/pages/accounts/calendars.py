"""Your calendar: the secret links by which your other calendars show your meetings."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import Blocked, NotFound
from service.auth import feeds
from service.auth.secret import derived_secret, new_secret
from service.pages.accounts.arriving import note_refusal
from service.pages.forms import Form
from service.pages.serving import ask_for_fresh_password, form_of, page
from service.web.calendars import feed_url
from service.web.context import PageRequest, settings_of
from service.web.idempotency import Answer, once, see_other

HOME = "/account/calendar"


@get(HOME)
async def show(request: PageRequest) -> Response[str]:
    """Show the links of this person, and what they are good for."""
    found = await feeds.working_feeds(person_id=request.user.person_id)
    return page(
        request,
        "pages/accounts/calendar.html",
        title="Your calendar",
        feeds=found,
        most=feeds.MOST,
    )


@get(f"{HOME}/new")
async def show_new(request: PageRequest) -> Response[str]:
    """Ask for which program the link is; needs the password given just now."""
    ask_for_fresh_password(request)
    return _form(request, Form())


@post(f"{HOME}/new")
async def make(request: PageRequest) -> Response[Any]:
    """Make a link and show it, this once."""
    ask_for_fresh_password(request)
    form = await form_of(request)
    name = form.text(
        "name",
        label="Name",
        required="Enter where the link will be used",
        max_length=feeds.LONGEST_NAME,
    )
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        made = await feeds.make_feed(
            person_id=request.user.person_id,
            name=name,
            now=clock.now(),
            random=_random(request, form, name),
        )
    except Blocked as refusal:
        return _form(request, form, status=note_refusal(form, refusal))
    return _made(request, made)


@get(f"{HOME}/{{feed_id:uuid}}/replace")
async def show_replace(request: PageRequest, feed_id: FromPath[UUID]) -> Response[str]:
    """Ask whether to replace a link; needs the password given just now."""
    found = await feeds.working_feeds(person_id=request.user.person_id)
    feed = next((one for one in found if one.id == feed_id), None)
    if feed is None:
        raise NotFound
    ask_for_fresh_password(request)
    return page(
        request,
        "pages/accounts/replace_calendar.html",
        title=f"Replace the link “{feed.name}”",
        form=Form(),
        submit="Replace the link",
        destructive=True,
        cancel=HOME,
    )


@post(f"{HOME}/{{feed_id:uuid}}/replace")
async def replace(request: PageRequest, feed_id: FromPath[UUID]) -> Response[Any]:
    """End a link and show the one that takes its place, this once."""
    ask_for_fresh_password(request)
    form = await form_of(request)
    made = await feeds.replace_feed(
        feed_id=feed_id,
        person_id=request.user.person_id,
        now=clock.now(),
        random=_random(request, form, str(feed_id)),
    )
    return _made(request, made)


@post(f"{HOME}/{{feed_id:uuid}}/revoke")
async def revoke(request: PageRequest, feed_id: FromPath[UUID]) -> Response[Any]:
    """End a link of this person at once."""

    async def act() -> Answer:
        person_id = request.user.person_id
        await feeds.revoke_feed(feed_id=feed_id, person_id=person_id, now=clock.now())
        return see_other(HOME, "The link does not work any more.")

    return await once(request, act)


def _random(request: PageRequest, form: Form, about: str) -> str:
    return derived_secret(request.auth.id, f"{form.value('_key') or new_secret()} {about}")


def _form(request: PageRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "pages/accounts/new_calendar.html",
        status=status,
        title="Make a calendar link",
        form=form,
        submit="Make the link",
        cancel=HOME,
    )


def _made(request: PageRequest, made: feeds.NewFeed) -> Response[str]:
    url = feed_url(settings_of(request).public_url, made.secret)
    return page(
        request,
        "pages/accounts/calendar_made.html",
        title=f"Your calendar link “{made.name}”",
        url=url,
        opens=f"webcal://{url.partition('://')[2]}",
    )


routes = [show, show_new, make, show_replace, replace, revoke]
