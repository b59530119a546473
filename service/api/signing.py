"""Around signatures: questions and replies, delegates, what the partnership was told."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.operations.actions import acknowledge_notice
from planning.operations.queries import PartnershipNoticeSeen, partnership_notices
from planning.paging import Page
from planning.reminders.actions import chase_signatories
from planning.sign_offs import actions, queries
from planning.sign_offs.queries.board import BoardRow
from planning.sign_offs.queries.delegates import SigningList
from planning.sign_offs.queries.threads import ReplySeen
from service.api.meetings.reminding import Reminded
from service.api.serving import ApiRequest, Made, done, made, told
from service.web.context import enqueue_of


class NewReply(msgspec.Struct, frozen=True):
    """What you say about an agency's answer."""

    text: str


class NewDelegate(msgspec.Struct, frozen=True):
    """A colleague who signs for your agency for some time, both dates included."""

    person_id: UUID
    from_on: date
    until_on: date
    reason: str


@get("/sign-offs/{sign_off_id:uuid}/replies")
async def list_replies(request: ApiRequest, sign_off_id: FromPath[UUID]) -> list[ReplySeen]:
    """List what was said about an answer, oldest first."""
    return await queries.replies_to(sign_off_id=sign_off_id, actor=request.user)


@post("/sign-offs/{sign_off_id:uuid}/replies", status_code=201)
async def reply(
    request: ApiRequest, sign_off_id: FromPath[UUID], data: JSONBody[NewReply]
) -> Response[Made]:
    """Reply to an answer; the operation's lead and signatories of the agency."""
    return await made(
        request,
        lambda: actions.reply_to_answer(
            sign_off_id=sign_off_id,
            text=data.text,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/signatories")
async def list_signatories(request: ApiRequest) -> SigningList:
    """Show who signs for your own agency today or later, delegates too."""
    return await queries.signing_list(actor=request.user, now=clock.now())


@post("/delegates", status_code=201)
async def name_delegate(request: ApiRequest, data: JSONBody[NewDelegate]) -> Response[Made]:
    """Let a colleague sign for your agency for some time; its signatories, no delegates."""
    return await made(
        request,
        lambda: actions.name_delegate(
            person_id=data.person_id,
            from_on=data.from_on,
            until_on=data.until_on,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/delegates/{signatory_id:uuid}/withdraw", status_code=204)
async def withdraw_delegate(request: ApiRequest, signatory_id: FromPath[UUID]) -> Response[None]:
    """Take a delegation back at once; what was signed stands."""
    return await done(
        request,
        lambda: actions.withdraw_delegate(
            signatory_id=signatory_id, actor=request.user, now=clock.now()
        ),
    )


@get("/board")
async def list_board(request: ApiRequest, cursor: FromQuery[str | None] = None) -> Page[BoardRow]:
    """List the operations that the partnership was told of; for the partnership."""
    return await queries.board(actor=request.user, now=clock.now(), cursor=cursor)


@get("/operations/{operation_id:uuid}/notices")
async def list_notices(
    request: ApiRequest, operation_id: FromPath[UUID]
) -> list[PartnershipNoticeSeen]:
    """List what the partnership was told of an operation, the latest first, with receipts."""
    return await partnership_notices(operation_id=operation_id, actor=request.user)


@post("/notices/{notice_id:uuid}/receipt", status_code=204)
async def receive(request: ApiRequest, notice_id: FromPath[UUID]) -> Response[None]:
    """Say that you have seen it; for the partnership. Said again it changes nothing."""
    return await done(
        request,
        lambda: acknowledge_notice(notice_id=notice_id, actor=request.user, now=clock.now()),
    )


@post("/plans/{plan_id:uuid}/remind", status_code=200)
async def remind(request: ApiRequest, plan_id: FromPath[UUID]) -> Response[Reminded]:
    """Remind the signatories of agencies that have not answered; the operation's lead."""

    async def act() -> Reminded:
        return Reminded(
            await chase_signatories(
                plan_id=plan_id,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        )

    return await told(request, act)


routes = [
    remind,
    list_replies,
    reply,
    list_signatories,
    name_delegate,
    withdraw_delegate,
    list_board,
    list_notices,
    receive,
]
