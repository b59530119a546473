"""Calendar links of your own: secret addresses at which calendar programs fetch your meetings."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from service.api.serving import ApiRequest, Confirmation, confirmed, done
from service.auth import feeds
from service.auth.feeds import FeedSeen
from service.auth.secret import derived_secret, new_secret
from service.web.calendars import feed_url
from service.web.context import settings_of


class NewCalendarFeed(msgspec.Struct, frozen=True):
    """Where the link will be used; `password` is that of the token's person."""

    name: str
    password: str


class CalendarFeedMade(msgspec.Struct, frozen=True):
    """A link that works; `url` is told this once, whoever has it reads when your meetings are."""

    id: UUID
    name: str
    url: str


@get("/calendar-feeds")
async def list_feeds(request: ApiRequest) -> list[FeedSeen]:
    """List your calendar links that work, oldest first, without their addresses."""
    return await feeds.working_feeds(person_id=request.user.person_id)


@post("/calendar-feeds", status_code=201)
async def make_feed(
    request: ApiRequest, data: JSONBody[NewCalendarFeed]
) -> Response[CalendarFeedMade]:
    """Make a calendar link, with password; you can have five."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    made = await feeds.make_feed(
        person_id=actor.person_id,
        name=data.name,
        now=now,
        random=_random(request, data.name),
    )
    return _made(request, made)


@post("/calendar-feeds/{feed_id:uuid}/replace", status_code=201)
async def replace_feed(
    request: ApiRequest, feed_id: FromPath[UUID], data: JSONBody[Confirmation]
) -> Response[CalendarFeedMade]:
    """End a calendar link and make another of its name, with password."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    made = await feeds.replace_feed(
        feed_id=feed_id,
        person_id=actor.person_id,
        now=now,
        random=_random(request, str(feed_id)),
    )
    return _made(request, made)


@post("/calendar-feeds/{feed_id:uuid}/revoke", status_code=204)
async def revoke_feed(request: ApiRequest, feed_id: FromPath[UUID]) -> Response[None]:
    """End a calendar link at once."""
    return await done(
        request,
        lambda: feeds.revoke_feed(
            feed_id=feed_id, person_id=request.user.person_id, now=clock.now()
        ),
    )


def _random(request: ApiRequest, about: str) -> str:
    """The same for the same request: answers with secrets are not kept to be given again."""
    key = request.headers.get("idempotency-key") or new_secret()
    return derived_secret(request.headers["authorization"], f"{key} {about}")


def _made(request: ApiRequest, made: feeds.NewFeed) -> Response[CalendarFeedMade]:
    url = feed_url(settings_of(request).public_url, made.secret)
    return Response(CalendarFeedMade(made.id, made.name, url), status_code=201)


routes = [list_feeds, make_feed, replace_feed, revoke_feed]
