"""Having the solver look for times: asked here, followed on its page, stopped when good enough."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.surge.actions import ask_run, stop_run
from planning.surge.queries import batch
from planning.surge.rules.batches import LONGEST_RUN, RunKind
from planning.surge.rules.seen import RunView
from service.pages.forms import Form
from service.pages.presenters.surge import runs
from service.pages.presenters.surge.head import movable
from service.pages.serving import form_of, page, submit
from service.pages.surge.board import board_page
from service.surge.jobs import queue_run
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other

EVERY_SECONDS = 3
"""After which a page of a run that is going shows itself anew, unless its reader forbids it."""


@post("/surge/{batch_id:uuid}/run")
async def ask(request: PageRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Ask for times; the worker looks for them."""
    form = await form_of(request)
    seconds = read_seconds(form)

    async def act() -> Answer:
        await ask_run(
            batch_id=batch_id,
            seconds=seconds,
            actor=request.user,
            now=clock.now(),
            queue=queue_run,
        )
        return see_other(f"/surge/{batch_id}/run")

    return await submit(request, form, act, again=lambda: board_page(request, batch_id, form))


@get("/surge/{batch_id:uuid}/run")
async def follow(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """How far the run is, and its best answer so far."""
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    if view.run is None:
        raise NotFound
    here, shown = f"/surge/{batch_id}", runs.progress(view.run)
    return refreshing(
        page(
            request,
            "pages/surge/run.html",
            title=shown.heading,
            here=here,
            progress=shown,
            stop=f"{here}/runs/{view.run.id}/stop",
            figures=runs.figures(view),
            reasons=runs.reasons(view, view.run.reasons),
            helps=runs.helps(),
            back_to=(here, "The batch"),
            next_to=_next(here, view.run),
            **refresh_links(request, f"{here}/run"),
        ),
        request,
        going=shown.going,
    )


@post("/surge/{batch_id:uuid}/runs/{run_id:uuid}/stop")
async def stop(
    request: PageRequest, batch_id: FromPath[UUID], run_id: FromPath[UUID]
) -> Response[Any]:
    """Good enough: keep the best answer so far."""

    async def act() -> Answer:
        await stop_run(run_id=run_id, actor=request.user, now=clock.now())
        return see_other(f"/surge/{batch_id}/run")

    return await once(request, act)


def read_seconds(form: Form) -> int:
    """How long to search, or 0 after noting what is wrong."""
    seconds = form.integer(
        "seconds",
        label="How long to search",
        required="Select how long to search",
        minimum=1,
        maximum=LONGEST_RUN,
    )
    return seconds or 0


def still(request: PageRequest) -> bool:
    """Whether its reader has forbidden the page to refresh itself (WCAG 2.2.1)."""
    return request.query_params.get("refresh") == "off"


def refresh_links(request: PageRequest, here: str) -> dict[str, Any]:
    """The addresses with which a page is switched to stand still, and back."""
    return {"refreshes": not still(request), "still": f"{here}?refresh=off", "moving": here}


def refreshing(shown: Response[str], request: PageRequest, *, going: bool) -> Response[str]:
    """The page, told to the browser as one to be shown anew while something is going."""
    if going and not still(request):
        shown.headers["Refresh"] = str(EVERY_SECONDS)
    return shown


def _next(here: str, run: RunView) -> tuple[str, str]:
    if run.kind is RunKind.REPLAN and movable(run):
        return f"{here}/moves", "See what changes"
    return here, "See the calendar"


routes = [ask, follow, stop]
