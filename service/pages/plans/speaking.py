"""Comments and requests about parts of a plan: the list, a thread, saying something."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import NotFound
from planning.operations.queries import operation
from planning.plans.actions import comment_on, reply_to, settle_comment
from planning.plans.queries import comments_of, plan, thread
from planning.plans.rules.comments import COMMENT_LENGTH, CommentKind
from service.pages.forms import Form
from service.pages.presenters import comments as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other


@get("/plans/{plan_id:uuid}/comments")
async def show_comments(
    request: PageRequest,
    plan_id: FromPath[UUID],
    part: FromQuery[str] = "",
    after: FromQuery[str | None] = None,
) -> Response[str]:
    """What was said about a plan, or about the part that `part` names."""
    actor = request.user
    seen = await plan(plan_id=plan_id, actor=actor, now=clock.now())
    about = words.about_of(part)
    found = await comments_of(plan_id=plan_id, about=about, actor=actor, cursor=after)
    here = f"/plans/{plan_id}/comments"
    of_part = {"part": part} if part else {}
    return page(
        request,
        "pages/plans/comments.html",
        title="Comments and requests",
        seen=seen,
        part=part,
        name=words.name_of(seen, about),
        threads=[words.shown(one, seen) for one in found.items],
        first_page=f"{here}?{urlencode(of_part)}" if after else "",
        next_page=f"{here}?{urlencode({**of_part, 'after': found.next})}" if found.next else "",
    )


@get("/plans/{plan_id:uuid}/comments/new")
async def show_new_comment(
    request: PageRequest, plan_id: FromPath[UUID], part: FromQuery[str] = ""
) -> Response[str]:
    """Ask what to say of the part."""
    return await _new(request, plan_id, part, Form())


@post("/plans/{plan_id:uuid}/comments/new")
async def say(
    request: PageRequest, plan_id: FromPath[UUID], part: FromQuery[str] = ""
) -> Response[Any]:
    """Say it; the thread follows."""
    form = await form_of(request)
    kind = form.enum(
        "kind", label="Kind", kind=CommentKind, required="Say whether it is a comment or a request"
    )
    text = _text(form)

    async def act() -> Answer:
        comment_id = await comment_on(
            plan_id=plan_id,
            about=words.about_of(part),
            kind=kind or CommentKind.COMMENT,
            text=text,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/plan-comments/{comment_id}", words.SAID[kind or CommentKind.COMMENT])

    return await submit(request, form, act, again=lambda: _new(request, plan_id, part, form))


@get("/plan-comments/{comment_id:uuid}")
async def show_thread(request: PageRequest, comment_id: FromPath[UUID]) -> Response[str]:
    """What was said, what was answered, and the answer's form."""
    return await _thread(request, comment_id, Form())


@post("/plan-comments/{comment_id:uuid}")
async def answer(request: PageRequest, comment_id: FromPath[UUID]) -> Response[Any]:
    """Add to the thread, unless it is settled."""
    form = await form_of(request)
    text = _text(form)

    async def act() -> Answer:
        await reply_to(comment_id=comment_id, text=text, actor=request.user, now=clock.now())
        return see_other(f"/plan-comments/{comment_id}", "Your answer is there.")

    return await submit(request, form, act, again=lambda: _thread(request, comment_id, form))


@post("/plan-comments/{comment_id:uuid}/settle")
async def settle(request: PageRequest, comment_id: FromPath[UUID]) -> Response[Any]:
    """Nothing more is to do."""

    async def act() -> Answer:
        await settle_comment(comment_id=comment_id, actor=request.user, now=clock.now())
        return see_other(f"/plan-comments/{comment_id}", "This is settled.")

    return await once(request, act)


def _text(form: Form) -> str:
    return form.long_text(
        "text", label="What you say", required="Enter what you want to say",
        max_length=COMMENT_LENGTH,
    )  # fmt: skip


async def _new(request: PageRequest, plan_id: UUID, part: str, form: Form) -> Response[str]:
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    name = words.name_of(seen, words.about_of(part))
    if not name:
        raise NotFound
    return page(
        request,
        "pages/plans/comment.html",
        title=f"Say something about {name}",
        form=form,
        submit="Say it",
        cancel=f"/plans/{plan_id}/comments?{urlencode({'part': part})}",
        kinds=words.KINDS,
    )


async def _thread(request: PageRequest, comment_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    found = await thread(comment_id=comment_id, actor=actor)
    seen = await plan(plan_id=found.plan_id, actor=actor, now=now)
    around = await operation(operation_id=seen.operation_id, actor=actor, now=now)
    shown = words.shown(found, seen)
    return page(
        request,
        "pages/plans/thread.html",
        title=shown.title,
        form=form,
        seen=seen,
        one=shown,
        may_settle=not found.settled_at and actor.person_id in {found.said_by, around.lead_id},
    )


routes = [show_comments, show_new_comment, say, show_thread, answer, settle]
