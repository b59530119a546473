"""Reminding who owes something in undecided chains: looked at first, then done for all at once."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post

from planning import clock
from planning.reminders.actions import chase_chains
from planning.reminders.queries import to_remind
from planning.reminders.rules.chains import FIELD, MOST_AT_ONCE
from service.pages.forms import Form
from service.pages.presenters.chasing import chain_line, reminded_words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

HERE = "/concerns/undecided/chase"


@get(HERE)
async def show(request: PageRequest) -> Response[str]:
    """Show of each child ticked who would be reminded, who was, and who cannot be."""
    return await _page(request, Form(request.query_params))


@post(HERE)
async def remind(request: PageRequest) -> Response[Any]:
    """Remind them now, each person once, at most once an hour for a child."""
    form = await form_of(request)
    concern_ids = _ticked(form)

    async def act() -> Answer:
        people = await chase_chains(
            concern_ids=concern_ids,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(_address(concern_ids), reminded_words(people))

    return await submit(request, form, act, again=lambda: _page(request, form))


def _ticked(form: Form) -> list[UUID]:
    return form.uuids(FIELD, label="Children", at_most=MOST_AT_ONCE)


def _address(concern_ids: list[UUID]) -> str:
    return f"{HERE}?{urlencode([(FIELD, str(one)) for one in concern_ids])}"


async def _page(request: PageRequest, form: Form) -> Response[str]:
    now = clock.now()
    found = await to_remind(concern_ids=_ticked(form), actor=request.user, now=now)
    return page(
        request,
        "pages/concerns/chase.html",
        title="Remind who owes something",
        form=form,
        submit="Remind them now",
        cancel="/concerns/undecided",
        lines=[chain_line(one) for one in found],
        any_to_remind=any(one.people for one in found),
    )


routes = [show, remind]
