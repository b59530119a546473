"""Calls an ASGI application directly: no HTTP client's cost is shared by what is compared."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from itertools import cycle, islice
from typing import Any

from litestar import Litestar

Answer = tuple[int, bytes]
Ask = Callable[[], Awaitable[Answer]]


async def get(app: Litestar, path: str, cookie: str = "") -> Answer:
    """Status and body of a GET."""
    status, parts = 0, []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))

    await app(_scope(app, path, cookie), receive, send)
    return status, b"".join(parts)


def _scope(app: Litestar, address: str, cookie: str) -> Any:
    path, _, query = address.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"accord.test"), (b"cookie", cookie.encode())],
        "server": ("accord.test", 443),
        "client": ("127.0.0.1", 50000),
        "state": {},
        "app": app,
    }


async def per_second(asks: Sequence[Ask], *, times: int, at_once: int) -> float:
    """Answers a second when `at_once` callers take turns at `asks`, each of them answered well."""
    waiting = iter(islice(cycle(asks), times))

    async def caller() -> None:
        for ask in waiting:
            status, body = await ask()
            if status != 200:
                raise RuntimeError(f"Answered {status}: {body[:400]!r}")

    started = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(at_once)))
    return times / (time.perf_counter() - started)
