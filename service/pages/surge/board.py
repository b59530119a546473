"""A batch with the times found for it, on a calendar."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.surge.queries import batch
from planning.surge.rules.seen import BatchView
from service.pages.forms import Form
from service.pages.presenters.surge import board as words
from service.pages.presenters.surge import head as heads
from service.pages.presenters.surge import runs
from service.pages.serving import page
from service.web.context import PageRequest


@get("/surge/{batch_id:uuid}")
async def show(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """The next thing to do first, then the calendar, then what has no place."""
    return await board_page(request, batch_id, Form({"seconds": "20"}))


async def board_page(request: PageRequest, batch_id: UUID, form: Form) -> Response[str]:
    """The same with the faults of a form."""
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    return page(request, "pages/surge/board.html", **shown(view, form))


def shown(view: BatchView, form: Form) -> dict[str, Any]:
    """A batch in the words of its page."""
    run = view.run
    return {
        "title": "Batch of meetings",
        "here": f"/surge/{view.id}",
        "head": heads.head(view),
        "progress": runs.progress(run) if run else None,
        "figures": runs.figures(view),
        "reasons": runs.reasons(view, run.reasons) if run else [],
        "helps": runs.helps(),
        "weeks": words.weeks(view),
        "left": words.left_out(view),
        "absences": view.absences,
        "rules": runs.rules_words(view.rules),
        "doors": heads.doors(view),
        "lengths": heads.LENGTHS,
        "form": form,
    }


routes = [show]
