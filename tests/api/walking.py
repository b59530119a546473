"""Goes wherever somebody can go: every address with every id, and every act with others' ids."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import httpx
from litestar import Litestar

from planning.transactions import Connection
from service.api.examples import ID, WORDS, example
from tests.api.test_authorisation_matrix import call, guarded
from tests.clients import Browser, Program
from tests.held import undone

Ids = Mapping[str, Sequence[str]]
_PARTS = re.compile(r"{(\w+)}")


def places(path: str, ids: Ids) -> Iterator[str]:
    """The addresses of a pattern; none when it asks for an id of which there is none."""
    names = _PARTS.findall(path)
    for chosen in product(*(ids.get(name, ()) for name in names)):
        yield path.format(**dict(zip(names, chosen, strict=True)))


async def read_everything(
    app: Litestar, client: Browser | Program, ids: Ids
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """What every address answers."""
    for path, method, _ in guarded(app, api=isinstance(client, Program)):
        for place in places(path, ids) if method == "GET" else ():
            yield place, await call(client, "GET", place, None)


async def try_everything(
    app: Litestar, client: Browser | Program, ids: Ids, held: Connection
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """What every act answers that names what others have; each is taken back."""
    for path, method, body in guarded(app, api=isinstance(client, Program)):
        for place in places(path, ids) if method != "GET" else ():
            for child in zip(ids["concern_id"], ids["reference"], strict=True):
                async with undone(held):
                    answer = await _act(client, method, place, body, child)
                yield f"{method} {place}", answer


async def _act(
    client: Browser | Program, method: str, place: str, body: Any, child: tuple[str, str]
) -> httpx.Response:
    concern_id, reference = child
    if isinstance(client, Browser):
        fields = dict.fromkeys(
            ("concern_id", "concern_ids", "add", "remove", "add-for"), concern_id
        )
        return await client.submit(place, {**fields, "children-0-reference": reference})
    if body is None:
        return await client.request(method, place)
    sent = json.dumps(example(body)).replace(ID, concern_id).replace(WORDS["reference"], reference)
    return await client.request(method, place, json=json.loads(sent))


def told_by(answer: httpx.Response) -> str:
    """Body and headers of an answer."""
    return f"{answer.text} {answer.headers}"
