"""What if: the batch beside itself with one thing changed. It changes nothing."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.surge.actions import compare
from planning.surge.queries import batch
from planning.surge.rules.batches import GOING
from planning.surge.rules.comparing import compared, to_ask
from service.pages.forms import Form
from service.pages.presenters.surge import comparing as words
from service.pages.presenters.surge import runs
from service.pages.presenters.surge.head import LENGTHS
from service.pages.serving import form_of, page, submit
from service.pages.surge.running import read_seconds, refresh_links, refreshing
from service.surge.jobs import queue_run
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/surge/{batch_id:uuid}/what-if")
async def show(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """Side by side: as it is, and each change."""
    return await _page(request, batch_id, Form({"seconds": "10"}))


@post("/surge/{batch_id:uuid}/what-if")
async def ask(request: PageRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Have each side that is not known yet worked out."""
    form = await form_of(request)
    seconds = read_seconds(form)

    async def act() -> Answer:
        view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
        await compare(
            batch_id=batch_id,
            sides=to_ask(compared(view)),
            seconds=seconds,
            actor=request.user,
            now=clock.now(),
            queue=queue_run,
        )
        return see_other(f"/surge/{batch_id}/what-if")

    return await submit(request, form, act, again=lambda: _page(request, batch_id, form))


async def _page(request: PageRequest, batch_id: UUID, form: Form) -> Response[str]:
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    found = compared(view)
    sides, here = words.sides(found), f"/surge/{batch_id}"
    going = [(words.NAMES[one.what_if], one.run) for one in found if one.run]
    waits = [(name, run) for name, run in going if run.state in GOING]
    return refreshing(
        page(
            request,
            "pages/surge/what_if.html",
            title="What if",
            here=here,
            columns=words.columns(sides),
            rows=words.rows(sides),
            says=words.says(sides),
            progress=[(name, runs.progress(run)) for name, run in waits],
            going=bool(waits),
            to_ask=to_ask(found),
            form=form,
            lengths=LENGTHS,
            **refresh_links(request, f"{here}/what-if"),
        ),
        request,
        going=bool(waits),
    )


routes = [show, ask]
