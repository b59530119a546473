"""How the meetings of a batch are placed: for how long, on which days, with whom."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.surge.actions import set_rules
from planning.surge.queries import batch
from planning.surge.rules.batches import BatchRules
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

_NUMBERS = (
    ("minutes", "Minutes of each meeting"),
    ("extra_chairs", "More chairs"),
    ("extra_minute_takers", "More minute takers"),
    ("travel_minutes", "Minutes between two sites"),
)


@get("/surge/{batch_id:uuid}/rules")
async def show(request: PageRequest, batch_id: FromPath[UUID]) -> Response[str]:
    """As they are."""
    return await _page(request, batch_id, None)


@post("/surge/{batch_id:uuid}/rules")
async def save(request: PageRequest, batch_id: FromPath[UUID]) -> Response[Any]:
    """Change them; the times found stay until they are looked for again."""
    form = await form_of(request)
    numbers = {
        name: form.integer(name, label=label, required=f"Enter a number: {label.lower()}") or 0
        for name, label in _NUMBERS
    }
    rules = BatchRules(**numbers, saturdays=form.flag("saturdays"))

    async def act() -> Answer:
        await set_rules(batch_id=batch_id, rules=rules, actor=request.user, now=clock.now())
        return see_other(f"/surge/{batch_id}", "That is saved. Find times again.")

    return await submit(request, form, act, again=lambda: _page(request, batch_id, form))


async def _page(request: PageRequest, batch_id: UUID, form: Form | None) -> Response[str]:
    view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
    here = f"/surge/{batch_id}"
    return page(
        request,
        "pages/surge/rules.html",
        title="How the meetings are placed",
        here=here,
        form=form or Form.filled(**msgspec.structs.asdict(view.rules)),
        submit="Save",
        cancel=here,
    )


routes = [show, save]
