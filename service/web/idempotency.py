"""A request that is sent twice acts once: the second gets the first one's answer."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import MediaType

from planning import clock
from planning.constraints import in_words
from planning.errors import Blocker, Duplicate, Invalid
from planning.transactions import Connection, retrying, transaction
from service.auth.sessions import leave_notice
from service.web.context import is_api, session_of
from service.web.posted import OUR_FIELDS, posted

LONGEST_KEY = 200
_CLAIM = """
insert into answered_request (person_id, key, fingerprint, claimed_at, times)
values ($1, $2, $3, $4, 1)
on conflict (person_id, key) do update set times = answered_request.times + 1
returning times, fingerprint, status, location, body
"""
_KEEP = """
update answered_request set status = $3, location = $4, body = $5
where person_id = $1 and key = $2
"""


class Answer(msgspec.Struct, frozen=True):
    """What an act answers; `notice` is told once on the next page."""

    status: int
    location: str = ""
    body: bytes = b""
    notice: str = ""


def see_other(path: str, notice: str = "") -> Answer:
    """After a form did its act: go and look at `path`."""
    return Answer(303, path, notice=notice)


def answered(value: object, *, status: int = 200, location: str = "") -> Answer:
    """JSON for a program; 201 with the address of what was made."""
    return Answer(status, location, msgspec.json.encode(value))


async def once(
    request: Request[Any, Any, State], act: Callable[[], Awaitable[Answer]]
) -> Response[Any]:
    """Run `act` in one transaction with the note of its answer; a repeat gets the same answer.

    The key is the header `Idempotency-Key` or the form field `_key`. A concurrent repeat waits.
    What `act` raises is not kept: the next try runs it again. It is also run again when the
    database asks for it, so it must do nothing but planning calls. Raises `Duplicate` when the
    key came with another request.
    """
    try:
        return _response(request, await _answer(request, act))
    except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError) as error:
        raise in_words(error) or error from error


async def _answer(
    request: Request[Any, Any, State], act: Callable[[], Awaitable[Answer]]
) -> Answer:
    key = await _key(request)
    if not key:
        return await _run(request, act)
    fingerprint = await _fingerprint(request)
    return await retrying(lambda: _claimed(request, key, fingerprint, act))


async def _claimed(
    request: Request[Any, Any, State],
    key: str,
    fingerprint: bytes,
    act: Callable[[], Awaitable[Answer]],
) -> Answer:
    person_id = request.user.person_id
    async with transaction(person_id) as connection:
        row = await connection.fetchrow(_CLAIM, person_id, key, fingerprint, clock.now())
        if row["fingerprint"] != fingerprint:
            raise Duplicate(
                "This key was used for a different request. Send a new one as Idempotency-Key."
                if is_api(request)
                else "This form was sent already with other answers. Open the page again."
            )
        if row["times"] > 1:
            return Answer(row["status"], row["location"], row["body"])
        answer = await _run(request, act)
        await _keep(connection, request, key, answer)
        return answer


async def _run(request: Request[Any, Any, State], act: Callable[[], Awaitable[Answer]]) -> Answer:
    session = session_of(request)
    async with transaction(request.user.person_id):
        answer = await act()
        if session is not None and answer.notice:
            await leave_notice(session, answer.notice)
        return answer


async def _keep(
    connection: Connection, request: Request[Any, Any, State], key: str, answer: Answer
) -> None:
    await connection.execute(
        _KEEP, request.user.person_id, key, answer.status, answer.location, answer.body
    )


def _response(request: Request[Any, Any, State], answer: Answer) -> Response[Any]:
    return Response(
        answer.body,
        status_code=answer.status,
        headers={"Location": answer.location} if answer.location else None,
        media_type=MediaType.JSON if is_api(request) else MediaType.HTML,
    )


async def _key(request: Request[Any, Any, State]) -> str:
    key = request.headers.get("idempotency-key", "")
    if not is_api(request):
        key = str((await posted(request)).get("_key", ""))
    if len(key) > LONGEST_KEY or not key.isprintable():
        fault = f"Idempotency-Key must be 1 to {LONGEST_KEY} printable characters."
        raise Invalid([Blocker(fault, "Idempotency-Key")])
    return key


async def _fingerprint(request: Request[Any, Any, State]) -> bytes:
    """Of everything that decides what is done; of secrets nothing, for they could be guessed."""
    if is_api(request):
        content = msgspec.json.decode(await request.body() or b"null")
        if isinstance(content, dict):
            content.pop("password", None)
    else:
        content = [
            [name, value]
            for name, value in (await posted(request)).multi_items()
            if name not in OUR_FIELDS
        ]
    what = [request.method, request.url.path, request.url.query, content]
    return hashlib.sha256(msgspec.json.encode(what, order="sorted")).digest()
