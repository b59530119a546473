"""The secret of a feed is in no log line, no figure and no error, as `accord web` serves it."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import httpx
import pytest
import uvicorn

from planning import clock
from service.auth.feeds import make_feed, revoke_feed
from service.cli.web import configuration
from service.settings import LogLevel, Settings, load
from service.web.calendars import feed_url
from tests.clients import ENVIRONMENT
from tests.conftest import TestDatabase
from tests.factories import make_actor
from tests.logs import logs_as_run


@contextmanager
def all_lines() -> Iterator[None]:
    """Everything that is logged goes where our own lines go, but for what the visitor logs."""
    visitors = [logging.getLogger(name) for name in ("httpx", "httpcore")]
    with logs_as_run(LogLevel.DEBUG):
        for visitor in visitors:
            visitor.propagate = False
        yield
        for visitor in visitors:
            visitor.propagate = True


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    server = uvicorn.Server(configuration(settings))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        port = listening.getsockname()[1]
        while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0.01)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            yield client
        server.should_exit = True
        await running


async def test_no_line_holds_the_secret_whatever_happens(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load({**ENVIRONMENT, "ACCORD_DATABASE_URL": database.app})
    with all_lines():
        async with served(settings) as client:
            me = (await make_actor()).person_id
            feed = await make_feed(person_id=me, name="Phone", now=clock.now())
            path = feed_url("", feed.secret)
            got = await client.get(path)
            statuses = [
                got.status_code,
                (
                    await client.get(path, headers={"if-none-match": got.headers["etag"]})
                ).status_code,
                (await client.post(path)).status_code,
                (await client.get(f"{path}?{feed.secret}")).status_code,
                (await client.get(path + "\u2028")).status_code,
                await _without_the_table(database, client, path),
            ]
            await revoke_feed(feed_id=feed.id, person_id=me, now=clock.now())
            statuses += [(await client.get(path)).status_code for _ in range(11)]
            figures = (await client.get("/metrics")).text
    told = capsys.readouterr()
    assert statuses == [200, 304, 405, 200, 404, 500, *[404] * 10, 429]
    assert told.out.count('"route": "/calendars/{file}"') > len(statuses) // 2
    assert "/calendars/{file}" in figures
    for text in (told.out, told.err, figures, str(got.headers), got.text):
        assert feed.secret not in text


async def _without_the_table(database: TestDatabase, client: httpx.AsyncClient, path: str) -> int:
    """The answer when Accord itself is broken."""
    administrator = await asyncpg.connect(database.administrator)
    try:
        await administrator.execute("alter function accord_feed(bytea) rename to accord_feed_gone")
        answer = await client.get(path)
        assert path not in answer.text
        return answer.status_code
    finally:
        await administrator.execute("alter function accord_feed_gone(bytea) rename to accord_feed")
        await administrator.close()
