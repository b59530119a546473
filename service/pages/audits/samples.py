"""The partnership's samples: the list, drawing one, and one with its counts."""

import secrets
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.audits import queries
from planning.audits.actions import draw_sample
from planning.audits.rules import ANSWER_WORDS, FEWEST, LONGEST_SEED, MOST, Draw, Strata
from planning.errors import NotFound
from planning.people.rules import Role
from service.pages.forms import Form
from service.pages.presenters import audits as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.csv import csv_response
from service.web.idempotency import Answer, see_other

LIST = "/audits"
_STRATA = [(one.value, text) for one, text in words.STRATA_WORDS.items()]


@get(LIST)
async def show_list(request: PageRequest) -> Response[str]:
    """List samples, the latest first."""
    found = await queries.samples(actor=request.user)
    return page(
        request,
        "pages/audits/list.html",
        title="Case audits",
        samples=found,
        strata=words.STRATA_WORDS,
    )


@get(f"{LIST}/new")
async def show_new(request: PageRequest) -> Response[str]:
    """Ask how to draw; the seed offered is drawn itself."""
    return _new(request, Form.filled(seed=secrets.token_hex(4), size=20, strata=Strata.NONE.value))


@post(LIST)
async def draw(request: PageRequest) -> Response[Any]:
    """By chance, from all concerns that had a meeting then."""
    form = await form_of(request)
    seed = form.text("seed", label="Seed", required="Enter a seed", max_length=LONGEST_SEED)
    size = form.integer(
        "size", label="Cases", required="Enter how many cases", minimum=FEWEST, maximum=MOST
    )
    strata = form.enum("strata", label="Likeness", kind=Strata, required="Select what to keep")
    from_on = form.date("from_on", label="First day", required="Enter the first day")
    until_on = form.date("until_on", label="Last day", required="Enter the last day")
    due_on = form.date("due_on", label="Finish by", required="Enter by when the cases are read")

    async def act() -> Answer:
        form.check()
        if size is None or strata is None or from_on is None or until_on is None or due_on is None:
            raise TypeError("A form without faults has its values.")
        sample_id = await draw_sample(
            draw=Draw(seed, size, from_on, until_on, due_on, strata),
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"{LIST}/{sample_id}", "The sample is drawn.")

    return await submit(request, form, act, again=lambda: _again(request, form))


@get(f"{LIST}/{{sample_id:uuid}}/counts.csv")
async def counts(request: PageRequest, sample_id: FromPath[UUID]) -> Response[str]:
    """The counts as a table to take away; what is hidden says so."""
    seen = await queries.sample(sample_id=sample_id, actor=request.user, now=clock.now())
    return csv_response(
        ("question", "source", *ANSWER_WORDS.values()),
        [(one.question.words, one.question.source, *words.shown(one)) for one in seen.counts],
        name="case-audit",
    )


def _new(request: PageRequest, form: Form) -> Response[str]:
    if not request.user.has(Role.PARTNERSHIP):
        raise NotFound
    return page(
        request,
        "pages/audits/new.html",
        title="Draw a sample",
        form=form,
        submit="Draw the sample",
        action=LIST,
        cancel=LIST,
        strata=_STRATA,
    )


async def _again(request: PageRequest, form: Form) -> Response[str]:
    return _new(request, form)


routes = [show_list, show_new, draw, counts]
