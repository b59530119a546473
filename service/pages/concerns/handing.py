"""The receiver's answer to a hand-over, as somebody records it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.chains.actions import record_hand_over_answer
from planning.chains.queries import chain_of
from planning.chains.rules.handing import LONGEST_EVIDENCE, LONGEST_NAME, AnswerGiven
from planning.errors import Blocker, NotFound, block_if
from planning.people.rules import Actor, Role, require_role
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.handing import UNNAMED
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

ANSWERS = [("yes", "Yes, they accepted"), ("no", "No, they refused")]
_MAY = (Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER)


def may_answer(actor: Actor) -> bool:
    """Whether to offer recording an answer; the act itself refuses."""
    return any(actor.has(role) for role in _MAY)


@get("/concerns/{concern_id:uuid}/entries/{entry_id:uuid}/answer")
async def show(
    request: PageRequest, concern_id: FromPath[UUID], entry_id: FromPath[UUID]
) -> Response[str]:
    """Ask what the receiver said."""
    return await _page(request, concern_id, entry_id, Form())


@post("/concerns/{concern_id:uuid}/entries/{entry_id:uuid}/answer")
async def record(
    request: PageRequest, concern_id: FromPath[UUID], entry_id: FromPath[UUID]
) -> Response[Any]:
    """Record the answer."""
    form = await form_of(request)
    given = _read(form)

    async def act() -> Answer:
        if given is None:
            raise FormInvalid(form)
        await record_hand_over_answer(
            concern_id=concern_id,
            entry_id=entry_id,
            given=given,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/concerns/{concern_id}", "The answer is recorded.")

    return await submit(
        request, form, act, again=lambda: _page(request, concern_id, entry_id, form)
    )


def _read(form: Form) -> AnswerGiven | None:
    """What was typed; the rules say what is wrong with an answer that they can judge."""
    accepted = form.choice(
        "accepted", label="Answer", options=dict(ANSWERS), required="Select what they answered"
    )
    answered_on = form.date("answered_on", label="Day", required="Enter the day of the answer")
    incomplete = answered_on is None or not accepted
    name = form.text(
        "answered_by_name",
        label="Who gave the answer",
        required="Say who gave the answer" if incomplete else None,
        max_length=LONGEST_NAME,
    )
    evidence = form.long_text(
        "evidence",
        label="What shows it",
        required="Say what shows it, or why they refused" if incomplete else None,
        max_length=LONGEST_EVIDENCE,
    )
    if answered_on is None:
        return None
    return AnswerGiven(
        accepted=accepted == "yes",
        answered_on=answered_on,
        answered_by_name=name,
        evidence=evidence,
    )


async def _page(
    request: PageRequest, concern_id: UUID, entry_id: UUID, form: Form
) -> Response[str]:
    require_role(request.user, *_MAY)
    chain = await chain_of(concern_id=concern_id, actor=request.user, now=clock.now())
    made = next((one for one in chain.hand_overs if one.entry_id == entry_id), None)
    if made is None:
        raise NotFound
    if made.answer:
        block_if([Blocker("An answer to this hand-over is on record already.")])
    return page(
        request,
        "pages/concerns/hand_over_answer.html",
        title="Record the receiver’s answer",
        form=form,
        submit="Record the answer",
        cancel=f"/concerns/{concern_id}",
        concern=chain.concern,
        made=made,
        receiver=made.receiver or UNNAMED,
        answers=ANSWERS,
    )


routes = [show, record]
