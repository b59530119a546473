"""Taking an agency's signature back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.sign_offs.actions import withdraw
from service.pages.forms import Form
from service.pages.presenters.sign_offs import can_withdraw, standing
from service.pages.serving import form_of, page, submit
from service.pages.sign_offs.reading import asked_of
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/plans/{plan_id:uuid}/schedule/withdraw")
async def show_withdraw(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Ask why."""
    return await _page(request, plan_id, Form())


@post("/plans/{plan_id:uuid}/schedule/withdraw")
async def take_back(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw it at once and for good."""
    form = await form_of(request)
    reason = form.text("reason", label="Reason", required="Enter why", max_length=500)
    sign_off_id = form.uuid("sign_off_id", label="Signature", required="Open the page again")

    async def act() -> Answer:
        await withdraw(
            sign_off_id=sign_off_id or UUID(int=0),
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/plans/{plan_id}/schedule", "The signature is withdrawn.")

    return await submit(request, form, act, again=lambda: _page(request, plan_id, form))


async def _page(request: PageRequest, plan_id: UUID, form: Form) -> Response[str]:
    asked = await asked_of(plan_id, request.user)
    if asked.state is None or asked.state.answer is None:
        raise NotFound
    return page(
        request,
        "pages/sign_offs/withdraw.html",
        title="Withdraw your agency’s signature",
        form=form,
        submit="Withdraw the signature",
        destructive=True,
        cancel=f"/plans/{plan_id}/schedule",
        seen=asked.plan,
        standing=standing(asked.state, request.user),
        sign_off_id=can_withdraw(asked.state, request.user) or asked.state.answer.id,
    )


routes = [show_withdraw, take_back]
