"""Mail that did not arrive: for administrators, and for those who may change a meeting."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, confirmed, told
from service.mail.queries import Delivery, ServerState, deliveries_shown, mail_servers
from service.mail.undelivered import actions, queries
from service.mail.undelivered.queries import Filters, LetterSeen
from service.mail.undelivered.rules import Wanted
from service.web.context import enqueue_of


class Why(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why nobody needs to do anything about a message; do not name a child."""

    reason: str


class NewAddress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a person is mailed and signs in from now on; `password` is the token's person's."""

    email: str
    password: str


class Settled(msgspec.Struct, frozen=True):
    """Whether this request did it; false when somebody had dealt with the message before."""

    settled: bool


class SentAgain(msgspec.Struct, frozen=True):
    """How many messages will leave again."""

    messages: int


@get("/undelivered")
async def list_undelivered(
    request: ApiRequest,
    *,
    wanted: FromQuery[Wanted] = Wanted.LISTED,
    agency_id: FromQuery[UUID | None] = None,
    since: FromQuery[datetime | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[LetterSeen]:
    """List mail that did not arrive or waits for long, the latest first."""
    return await queries.undelivered(
        filters=Filters(wanted, agency_id, since),
        actor=request.user,
        now=clock.now(),
        cursor=cursor,
        limit=limit,
    )


@get("/mail-servers")
async def list_mail_servers(request: ApiRequest) -> list[ServerState]:
    """List the mail servers, and since when and why one cannot be used."""
    return await mail_servers(actor=request.user)


@get("/meetings/{meeting_id:uuid}/deliveries")
async def list_deliveries(request: ApiRequest, meeting_id: FromPath[UUID]) -> list[Delivery]:
    """List where each invitation is; for those who may not change the meeting, their own."""
    return await deliveries_shown(meeting_id=meeting_id, actor=request.user)


@post("/undelivered/send-again", status_code=200)
async def send_all_again(request: ApiRequest, data: JSONBody[Filters]) -> Response[SentAgain]:
    """Have everything listed sent again as new messages, 1,000 at most."""

    async def act() -> SentAgain:
        return SentAgain(
            await actions.send_all_again(filters=data, actor=request.user, now=clock.now())
        )

    return await told(request, act)


@post("/undelivered/{message_id:uuid}/send-again", status_code=200)
async def send_again(request: ApiRequest, message_id: FromPath[UUID]) -> Response[Settled]:
    """Have one message sent again as a new one, with what is true now."""

    async def act() -> Settled:
        return Settled(
            await actions.send_again(message_id=message_id, actor=request.user, now=clock.now())
        )

    return await told(request, act)


@post("/undelivered/{message_id:uuid}/dismiss", status_code=200)
async def dismiss(
    request: ApiRequest, message_id: FromPath[UUID], data: JSONBody[Why]
) -> Response[Settled]:
    """Put a message away with a reason."""

    async def act() -> Settled:
        return Settled(
            await actions.dismiss(
                message_id=message_id, reason=data.reason, actor=request.user, now=clock.now()
            )
        )

    return await told(request, act)


@post("/people/{person_id:uuid}/address", status_code=200)
async def correct_address(
    request: ApiRequest, person_id: FromPath[UUID], data: JSONBody[NewAddress]
) -> Response[SentAgain]:
    """Correct a person's address; what did not arrive leaves again. For administrators."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)

    async def act() -> SentAgain:
        return SentAgain(
            await actions.correct_address(
                person_id=person_id,
                email=data.email,
                actor=actor,
                now=now,
                enqueue=enqueue_of(request),
            )
        )

    return await told(request, act)


routes = [
    list_undelivered,
    list_mail_servers,
    list_deliveries,
    send_all_again,
    send_again,
    dismiss,
    correct_address,
]
