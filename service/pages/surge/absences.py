"""Somebody cannot come: said here without a reason, looked at, and confirmed."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.surge.actions import confirm_replan, report_absence
from planning.surge.queries import batch
from planning.surge.rules.batches import BatchState
from planning.surge.rules.seen import BatchView
from service.pages.forms import Form
from service.pages.presenters.counts import count
from service.pages.presenters.surge import runs
from service.pages.presenters.surge.confirming import move_lines
from service.pages.presenters.surge.head import movable
from service.pages.serving import form_of, page, submit
from service.pages.surge.confirming import naming, read_run
from service.surge.jobs import queue_run
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

SECONDS = 20
"""How long what must move is looked for; most often it is known in a few."""


@get("/surge/{batch_id:uuid}/absence")
async def show(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """Ask who, from when and until when."""
    today = clock.today(clock.now())
    return await _page(request, batch_id, Form.filled(from_on=today, until_on=today))


@post("/surge/{batch_id:uuid}/absence")
async def report(request: PageRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Once meetings are convened, what must move is worked out at once."""
    form = await form_of(request)
    person_id = form.uuid("person_id", label="Person", required="Select who cannot come")
    from_on = form.date("from_on", label="First day away", required="Enter the first day away")
    until_on = form.date("until_on", label="Last day away", required="Enter the last day away")

    async def act() -> Answer:
        await report_absence(
            batch_id=batch_id,
            person_id=person_id or UUID(int=0),
            from_on=from_on or date.max,
            until_on=until_on or date.max,
            seconds=SECONDS,
            actor=request.user,
            now=clock.now(),
            queue=queue_run,
        )
        return see_other(f"/surge/{batch_id}/run")

    return await submit(request, form, act, again=lambda: _page(request, batch_id, form))


@get("/surge/{batch_id:uuid}/moves")
async def show_moves(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """Only what moves, where to, and who is told."""
    return await _moves(request, batch_id, Form())


@post("/surge/{batch_id:uuid}/moves")
async def move(request: PageRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Move all of it, or nothing."""
    form = await form_of(request)
    run_id = read_run(form)

    async def act() -> Answer:
        with naming(await batch(batch_id=batch_id, actor=request.user, now=clock.now())):
            await confirm_replan(
                batch_id=batch_id,
                run_id=run_id,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        return see_other(f"/surge/{batch_id}", "That is done, and everybody concerned is told.")

    return await submit(request, form, act, again=lambda: _moves(request, batch_id, form))


async def _page(request: PageRequest, batch_id: UUID, form: Form) -> Response[str]:
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    here = f"/surge/{batch_id}"
    return page(
        request,
        "pages/surge/absence.html",
        title="Somebody cannot come",
        here=here,
        people=[(str(one.id), one.name) for one in view.people],
        form=form,
        submit="See what would move" if view.state is BatchState.CONFIRMED else "Save",
        cancel=here,
    )


async def _moves(request: PageRequest, batch_id: UUID, form: Form) -> Response[str]:
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    seen = form if form.errors else Form.filled(run_id=view.run.id if view.run else None)
    return page(request, "pages/surge/moves.html", **shown(view, seen))


def shown(view: BatchView, form: Form) -> dict[str, Any]:
    """What a re-plan would do, in the words of its page. Raises `NotFound` until one is found."""
    if view.run is None or not movable(view.run):
        raise NotFound
    here, lines = f"/surge/{view.id}", move_lines(view)
    return {
        "title": "What changes",
        "here": here,
        "form": form,
        "lines": lines,
        "figures": runs.figures(view),
        "submit": f"Change {count(len(lines), 'meeting')}" if lines else "Keep everything",
        "cancel": here,
    }


routes = [show, report, show_moves, move]
