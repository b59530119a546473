"""The address of a calendar feed. Its secret is the only key: no session, no cookie, no page.

Nothing here may name the secret: it goes in as a digest and comes out nowhere.
"""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from litestar import Request, route
from litestar.datastructures import Headers, State
from litestar.enums import HttpMethod
from litestar.params import FromPath
from litestar.response.base import ASGIResponse

from planning import clock
from planning.meetings.queries.calendar_feed import calendar_entries, calendar_version
from planning.transactions import transaction
from service.auth.feeds import Feed, note_fetch, resolve_feed
from service.auth.guards import PUBLIC
from service.auth.throttle import TooManyTries, note_try
from service.calendar.feed import feed_of, fingerprint
from service.web.context import client_of, settings_of

AnyRequest = Request[Any, Any, State]
PATH = "/calendars"
SUFFIX = ".ics"
_FRESH_SECONDS = 300
_NOTHING = (
    "This calendar link does not work. Make a new one in Accord, on the page Your calendar.\n"
)
_SLOWER = "There were too many tries of links that do not work. Try again in 15 minutes.\n"


def feed_url(public_url: str, secret: str) -> str:
    """The address to give to a calendar program."""
    return f"{public_url}{PATH}/{secret}{SUFFIX}"


@route(
    f"{PATH}/{{file:path}}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=PUBLIC,
    include_in_schema=False,
)
async def calendar_feed(request: AnyRequest, file: FromPath[str]) -> ASGIResponse:
    """Answer with the calendar, with 304 when it has not changed, or alike to every wrong secret.

    A link that works is never throttled, whoever else shares its network address.
    """
    feed = await resolve_feed(_secret(file))
    if feed is None:
        return await _refused(request, file)
    now, base_url = clock.now(), settings_of(request).public_url
    async with transaction(feed.owner_id):
        version = await calendar_version(person_id=feed.owner_id, now=now)
        tag = fingerprint(version, base_url=base_url)
        changed_at = await note_fetch(feed, version=tag, now=now)
    headers = _headers(tag, changed_at)
    if _is_known(request.headers, tag, changed_at):
        return ASGIResponse(status_code=304, headers=headers)
    if request.method == HttpMethod.HEAD:
        return _calendar(request, b"", headers)
    zipped = _takes_gzip(request.headers)
    return _calendar(
        request,
        await _body(feed, base_url, now, zipped=zipped),
        {**headers, **({"Content-Encoding": "gzip"} if zipped else {})},
    )


async def _body(feed: Feed, base_url: str, now: datetime, *, zipped: bool) -> bytes:
    entries = await calendar_entries(person_id=feed.owner_id, now=now)
    return await feed_of(entries, base_url=base_url, zipped=zipped)


def _calendar(request: AnyRequest, body: bytes, headers: dict[str, str]) -> ASGIResponse:
    media_type = "text/calendar; charset=utf-8"
    return ASGIResponse(
        body=body,
        headers={**headers, "Content-Type": media_type},
        is_head_response=request.method == HttpMethod.HEAD,
    )


async def _refused(request: AnyRequest, file: str) -> ASGIResponse:
    try:
        async with transaction(None):
            client = f"calendar {client_of(request)}"
            await note_try(f"calendar {file}", client=client, now=clock.now())
    except TooManyTries:
        return _told(request, 429, _SLOWER, {"Retry-After": "900"})
    return _told(request, 404, _NOTHING, {})


def _told(request: AnyRequest, status: int, words: str, headers: dict[str, str]) -> ASGIResponse:
    is_head = request.method == HttpMethod.HEAD
    return ASGIResponse(
        body="" if is_head else words,
        status_code=status,
        headers=headers,
        media_type="text/plain",
        is_head_response=is_head,
    )


def _secret(file: str) -> str:
    name = file.removeprefix("/")
    return name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else ""


def _headers(tag: str, changed_at: datetime) -> dict[str, str]:
    """The tag is weak: the same calendar goes out as it is and zipped."""
    return {
        "ETag": f'W/"{tag}"',
        "Last-Modified": format_datetime(changed_at.astimezone(UTC), usegmt=True),
        "Cache-Control": f"private, max-age={_FRESH_SECONDS}",
        "Content-Disposition": 'inline; filename="accord.ics"',
        "Vary": "Accept-Encoding",
    }


def _is_known(headers: Headers, tag: str, changed_at: datetime) -> bool:
    """Whether the program has it already; a date counts only for one that sent no tag."""
    tags = headers.get("if-none-match")
    if tags is not None:
        known = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return bool({"*", f'"{tag}"'} & known)
    since = _moment(headers.get("if-modified-since", ""))
    return since is not None and changed_at <= since


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _takes_gzip(headers: Headers) -> bool:
    wanted = [one.replace(" ", "").lower() for one in headers.get("accept-encoding", "").split(",")]
    return any(one.partition(";")[0] in {"gzip", "*"} and not _is_zero(one) for one in wanted)


def _is_zero(coding: str) -> bool:
    """Whether a coding is named to say that it is not taken."""
    weight = coding.partition(";q=")[2]
    return bool(weight) and not weight.strip("0.")
