"""Saying later what an emergency left unsaid."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.meetings.actions import Paid, pay_debts
from planning.meetings.actions.paying import LONGEST_ANSWER
from planning.meetings.queries import owed_of
from service.pages.forms import Form
from service.pages.presenters.owed import debt_lines
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/meetings/{meeting_id:uuid}/owed")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Ask for what is still owed."""
    return await _page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/owed")
async def pay(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Keep the answers that were given; the others stay owed."""
    form = await form_of(request)
    owed = await owed_of(meeting_id=meeting_id, actor=request.user, now=clock.now())
    answers = {
        debt.id: form.long_text(f"debt-{debt.id}", label="Answer", max_length=LONGEST_ANSWER)
        for debt in owed.debts
    }

    async def act() -> Answer:
        await pay_debts(
            meeting_id=meeting_id,
            paid=[Paid(key, answer) for key, answer in answers.items() if answer],
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/meetings/{meeting_id}", "Your answers are recorded.")

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


async def _page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    owed = await owed_of(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/meetings/owed.html",
        title="What this meeting still owes",
        form=form,
        submit="Save the answers",
        cancel=f"/meetings/{meeting_id}",
        back=f"/meetings/{meeting_id}",
        lines=debt_lines(owed, clock.now(), request.auth.closed_days),
    )


routes = [show, pay]
