"""Days on which the partnership is closed: the list, entering one, taking one back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.rules import Role, require_role
from planning.procedures.actions import close_day, take_back_closed_day
from planning.procedures.queries import closed_days_entered
from planning.procedures.rules import LONGEST_NAME, LONGEST_REASON
from service.pages.forms import Form, FormInvalid
from service.pages.procedures.versions import may_edit
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

HERE = "/procedures/closed-days"


@get(HERE)
async def show(request: PageRequest) -> Response[str]:
    """List the days and offer to enter one."""
    return await _page(request, Form())


@post(HERE)
async def enter(request: PageRequest) -> Response[Any]:
    """Enter a day as closed."""
    form = await form_of(request)
    closed_on = form.date("closed_on", label="The day", required="Enter the day")
    name = form.text(
        "name", label="Name", required="Say what the day is called", max_length=LONGEST_NAME
    )
    reason = form.long_text("reason", label="Reason", required="Say why", max_length=LONGEST_REASON)

    async def act() -> Answer:
        if closed_on is None:
            raise FormInvalid(form)
        await close_day(
            closed_on=closed_on, name=name, reason=reason, actor=request.user, now=clock.now()
        )
        return see_other(HERE, "The day counts as no working day now.")

    return await submit(request, form, act, again=lambda: _page(request, form))


@get(HERE + "/{closed_day_id:uuid}/take-back")
async def show_take_back(request: PageRequest, closed_day_id: FromPath[UUID]) -> Response[str]:
    """Ask why the day is taken back."""
    return await _take_back_page(request, closed_day_id, Form())


@post(HERE + "/{closed_day_id:uuid}/take-back")
async def take_back(request: PageRequest, closed_day_id: FromPath[UUID]) -> Response[Any]:
    """Take the day back before it comes."""
    form = await form_of(request)
    reason = form.long_text("reason", label="Reason", required="Say why", max_length=LONGEST_REASON)

    async def act() -> Answer:
        await take_back_closed_day(
            closed_day_id=closed_day_id, reason=reason, actor=request.user, now=clock.now()
        )
        return see_other(HERE, "The day is a working day again.")

    return await submit(
        request, form, act, again=lambda: _take_back_page(request, closed_day_id, form)
    )


async def _page(request: PageRequest, form: Form) -> Response[str]:
    return page(
        request,
        "pages/procedures/closed_days.html",
        title="Days on which you are closed",
        form=form,
        submit="Enter the day",
        days=await closed_days_entered(actor=request.user),
        today=clock.today(clock.now()),
        may_edit=may_edit(request.user),
    )


async def _take_back_page(request: PageRequest, closed_day_id: UUID, form: Form) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    days = await closed_days_entered(actor=request.user)
    found = next((day for day in days if day.id == closed_day_id), None)
    if found is None:
        raise NotFound
    return page(
        request,
        "pages/procedures/take_back.html",
        title="Take back a closed day",
        form=form,
        submit="Take the day back",
        cancel=HERE,
        day=found,
    )


routes = [show, enter, show_take_back, take_back]
