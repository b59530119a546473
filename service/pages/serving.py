"""What page modules need: show a page, take a form, act once, or show the form again.

@get("/meetings/{meeting_id:uuid}/answer")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    return await _page(request, meeting_id, Form())

@post("/meetings/{meeting_id:uuid}/answer")
async def answer(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    form = await form_of(request)
    reply = form.enum("reply", label="Answer", kind=Reply, required="Select your answer")

    async def act() -> Answer:
        await answer_invitation(..., actor=request.user, now=clock.now(),
                                enqueue=enqueue_of(request))
        return see_other(f"/meetings/{meeting_id}", "Your answer was sent.")

    return await submit(
        request, form, act, again=lambda: _page(request, meeting_id, form)
    )

routes = [show, answer]
"""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import MediaType
from structlog.contextvars import get_contextvars

from planning import clock
from planning.errors import Blocked, Blocker, Duplicate, Stale
from planning.people.rules import Role, require_fresh_password
from service.auth.sessions import Session
from service.pages.forms import Form, FormInvalid
from service.pages.rendering import render
from service.pages.shell import NavigationItem, Notice, Shell
from service.web.context import PageRequest, session_of, settings_of
from service.web.errors import status_of
from service.web.faults import Fault
from service.web.idempotency import Answer, once
from service.web.posted import posted

AnyRequest = Request[Any, Any, State]
Again = Callable[[], Awaitable[Response[str]]]
_PLACES = (
    ("Your work", "/work"),
    ("Meetings", "/meetings"),
    ("Children", "/concerns"),
    ("Operations", "/operations"),
    ("Drift", "/drift"),
    ("Record", "/record"),
)
_BATCHES = ("Batches", "/surge")
_ADMINISTRATION = ("People", "/people")
_PROCEDURES = ("Procedures", "/procedures")
_TITLES = {
    403: "You cannot do this",
    404: "Page not found",
    409: "This could not be done",
    410: "This link has expired",
    413: "That is too much",
    429: "Too many tries",
    500: "Sorry, there is a problem with Accord",
    503: "Sorry, Accord is not available",
}


def page(
    request: AnyRequest, template: str, /, *, status: int = 200, **context: object
) -> Response[str]:
    """A whole page from `templates/`; the shell around it comes from the request."""
    body = render(template, shell=shell_of(request), **context)
    return Response(body, status_code=status, media_type=MediaType.HTML)


async def form_of(request: AnyRequest) -> Form:
    """What was posted, ready for its parsers."""
    return Form(await posted(request))


async def submit(
    request: PageRequest, form: Form, act: Callable[[], Awaitable[Answer]], *, again: Again
) -> Response[Any]:
    """Act once and redirect, or show the page again with every fault and what was typed.

    `again` makes the page of `form`; parse and `form.check()` inside `act` or before.
    """
    try:
        form.check()
        return await once(request, act)
    except (FormInvalid, Blocked, Stale, Duplicate) as refusal:
        return await refused(request, form, refusal, again=again)


async def refused(
    request: PageRequest, form: Form, refusal: Exception, *, again: Again
) -> Response[str]:
    """The page again: 422 for what was typed, 409 for what the state of things forbids.

    Where that forbids the page too, as when a meeting was closed meanwhile, what was typed is
    shown to be copied.
    """
    if isinstance(refusal, Blocked):
        form.add_blockers(refusal.blockers)
    elif not isinstance(refusal, FormInvalid):
        form.add_error("", str(refusal))
    try:
        shown = await again()
    except Blocked as gone:
        form.add_blockers(gone.blockers)
        return _typed_in_vain(request, form, status_of(gone))
    shown.status_code = status_of(refusal)
    return shown


def _typed_in_vain(request: PageRequest, form: Form, status: int) -> Response[str]:
    messages = dict.fromkeys(error.message for error in form.errors)
    fault = Fault(status, "Nothing was saved.", tuple(map(Blocker, messages)))
    title = _TITLES[409]
    return page(
        request, "pages/error.html", status=status, title=title, fault=fault, typed=form.typed()
    )


def ask_for_fresh_password(request: PageRequest) -> None:
    """For the page before an act of weight: sends the person to give the password and back."""
    require_fresh_password(request.user, clock.now())


def shell_of(request: AnyRequest) -> Shell:
    """Who is here and where they can go."""
    session = session_of(request)
    if session is None:
        return Shell(partnership=settings_of(request).partnership)
    notices = (Notice(session.notice, "success"),) if session.notice else ()
    return Shell(
        partnership=settings_of(request).partnership,
        person=session.actor.name,
        agency=session.agency_name,
        csrf_token=session.csrf_token,
        navigation=_navigation(request, session),
        notices=notices,
    )


def _navigation(request: AnyRequest, session: Session) -> tuple[NavigationItem, ...]:
    administers = session.actor.has(Role.ADMINISTRATOR)
    places = (*_PLACES[:1], _ADMINISTRATION, *_PLACES[1:]) if administers else _PLACES
    if session.actor.has(Role.PARTNERSHIP) and not administers:
        places = (*places, _PROCEDURES)
    if session.actor.has(Role.SCHEDULER):
        places = (*places[:1], _BATCHES, *places[1:])
    known: frozenset[str] = request.app.state.paths
    here = request.scope["path"]
    return tuple(
        NavigationItem(text, href, current=_is_at(here, href))
        for text, href in places
        if href in known
    )


def _is_at(here: str, href: str) -> bool:
    return here == href or (href != "/" and here.startswith(href + "/"))


def error_page(request: AnyRequest, fault: Fault) -> str:
    """A page that says what went wrong and, of our own failures, a reference to quote."""
    return render(
        "pages/error.html",
        shell=shell_of(request),
        title=_TITLES.get(fault.status, "This could not be done"),
        fault=fault,
        typed=(),
        reference=str(get_contextvars().get("request_id", "")),
    )
