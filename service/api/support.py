"""The support of an operation's children: plans, key workers, contact, risk and reviews."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.paging import PAGE
from planning.support import actions, queries
from planning.support.queries import ChildPlanSeen, SupportList, SupportSeen
from planning.support.rules.contact import ContactDraft
from planning.support.rules.plans import Ending, PartDraft, PartKey, ReviewDraft, RiskDraft
from planning.support.rules.posts import Need, Post
from service.api.serving import ApiRequest, Changed, Made, done, made, told
from service.web.context import enqueue_of


class Assignment(msgspec.Struct, frozen=True):
    """Children of an operation, who is to support them, as what, and why this person.

    Unless it `replaces`, a child who has somebody in that post is refused.
    """

    child_ids: list[UUID]
    post: Post
    person_id: UUID
    reason: str
    replaces: bool = False


class Release(msgspec.Struct, frozen=True):
    """A post that nobody takes over now, and why it ends."""

    post: Post
    reason: str


class Striking(msgspec.Struct, frozen=True):
    """Why an entry of the contact log is wrong."""

    reason: str


class WrittenPart(PartDraft, frozen=True, kw_only=True):
    """A part with the version that was read; 0 where nothing was written yet."""

    version: int


@get("/operations/{operation_id:uuid}/support")
async def list_children(
    request: ApiRequest,
    operation_id: FromPath[UUID],
    need: FromQuery[Need | None] = None,
    start: FromQuery[int] = 0,
    limit: FromQuery[int] = PAGE,
) -> SupportList:
    """List the operation's children whose concerns you are in, the most pressing first."""
    return await queries.supported_children(
        operation_id=operation_id,
        actor=request.user,
        now=clock.now(),
        need=need,
        start=start,
        limit=limit,
    )


@get("/support")
async def list_mine(request: ApiRequest) -> list[SupportSeen]:
    """List the children whose key worker or deputy you are, with what their plans need."""
    return await queries.support_owed(actor=request.user, now=clock.now())


@post("/operations/{operation_id:uuid}/support", status_code=204)
async def assign(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Assignment]
) -> Response[None]:
    """Assign a key worker or deputy. It lets them into the operation and these concerns."""
    return await done(
        request,
        lambda: actions.assign_key_worker(
            operation_id=operation_id,
            child_ids=data.child_ids,
            post=data.post,
            person_id=data.person_id,
            reason=data.reason,
            replaces=data.replaces,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/support/{child_id:uuid}")
async def see_plan(request: ApiRequest, child_id: FromPath[UUID]) -> ChildPlanSeen:
    """Show one child's plan; the reading is logged."""
    return await queries.child_plan(child_id=child_id, actor=request.user, now=clock.now())


@post("/support/{child_id:uuid}/release", status_code=204)
async def release(
    request: ApiRequest, child_id: FromPath[UUID], data: JSONBody[Release]
) -> Response[None]:
    """End a post that nobody takes over now."""
    return await done(
        request,
        lambda: actions.release_key_worker(
            child_id=child_id,
            post=data.post,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/support/{child_id:uuid}/contacts", status_code=201)
async def log_contact(
    request: ApiRequest, child_id: FromPath[UUID], data: JSONBody[ContactDraft]
) -> Response[Made]:
    """Log a contact, also one that nobody answered."""
    return await made(
        request,
        lambda: actions.log_contact(
            child_id=child_id, draft=data, actor=request.user, now=clock.now()
        ),
    )


@post("/support/{child_id:uuid}/contacts/{contact_id:uuid}/strike", status_code=204)
async def strike_contact(
    request: ApiRequest,
    child_id: FromPath[UUID],
    contact_id: FromPath[UUID],
    data: JSONBody[Striking],
) -> Response[None]:
    """Strike a wrong entry out; it stays to be read and counts no more."""
    return await done(
        request,
        lambda: actions.strike_contact(
            child_id=child_id,
            contact_id=contact_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/support/{child_id:uuid}/risk", status_code=204)
async def assess_risk(
    request: ApiRequest, child_id: FromPath[UUID], data: JSONBody[RiskDraft]
) -> Response[None]:
    """Record immediate and ongoing risk, and when it is assessed next."""
    return await done(
        request,
        lambda: actions.assess_risk(
            child_id=child_id, draft=data, actor=request.user, now=clock.now()
        ),
    )


@post("/support/{child_id:uuid}/reviews", status_code=204)
async def record_review(
    request: ApiRequest, child_id: FromPath[UUID], data: JSONBody[ReviewDraft]
) -> Response[None]:
    """Record a review that was held."""
    return await done(
        request,
        lambda: actions.record_review(
            child_id=child_id, draft=data, actor=request.user, now=clock.now()
        ),
    )


@post("/support/{child_id:uuid}/parts/{part_key:str}", status_code=200)
async def write_part(
    request: ApiRequest,
    child_id: FromPath[UUID],
    part_key: FromPath[PartKey],
    data: JSONBody[WrittenPart],
) -> Response[Changed]:
    """Replace what one part of the plan says."""

    async def act() -> Changed:
        version = await actions.write_part(
            child_id=child_id,
            key=part_key,
            draft=data,
            version=data.version,
            actor=request.user,
            now=clock.now(),
        )
        return Changed(version)

    return await told(request, act)


@post("/support/{child_id:uuid}/end", status_code=204)
async def end_support(
    request: ApiRequest, child_id: FromPath[UUID], data: JSONBody[Ending]
) -> Response[None]:
    """End the support of a child, with how the child goes on."""
    return await done(
        request,
        lambda: actions.end_support(
            child_id=child_id, ending=data, actor=request.user, now=clock.now()
        ),
    )


routes = [
    list_children,
    list_mine,
    assign,
    see_plan,
    release,
    log_contact,
    strike_contact,
    assess_risk,
    record_review,
    write_part,
    end_support,
]
