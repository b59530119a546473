"""Answering your agency's schedule, the password given just now."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.operations.queries import MemberSeen, operation_members
from planning.plans.queries import changes_between
from planning.plans.queries.versions import VersionRow
from planning.sign_offs.actions import sign
from planning.sign_offs.rules import Answer as Reply
from planning.sign_offs.rules import NewCondition
from service.pages.forms import Form
from service.pages.fresh import freshen, is_fresh, keep
from service.pages.placing import placing, shown_rows
from service.pages.presenters.plans import members_by_agency
from service.pages.presenters.sign_offs import ANSWERS, change_words
from service.pages.serving import ask_for_fresh_password, form_of, page, submit
from service.pages.sign_offs.reading import Asked, asked_of
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


class Overtaken(msgspec.Struct, frozen=True):
    """A form about a version that is not current any more, and what changed since."""

    number: int
    current: int
    changes: list[str]


MOST_CONDITIONS = 20
SPARE = 2
VERSION = "plan_version_id"
_TOLD = {
    Reply.SIGNED: "Your agency has signed.",
    Reply.SIGNED_WITH_CONDITIONS: "Your agency has signed, with conditions.",
    Reply.ASKED: "Your question is with the operation’s lead.",
    Reply.CHANGES_REQUESTED: "The operation’s lead sees what you want changed.",
    Reply.REFUSED: "Your agency has refused.",
    Reply.NO_ROLE: "Your agency has no role in this plan.",
}


@get("/plans/{plan_id:uuid}/schedule/answer")
async def show_answer(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Ask for the answer; needs the password given just now."""
    ask_for_fresh_password(request)
    return await _page(request, plan_id, Form())


@post("/plans/{plan_id:uuid}/schedule/answer")
async def answer(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Give it to the version that was read, or to none."""
    form = await form_of(request)
    session_id = await freshen(request, form)
    version_id = form.uuid(VERSION, label="Version", required="Read the plan’s version first")
    reply = form.enum("answer", label="Answer", kind=Reply, required="Select your answer")
    note = form.long_text("note", label="What you want to say", max_length=4000)
    rows = [row for row in form.rows("conditions", at_most=MOST_CONDITIONS) if not row.is_blank()]
    conditions = [_condition(row) for row in rows]

    async def act() -> Answer:
        await _must_be_of(request, plan_id, version_id)
        chosen = reply or Reply.ASKED
        with placing(conditions=rows):
            await sign(
                plan_version_id=version_id or UUID(int=0),
                answer=chosen,
                note=note,
                conditions=conditions,
                actor=request.user,
                now=clock.now(),
            )
        return see_other(f"/plans/{plan_id}/schedule", _TOLD[chosen])

    response = await submit(request, form, act, again=lambda: _page(request, plan_id, form))
    return keep(request, response, session_id)


def _condition(row: Form) -> NewCondition:
    owner_id = row.uuid("owner_id", label="Owner", required="Select who must meet it")
    due_on = row.date("due_on", label="Due", required="Enter when it must be met")
    return NewCondition(
        condition=row.long_text(
            "condition", label="Condition", required="Enter the condition", max_length=2000
        ),
        owner_id=owner_id or UUID(int=0),
        due_on=due_on or date.max,
        blocking=row.flag("blocking"),
    )


async def _must_be_of(request: PageRequest, plan_id: UUID, version_id: UUID | None) -> None:
    asked = await asked_of(plan_id, request.user)
    if version_id not in {one.id for one in asked.versions}:
        raise NotFound


async def _page(request: PageRequest, plan_id: UUID, form: Form) -> Response[str]:
    actor = request.user
    asked = await asked_of(plan_id, actor)
    if asked.current is None:
        raise NotFound
    members = await operation_members(operation_id=asked.plan.operation_id, actor=actor)
    overtaken = await _overtaken(request, asked, form)
    return page(
        request,
        "pages/sign_offs/answer.html",
        title="Answer for your agency",
        submit=_send(overtaken),
        destructive=True,
        cancel=f"/plans/{plan_id}/schedule",
        seen=asked.plan,
        overtaken=overtaken,
        **fields_of_answer(request, form, asked.current, ANSWERS, members),
    )


def fields_of_answer(
    request: PageRequest,
    form: Form,
    current: VersionRow,
    answers: Sequence[tuple[str, str, str]],
    members: Sequence[MemberSeen],
) -> dict[str, Any]:
    """What the fields of an answer need, on its own page and below the schedule."""
    return {
        "form": form,
        "current": current,
        "answers": answers,
        "groups": members_by_agency(members),
        "rows": shown_rows(form, "conditions", spare=SPARE, at_most=MOST_CONDITIONS),
        "ask_password": not is_fresh(request),
    }


def _send(overtaken: Overtaken | None) -> str:
    return f"Send this answer to version {overtaken.current}" if overtaken else "Send the answer"


async def _overtaken(request: PageRequest, asked: Asked, form: Form) -> Overtaken | None:
    """The version that the form was about and what changed since, when it is not current."""
    current = asked.current
    about = next((one for one in asked.versions if str(one.id) == form.value(VERSION)), None)
    if current is None or about is None or about.id == current.id:
        return None
    changes = await changes_between(
        older_id=about.id,
        newer_id=current.id,
        agency_id=request.user.agency_id,
        actor=request.user,
    )
    return Overtaken(about.number, current.number, change_words(changes))


routes = [show_answer, answer]
