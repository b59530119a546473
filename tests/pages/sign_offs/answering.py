"""Giving an answer through the page, and asking how an agency stands."""

from typing import Any

import httpx

from planning.people.rules import Actor
from planning.sign_offs.queries import sign_off_states
from planning.sign_offs.rules import Status
from tests.clients import Browser
from tests.pages.plans.test_sections import here
from tests.planning.operation_world import World


async def version_id(world: World) -> str:
    states = await sign_off_states(operation_id=world.operation_id, actor=world.lead)
    return next(str(one.plan_version_id) for one in states if one.plan_id == world.contingency)


async def status_of(world: World, agency: Actor) -> Status:
    states = await sign_off_states(operation_id=world.operation_id, actor=world.lead)
    wanted = (world.contingency, agency.agency_id)
    return next(one.status for one in states if (one.plan_id, one.agency_id) == wanted)


async def answer(
    browser: Browser, world: World, reply: str, *, key: str = "", **fields: Any
) -> httpx.Response:
    asked = {"plan_version_id": await version_id(world), "answer": reply, **fields}
    return await browser.submit(here(world, "schedule", "answer"), asked, key=key)


def a_condition(owner: Actor, **changes: Any) -> dict[str, Any]:
    fields = {
        "condition": "Two nurses at weekends",
        "owner_id": str(owner.person_id),
        "due_on-day": "9",
        "due_on-month": "3",
        "due_on-year": "2026",
        "blocking": "yes",
    }
    return {f"conditions-0-{name}": value for name, value in {**fields, **changes}.items()}
