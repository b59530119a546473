"""Comments and requests about parts of a plan, and their replies."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.paging import PAGE, Page
from planning.plans import actions, queries
from planning.plans.queries.comments import ThreadSeen
from planning.plans.rules.comments import About, CommentKind
from service.api.serving import ApiRequest, Made, done, made


class NewComment(msgspec.Struct, frozen=True):
    """What you say, and of which part: one section, one role or one resource line."""

    about: About
    kind: CommentKind
    text: str


class NewReply(msgspec.Struct, frozen=True):
    """What you say to it."""

    text: str


@get("/plans/{plan_id:uuid}/comments")
async def list_comments(
    request: ApiRequest,
    plan_id: FromPath[UUID],
    *,
    section: FromQuery[str | None] = None,
    role_id: FromQuery[UUID | None] = None,
    resource_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[ThreadSeen]:
    """List what was said about a plan or one part of it, newest first, with the replies."""
    return await queries.comments_of(
        plan_id=plan_id,
        about=About(section, role_id, resource_id),
        actor=request.user,
        cursor=cursor,
        limit=limit,
    )


@post("/plans/{plan_id:uuid}/comments", status_code=201)
async def comment(
    request: ApiRequest, plan_id: FromPath[UUID], data: JSONBody[NewComment]
) -> Response[Made]:
    """Say something about a part of a plan; only people of that part's tier see it."""
    return await made(
        request,
        lambda: actions.comment_on(
            plan_id=plan_id,
            about=data.about,
            kind=data.kind,
            text=data.text,
            actor=request.user,
            now=clock.now(),
        ),
    )


@get("/plan-comments/{comment_id:uuid}")
async def see_comment(request: ApiRequest, comment_id: FromPath[UUID]) -> ThreadSeen:
    """Show a comment or request with its replies."""
    return await queries.thread(comment_id=comment_id, actor=request.user)


@post("/plan-comments/{comment_id:uuid}/replies", status_code=201)
async def reply(
    request: ApiRequest, comment_id: FromPath[UUID], data: JSONBody[NewReply]
) -> Response[Made]:
    """Answer a comment or request that is not settled."""
    return await made(
        request,
        lambda: actions.reply_to(
            comment_id=comment_id, text=data.text, actor=request.user, now=clock.now()
        ),
    )


@post("/plan-comments/{comment_id:uuid}/settle", status_code=204)
async def settle(request: ApiRequest, comment_id: FromPath[UUID]) -> Response[None]:
    """Say that nothing more is to do; for who said it, or the lead."""
    return await done(
        request,
        lambda: actions.settle_comment(comment_id=comment_id, actor=request.user, now=clock.now()),
    )


routes = [list_comments, comment, see_comment, reply, settle]
