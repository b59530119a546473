"""Convening every meeting of a batch in one act, after all of them were seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import Blocked
from planning.surge.actions import confirm_batch
from planning.surge.queries import batch
from planning.surge.rules.seen import BatchView
from service.pages.forms import Form
from service.pages.presenters.counts import count
from service.pages.presenters.surge.confirming import asked, convene_lines, named
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/surge/{batch_id:uuid}/confirm")
async def show(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """How many meetings, people and invitations; then each of them."""
    return await _page(request, batch_id, Form())


@post("/surge/{batch_id:uuid}/confirm")
async def confirm(request: PageRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Convene and invite all as they were seen, or nobody."""
    form = await form_of(request)
    run_id = read_run(form)

    async def act() -> Answer:
        with naming(await batch(batch_id=batch_id, actor=request.user, now=clock.now())):
            made = await confirm_batch(
                batch_id=batch_id,
                run_id=run_id,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        convened = count(len(made.meetings), "meeting is", "meetings are")
        return see_other(f"/surge/{batch_id}", f"{convened} convened, and their people invited.")

    return await submit(request, form, act, again=lambda: _page(request, batch_id, form))


def read_run(form: Form) -> UUID:
    """The run that was seen: what was found since is not convened unseen."""
    found = form.uuid("run_id", label="Times", required="Look at the times before you confirm")
    return found or UUID(int=0)


@contextmanager
def naming(view: BatchView) -> Iterator[None]:
    """Tell each reason of a refusal by the children of its meeting."""
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)(named(view, refusal.blockers)) from refusal


async def _page(request: PageRequest, batch_id: UUID, form: Form) -> Response[str]:
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    seen = form if form.errors else Form.filled(run_id=view.run.id if view.run else None)
    return page(request, "pages/surge/confirm.html", **shown(view, seen))


def shown(view: BatchView, form: Form) -> dict[str, Any]:
    """What one confirmation does, in the words of its page."""
    here, sums = f"/surge/{view.id}", asked(view)
    return {
        "title": "Check and convene all",
        "here": here,
        "form": form,
        "asked": sums,
        "lines": convene_lines(view),
        "submit": f"Convene {count(sums.meetings, 'meeting')}",
        "cancel": here,
    }


routes = [show, confirm]
