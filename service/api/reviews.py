"""Senior reviews of children's chains at red."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.chains.actions import record_review
from planning.chains.queries import ReviewCase, ReviewOwed, review_cases, reviews_owed_page
from planning.chains.rules import Reviewing
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, done
from service.web.context import enqueue_of


class Reviews(msgspec.Struct, frozen=True):
    """An answer for each of up to 100 children; all are recorded, or none."""

    reviews: list[Reviewing]


@get("/reviews")
async def list_owed(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[ReviewOwed]:
    """List the reviews that you owe as the named senior manager, the longest owed first."""
    return await reviews_owed_page(actor=request.user, now=clock.now(), cursor=cursor, limit=limit)


@post("/reviews", status_code=204)
async def record(request: ApiRequest, data: JSONBody[Reviews]) -> Response[None]:
    """Record senior reviews; for senior managers who chaired no meeting of the run."""
    return await done(
        request,
        lambda: record_review(
            reviews=data.reviews,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/concerns/{concern_id:uuid}/review")
async def see_review(request: ApiRequest, concern_id: FromPath[UUID]) -> ReviewCase:
    """Show what a reviewer must know of a chain, and its past reviews; the reading is logged."""
    (case,) = await review_cases(concern_ids=[concern_id], actor=request.user, now=clock.now())
    return case


routes = [list_owed, record, see_review]
