"""The address of a feed, as calendar programs and guessers ask for it."""

import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import httpx
import pytest
import time_machine
from icalendar import Calendar
from litestar import Litestar

from planning.meetings.actions import cancel
from planning.outbox import MeetingInvitation
from planning.transactions import Connection
from service.auth.feeds import NewFeed, make_feed, revoke_feed, working_feeds
from service.auth.throttle import PER_CLIENT, PER_SUBJECT
from service.web.calendars import feed_url
from tests.calendar.oracles import ORACLES
from tests.clients import PUBLIC_URL, asgi
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene

TAG = "if-none-match"


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    """A child's meeting that police and health are asked to."""
    made = await make_scene()
    (concern,) = await made.concerns("N-1")
    await made.meet(concern.id)
    return made


@pytest.fixture
async def feed(scene: Scene) -> NewFeed:
    """Of the police."""
    return await make_feed(person_id=scene.police.person_id, name="Phone", now=NOW)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A calendar program; takes what is sent as it is."""
    async with httpx.AsyncClient(
        transport=asgi(app), base_url=PUBLIC_URL, headers={"accept-encoding": "identity"}
    ) as opened:
        yield opened


def address(feed: NewFeed) -> str:
    return feed_url("", feed.secret)


async def test_a_calendar_program_gets_the_meetings_and_nothing_else(
    client: httpx.AsyncClient, feed: NewFeed
) -> None:
    answer = await client.get(address(feed))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert "set-cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.text)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert {name for name in event if name in {"ATTENDEE", "ORGANIZER", "ATTACH"}} == set()
    assert "METHOD" not in calendar
    assert calendar["X-WR-CALNAME"] == "Accord"
    assert feed.secret not in answer.text


@pytest.mark.parametrize("oracle", ORACLES)
async def test_calendar_programs_read_what_the_invitation_said(
    client: httpx.AsyncClient, feed: NewFeed, scene: Scene, oracle: str
) -> None:
    (read,) = ORACLES[oracle]([(await client.get(address(feed))).content])
    (event,) = read.events
    asked = next(one for one in scene.sent.messages if isinstance(one, MeetingInvitation))
    assert (event.uid, event.sequence) == (asked.uid, asked.sequence)
    assert (event.starts_at, event.ends_at) == (asked.starts_at, asked.ends_at)
    assert (read.method, event.organiser, event.attendees) == (None, None, [])


async def test_what_has_not_changed_is_not_sent_again(
    client: httpx.AsyncClient, feed: NewFeed, scene: Scene
) -> None:
    first = await client.get(address(feed))
    again = await client.get(address(feed), headers={TAG: first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (await client.get(address(feed))).content == first.content
    meeting_id = first.text.replace("\r\n ", "").split("/meetings/")[1][:36]
    await cancel(
        meeting_id=UUID(meeting_id), reason="Not needed", actor=scene.scheduler, now=NOW,
        enqueue=scene.sent,
    )  # fmt: skip
    changed = await client.get(address(feed), headers={TAG: first.headers["etag"]})
    assert changed.status_code == 200
    assert "VEVENT" not in changed.text
    assert changed.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({TAG: "*"}, 304),
        ({TAG: '"other", {etag} '}, 304),
        ({TAG: "{strong}"}, 304),
        ({TAG: '"other"'}, 200),
        ({TAG: "no tag at all \u00e9"}, 200),
        ({"if-modified-since": "{modified}"}, 304),
        ({"if-modified-since": "Mon, 02 Mar 2026 14:00:00 GMT"}, 200),
        ({"if-modified-since": "Wed, 04 Mar 2026 14:00:00 -0000"}, 304),
        ({"if-modified-since": "yesterday"}, 200),
        ({TAG: '"other"', "if-modified-since": "{modified}"}, 200),
    ],
)
async def test_a_tag_counts_before_a_date(
    client: httpx.AsyncClient, feed: NewFeed, sent: dict[str, str], status: int
) -> None:
    first = (await client.get(address(feed))).headers
    known = {
        "etag": first["etag"],
        "strong": first["etag"].removeprefix("W/"),
        "modified": first["last-modified"],
    }
    headers = [(name.encode(), value.format(**known).encode()) for name, value in sent.items()]
    assert (await client.get(address(feed), headers=headers)).status_code == status


async def test_the_date_moves_with_every_change(
    client: httpx.AsyncClient, feed: NewFeed, scene: Scene
) -> None:
    first = (await client.get(address(feed))).headers["last-modified"]
    (concern,) = await scene.concerns("N-2")
    await scene.meet(concern.id)
    second = (await client.get(address(feed), headers={"if-modified-since": first})).headers
    assert parsedate_to_datetime(second["last-modified"]) == NOW + timedelta(seconds=1)


async def test_who_asks_for_the_head_gets_the_head(
    client: httpx.AsyncClient, feed: NewFeed
) -> None:
    whole, head = await client.get(address(feed)), await client.head(address(feed))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "last-modified", "cache-control", "content-type"):
        assert head.headers[name] == whole.headers[name]
    missing = await client.head("/calendars/none.ics")
    assert (missing.status_code, missing.content) == (404, b"")
    known = await client.head(address(feed), headers={TAG: whole.headers["etag"]})
    assert known.status_code == 304


@pytest.mark.parametrize(
    ("wanted", "zipped"),
    [
        ("gzip, deflate, br", True),
        ("*", True),
        ("gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, identity", False),
        ("br", False),
        ("", False),
    ],
)
async def test_it_is_zipped_for_who_takes_it(
    client: httpx.AsyncClient, feed: NewFeed, wanted: str, *, zipped: bool
) -> None:
    plain = await client.get(address(feed))
    async with client.stream("GET", address(feed), headers={"accept-encoding": wanted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers.get("content-encoding") == ("gzip" if zipped else None)
        assert answer.headers["etag"] == plain.headers["etag"]
        assert answer.headers["vary"] == "Accept-Encoding"
    assert (gzip.decompress(body) if zipped else body) == plain.content


HOSTILE = [
    ".ics", "x", "none.ics", "..%2f..%2fetc%2fpasswd.ics", "%2e%2e%2fmetrics", "%00.ics",
    "a%00b.ics", "%0d%0aSet-Cookie:%20a=b.ics", "%ff%fe.ics", "%F0%9F%93%85.ics",
    "%E2%80%AEscI.ics", "' or 1=1 --.ics", "{secret}", "{secret}.ICS", "{secret}.ics.ics",
    "{secret}%20.ics", "%20{secret}.ics", "x/{secret}.ics", "{upper}.ics",
    "{secret}%00.ics", "{secret}\u200b.ics", "A" * 60_000 + ".ics", "{revoked}.ics",
]  # fmt: skip


async def test_every_link_that_does_not_work_is_answered_alike(
    client: httpx.AsyncClient, feed: NewFeed, scene: Scene
) -> None:
    revoked = await make_feed(person_id=scene.police.person_id, name="Lost", now=NOW)
    await revoke_feed(feed_id=revoked.id, person_id=scene.police.person_id, now=NOW)
    words = {
        "secret": feed.secret, "upper": feed.secret.swapcase(), "revoked": revoked.secret,
    }  # fmt: skip
    seen = set()
    for hostile in HOSTILE:
        answer = await client.get(f"/calendars/{hostile.format(**words)}")
        headers = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
        seen.add((answer.status_code, answer.text, str(headers)))
        for secret in words.values():
            assert secret not in f"{answer.text} {answer.headers}"
    assert len(seen) == 1
    ((status, text, _),) = seen
    assert (status, text.split(".")[0]) == (404, "This calendar link does not work")


def coming_from(app: Litestar, client: str) -> httpx.AsyncClient:
    """A program at this network address."""
    return httpx.AsyncClient(transport=asgi(app, client=client), base_url=PUBLIC_URL)


async def test_guesses_are_throttled_and_links_that_work_are_not(
    feed: NewFeed, app: Litestar
) -> None:
    async with coming_from(app, "192.0.2.7") as one, coming_from(app, "192.0.2.8") as other:
        tries = [await one.get("/calendars/stale.ics") for _ in range(PER_SUBJECT + 1)]
        assert [one.status_code for one in tries] == [404] * PER_SUBJECT + [429]
        for number in range(PER_CLIENT - PER_SUBJECT):
            assert (await one.get(f"/calendars/guess{number}.ics")).status_code == 404
        late = await one.get("/calendars/guess.ics")
        assert (late.status_code, late.headers["retry-after"]) == (429, "900")
        assert (await one.get(address(feed))).status_code == 200
        assert (await other.get("/calendars/guess.ics")).status_code == 404


async def test_other_methods_are_refused(client: httpx.AsyncClient, feed: NewFeed) -> None:
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        answer = await client.request(method, address(feed))
        assert answer.status_code == 405
        assert feed.secret not in answer.text


async def test_its_person_sees_the_day_of_its_last_use(
    client: httpx.AsyncClient, feed: NewFeed, scene: Scene
) -> None:
    await client.get(address(feed))
    (seen,) = await working_feeds(person_id=scene.police.person_id)
    assert seen.last_used_on == NOW.date()


async def test_a_calendar_without_meetings_is_one_too(
    client: httpx.AsyncClient, feed: NewFeed
) -> None:
    alone = await make_feed(person_id=(await make_actor()).person_id, name="Phone", now=NOW)
    answer = await client.get(address(alone))
    assert Calendar.from_ical(answer.text).walk("VEVENT") == []
