"""A case for its auditor: the questions of the review, answered once."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.audits.actions import record_findings
from planning.audits.queries import case_to_audit
from planning.audits.rules import ANSWER_WORDS, LONGEST_WORDS, QUESTIONS, Answer, Found
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer as Told
from service.web.idempotency import see_other

_ANSWERS = [(one.value, text) for one, text in ANSWER_WORDS.items()]


@get("/audit-cases/{case_id:uuid}")
async def show(request: PageRequest, case_id: FromPath[UUID]) -> Response[str]:
    """Show the questions, or what was found; the reading is logged."""
    return await _page(request, case_id, Form())


@post("/audit-cases/{case_id:uuid}")
async def record(request: PageRequest, case_id: FromPath[UUID]) -> Response[Any]:
    """Record every answer."""
    form = await form_of(request)
    found = {}
    for question in QUESTIONS:
        answer = form.enum(question.key, label="Answer", kind=Answer)
        said = form.long_text(f"{question.key}_words", label="Words", max_length=LONGEST_WORDS)
        if answer:
            found[question.key] = Found(answer, said)

    async def act() -> Told:
        await record_findings(case_id=case_id, found=found, actor=request.user, now=clock.now())
        return see_other(f"/audit-cases/{case_id}", "Your findings are recorded.")

    return await submit(request, form, act, again=lambda: _page(request, case_id, form))


async def _page(request: PageRequest, case_id: UUID, form: Form) -> Response[str]:
    case = await case_to_audit(case_id=case_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/audits/case.html",
        title=f"Case audit: case {case.number}",
        form=form,
        case=case,
        questions=QUESTIONS,
        answers=_ANSWERS,
        answer_words=ANSWER_WORDS,
        may_record=case.auditor_id == request.user.person_id and not case.audited_at,
    )


routes = [show, record]
