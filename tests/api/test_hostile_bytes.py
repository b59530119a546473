"""Bytes that no page of ours sends, to every address that mail and calendars brought."""

from random import Random
from urllib.parse import quote

import httpx
import pytest
from litestar import Litestar

from planning.transactions import Connection
from service.api.router import operations_of
from tests.api.everything import Everything, make_everything
from tests.clients import PUBLIC_URL, Browser, Program, browser
from tests.held import undone

__all__ = ["browser"]
REQUESTS = 150
_WORDS = ("repl", "undelivered", "deliver", "calendar", "mail", "address")
_BITS = (
    b"", b"\x00", b"\xff\xfe", b"%00", b"%", b"%u0041", b"../", b"..%2f", b"'", b'"', b"<x>", b"{}",
    b"[]", b"null", b"true", b"-1", b"9" * 400, b"1e999", b"NaN", b"\xed\xa0\x80", b"&", b"=", b";",
    b"\r\n", b"a" * 5000, b"reason", b"what=dismiss", b"how=moved", b"&version=", b"slot=x",
    b"since=", b"cursor=AAAA", b"wanted=", b'{"how":"moved","version":', b'{"reason":"', b'"}',
    b"2026-02-30", b"waiting=",
    b"\xe2\x80\xae", b"=?utf-8?q?=00?=", b"@", b"email=", b"channel=", b"_key=", b"_csrf=",
    b"agency=", b"limit=", b"0",
)  # fmt: skip


def _bytes(chance: Random) -> bytes:
    return b"".join(chance.choice(_BITS) for _ in range(chance.randrange(8)))


async def _ask(client: httpx.AsyncClient, path: str, chance: Random) -> httpx.Response:
    method = chance.choice(("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"))
    kinds = ("application/json", "application/x-www-form-urlencoded", "text/plain", "x", "")
    kind = chance.choice((*kinds, "multipart/form-data; boundary=b", "multipart/form-data"))
    headers = {"content-type": kind, "origin": PUBLIC_URL, "if-none-match": '"x'}
    place = f"{path}?{quote(_bytes(chance), safe='&=%')}"
    return await client.request(method, place, content=_bytes(chance), headers=headers)


@pytest.fixture
async def everything() -> Everything:
    return await make_everything()


@pytest.mark.parametrize("api", [True, False])
async def test_no_bytes_break_anything(
    app: Litestar,
    program: Program,
    browser: Browser,
    everything: Everything,
    rolled_back: Connection,
    *,
    api: bool,
) -> None:
    chance = Random(4)
    paths = [path for path, _, _ in operations_of(app) if any(word in path for word in _WORDS)]
    assert len(paths) > 20
    client: Browser | Program = program if api else browser
    await (program.act_for if api else browser.sign_in_as)(everything.boss)
    broken = []
    for number in range(REQUESTS):
        pattern = chance.choice(paths)
        odd = quote(_bytes(chance)[:300], safe="")
        ids = {**everything.ids, "file": chance.choice((odd, "x" * 43))}
        if chance.random() < 0.3:
            ids = dict.fromkeys(ids, odd or "x")
        async with undone(rolled_back):
            answer = await _ask(client, pattern.format(**ids), chance)
        if answer.status_code >= 500:
            broken.append((number, pattern, answer.status_code))
    assert broken == []


async def test_words_in_no_character_set_are_no_json(
    program: Program, everything: Everything
) -> None:
    await program.act_for(everything.boss)
    for body in (b'{"child": "\xff"}', b'{"child": "\xed\xa0\x80"}'):
        answer = await program.post(
            "/api/v1/search", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 400
