"""What was said about an answer: the lead replies to a question, the agency asks on."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.plans.queries import plan
from planning.sign_offs.actions import reply_to_answer
from planning.sign_offs.queries import answer_given, replies_to
from planning.sign_offs.rules import ANSWER_WORDS, REPLY_LENGTH
from service.pages.forms import Form
from service.pages.presenters.signing import thread
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/plans/{plan_id:uuid}/answers/{sign_off_id:uuid}")
async def show_thread(
    request: PageRequest, plan_id: FromPath[UUID], sign_off_id: FromPath[UUID]
) -> Response[str]:
    """An agency's answer, what was said about it, and a reply."""
    return await _page(request, plan_id, sign_off_id, Form())


@post("/plans/{plan_id:uuid}/answers/{sign_off_id:uuid}")
async def reply(
    request: PageRequest, plan_id: FromPath[UUID], sign_off_id: FromPath[UUID]
) -> Response[Any]:
    """Say something about it."""
    form = await form_of(request)
    text = form.long_text(
        "text", label="Your reply", required="Enter your reply", max_length=REPLY_LENGTH
    )

    async def act() -> Answer:
        await reply_to_answer(
            sign_off_id=sign_off_id,
            text=text,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/plans/{plan_id}/answers/{sign_off_id}", "Your reply is there.")

    return await submit(
        request, form, act, again=lambda: _page(request, plan_id, sign_off_id, form)
    )


async def _page(
    request: PageRequest, plan_id: UUID, sign_off_id: UUID, form: Form
) -> Response[str]:
    given = await answer_given(sign_off_id=sign_off_id, actor=request.user)
    if given.plan_id != plan_id:
        raise NotFound
    return page(
        request,
        "pages/sign_offs/thread.html",
        title="Questions and replies",
        form=form,
        submit="Send the reply",
        seen=await plan(plan_id=plan_id, actor=request.user, now=clock.now()),
        given=given,
        said=ANSWER_WORDS[given.answer],
        note=given.note,
        thread=thread(await replies_to(sign_off_id=sign_off_id, actor=request.user)),
    )


routes = [show_thread, reply]
