"""A program that acts for somebody by the API, with a token of theirs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
from msgspec import json

from planning import clock
from planning.plans.rules.lines import OTHER, RESOURCE_TERMS
from service.auth.tokens import make_token
from service.demo.stage import Stage
from tests.journeys.accord import Accord

LASTS = timedelta(hours=1)


class Program:
    """Asks and acts; an answer that says no fails the journey."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str) -> Any:
        """What is there."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: object = None) -> Any:
        """Do something, with what it needs."""
        return await self._ask("POST", path, body)

    async def put(self, path: str, body: object) -> Any:
        """Replace what is there."""
        return await self._ask("PUT", path, body)

    async def _ask(self, method: str, path: str, body: object) -> Any:
        content = None if body is None else json.encode(body)
        answer = await self._client.request(method, path, content=content)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None


@asynccontextmanager
async def program_of(accord: Accord, stage: Stage, key: str) -> AsyncIterator[Program]:
    """Of somebody by their key in the cast."""
    token = await make_token(
        person_id=stage.id(key),
        name="journey",
        can_write=True,
        lasts=LASTS,
        by=stage.id(key),
        now=clock.now(),
    )
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    base = f"{accord.address}/api/v1"
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=30) as client:
        yield Program(client)


Programming = Callable[[str], Awaitable[Program]]
"""Gives the program of somebody by their key in the cast."""


async def when_a_program_submits(lead: Program, plan: str) -> None:
    """Everybody who signs is asked."""
    await lead.post(f"{plan}/submit")


async def when_a_program_changes_a_line(
    lead: Program, plan: str, resource: str, amount: int
) -> None:
    """What is asked for and committed; the plan is submitted again."""
    seen = await lead.get(plan)
    line = next(one for one in seen["resources"] if one["kind"] == resource)
    terms = {term: line[term] for term in ("type_key", *RESOURCE_TERMS)}
    if terms["type_key"] != OTHER:
        del terms["kind"], terms["unit"]
    await lead.put(
        f"/resources/{line['id']}",
        {
            "resource": terms | {"requested": amount, "committed": amount},
            "version": line["version"],
        },
    )
    await when_a_program_submits(lead, plan)
