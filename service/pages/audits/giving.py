"""One sample: its cases as numbers, and giving them to auditors."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.audits import queries
from planning.audits.actions import assign_cases
from planning.audits.rules import ANSWER_WORDS
from service.pages.forms import Form
from service.pages.presenters import audits as words
from service.pages.presenters.directory import by_agency
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/audits/{sample_id:uuid}")
async def show(request: PageRequest, sample_id: FromPath[UUID]) -> Response[str]:
    """Show how far it is; never whom it is about."""
    return await _page(request, sample_id, Form())


@post("/audits/{sample_id:uuid}")
async def give(request: PageRequest, sample_id: FromPath[UUID]) -> Response[Any]:
    """Let an auditor into the chosen cases."""
    form = await form_of(request)
    auditor_id = form.uuid("auditor_id", label="Auditor", required="Select an auditor")
    seen = await queries.sample(sample_id=sample_id, actor=request.user, now=clock.now())
    numbers = form.choices(
        "numbers",
        label="Cases",
        options=[str(case.number) for case in seen.cases],
        required="Select at least one case",
    )

    async def act() -> Answer:
        form.check()
        if auditor_id is None:
            raise TypeError("A form without faults has its values.")
        await assign_cases(
            sample_id=sample_id,
            numbers=[int(number) for number in numbers],
            auditor_id=auditor_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/audits/{sample_id}", "The cases are given out.")

    return await submit(request, form, act, again=lambda: _page(request, sample_id, form))


async def _page(request: PageRequest, sample_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await queries.sample(sample_id=sample_id, actor=actor, now=now)
    over = clock.today(now) > seen.sample.due_on
    return page(
        request,
        "pages/audits/one.html",
        title="A case audit",
        form=form,
        seen=seen,
        facts=words.facts(seen.sample),
        cases=words.cases(seen),
        progress=words.progress(seen),
        open_cases=[] if over else words.open_cases(seen),
        auditors=by_agency(await queries.auditors(actor=actor)),
        answers=list(ANSWER_WORDS.values()),
        counts=[(one.question, words.shown(one)) for one in seen.counts],
    )


routes = [show, give]
