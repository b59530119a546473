"""Answering, accepting, moving up, withdrawing: one form each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.escalations import actions
from planning.escalations.queries import escalation
from planning.escalations.rules import LONGEST_ANSWER, LONGEST_REASON, LONGEST_SAFETY
from service.pages.forms import Form
from service.pages.presenters.escalations import about_words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say: the name of the field, the question, what is missing, how long at most."""

    field: str
    label: str
    required: str
    longest: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One form; `run` does the act with what was said, by field."""

    title: str
    submit: str
    done: str
    texts: tuple[Text, ...]
    run: Callable[..., Awaitable[None]]


_SAFE = Text(
    "child_safe_meanwhile",
    "Is the child safe meanwhile, and how?",
    "Say how the child is safe meanwhile",
    LONGEST_SAFETY,
)
ANSWER = Act(
    "Answer this escalation",
    "Record your answer",
    "Your answer is recorded. Who raised it is told.",
    (
        Text("outcome", "What have you decided?", "Say what you decided", LONGEST_ANSWER),
        _SAFE,
    ),
    actions.answer_escalation,
)
ACCEPT = Act(
    "Accept the answer",
    "Accept the answer",
    "The escalation is resolved.",
    (Text("outcome", "What was agreed?", "Say what was agreed", LONGEST_ANSWER),),
    actions.accept_answer,
)
MOVE_UP = Act(
    "Move this escalation up",
    "Move it up",
    "It has moved up. Whoever is asked next is told.",
    (
        Text("reason", "Why does the answer not do?", "Say why it moves up", LONGEST_REASON),
        _SAFE,
    ),
    actions.move_up,
)
WITHDRAW = Act(
    "Withdraw this escalation",
    "Withdraw it",
    "The escalation is withdrawn.",
    (Text("reason", "Why do you withdraw it?", "Say why you withdraw it", LONGEST_REASON),),
    actions.withdraw_escalation,
)
_ONE = "/escalations/{escalation_id:uuid}"


@get(f"{_ONE}/answer")
async def show_answer(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[str]:
    """Ask the owner for the answer."""
    return await _page(request, escalation_id, ANSWER, Form())


@post(f"{_ONE}/answer")
async def answer(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[Any]:
    """Record the owner's answer."""
    return await _act(request, escalation_id, ANSWER)


@get(f"{_ONE}/accept")
async def show_accept(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[str]:
    """Ask what was agreed."""
    return await _page(request, escalation_id, ACCEPT, Form())


@post(f"{_ONE}/accept")
async def accept(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[Any]:
    """Accept the answer."""
    return await _act(request, escalation_id, ACCEPT)


@get(f"{_ONE}/move-up")
async def show_move_up(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[str]:
    """Ask why the answer does not do."""
    return await _page(request, escalation_id, MOVE_UP, Form())


@post(f"{_ONE}/move-up")
async def move_up(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[Any]:
    """Ask the next stage's owner."""
    return await _act(request, escalation_id, MOVE_UP)


@get(f"{_ONE}/withdraw")
async def show_withdraw(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[str]:
    """Ask why it is taken back."""
    return await _page(request, escalation_id, WITHDRAW, Form())


@post(f"{_ONE}/withdraw")
async def withdraw(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[Any]:
    """Take it back."""
    return await _act(request, escalation_id, WITHDRAW)


async def _act(request: PageRequest, escalation_id: UUID, act: Act) -> Response[Any]:
    form = await form_of(request)
    said = {
        text.field: form.long_text(
            text.field, label=text.label, required=text.required, max_length=text.longest
        )
        for text in act.texts
    }

    async def run() -> Answer:
        await act.run(
            escalation_id=escalation_id,
            **said,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/escalations/{escalation_id}", act.done)

    return await submit(request, form, run, again=lambda: _page(request, escalation_id, act, form))


async def _page(request: PageRequest, escalation_id: UUID, act: Act, form: Form) -> Response[str]:
    found = await escalation(escalation_id=escalation_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/escalations/act.html",
        title=act.title,
        form=form,
        submit=act.submit,
        cancel=f"/escalations/{escalation_id}",
        about=about_words(found),
        found=found,
        texts=act.texts,
    )


routes = [
    show_answer,
    answer,
    show_accept,
    accept,
    show_move_up,
    move_up,
    show_withdraw,
    withdraw,
]
