"""An operation and programs of its people, for journeys through the API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from planning.people.rules import Actor, AgencyCategory, Role
from service.auth.accounts import set_password
from tests.api.conftest import Acting
from tests.api.test_meeting_journey import place_of, well
from tests.factories import NOW, Sent, make_actor, make_agency
from tests.planning.operation_world import World

PASSWORD = "a long synthetic passphrase"
DATES = {"from_on": "2026-04-01", "until_on": "2026-07-31"}


@dataclass
class Group:
    """Programs of the lead and of two agencies' signatories, and the operation's address."""

    lead: httpx.AsyncClient
    police: httpx.AsyncClient
    health: httpx.AsyncClient
    police_id: str
    health_id: str
    people: dict[str, str]
    actors: tuple[Actor, Actor, Actor]
    operation: str

    @property
    def world(self) -> World:
        """The same operation for what is met past the API."""
        return World(UUID(self.operation.rpartition("/")[2]), {}, *self.actors, Sent())

    async def plans(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = well(await self.lead.get(f"{self.operation}/plans")).json()
        return listed


@pytest.fixture
async def group(acting: Acting) -> Group:
    police_agency = await make_agency(AgencyCategory.POLICE)
    await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    lead = await make_actor(Role.OPERATION_LEAD, agency_id=police_agency)
    police = await make_actor(agency_id=police_agency, signatory=True)
    health = await make_actor(category=AgencyCategory.HEALTH, signatory=True)
    for person in (lead, police, health):
        await set_password(person_id=person.person_id, password=PASSWORD, now=NOW)
    program = await acting(lead)
    agencies = [police_agency, health.agency_id]
    body = {
        "name": "Operation Larch",
        "summary": "Exploitation around the market square",
        "covert": True,
        "victims_known": 5,
        "victims_suspected": 12,
        "victims_planning": 30,
        "planned_live_on": "2026-04-14",
        "agencies": [{"agency_id": str(one), "reason": "Takes part"} for one in agencies],
    }
    made = well(await program.post("operations", json=body), 201)
    return Group(
        lead=program,
        police=await acting(police),
        health=await acting(health),
        police_id=str(police_agency),
        health_id=str(health.agency_id),
        people={"police": str(police.person_id), "health": str(health.person_id)},
        actors=(lead, police, health),
        operation=place_of(made),
    )


async def let_in(group: Group) -> None:
    body = {
        "person_ids": list(group.people.values()),
        "tier": "safeguarding",
        "reason": "Take part in planning",
    }
    well(await group.lead.post(f"{group.operation}/members", json=body), 204)


async def fill(group: Group, plan_id: str) -> None:
    """Answer what the gate reads, and give each role a holder who accepts and a deputy."""
    seen = well(await group.lead.get(f"plans/{plan_id}")).json()
    for one in seen["sections"]:
        if one["gate_line"]:
            answers = {"date": "2026-02-20", "number": "4"}
            needed = {
                field["key"]: answers.get(field["kind"], "As agreed")
                for field in one["section"]["fields"]
                if field["needed"]
            }
            body = {"content": one["content"] | needed, "version": one["version"]}
            place = f"plans/{plan_id}/sections/{one['section']['key']}"
            assert well(await group.lead.put(place, json=body)).json() == {
                "version": one["version"] + 1
            }
    for role in seen["roles"]:
        await staff(group, role)


async def staff(group: Group, role: dict[str, Any]) -> None:
    health = role["agency_id"] == group.health_id
    holder = group.health if health else group.police
    agency = group.health_id if health else group.police_id
    deputy = await make_actor(agency_id=agency)  # type: ignore[arg-type]
    member = {"person_ids": [str(deputy.person_id)], "tier": "safeguarding", "reason": "Deputy"}
    well(await group.lead.post(f"{group.operation}/members", json=member), 204)
    terms = ("agency_id", "title", "responsibilities", "authority_limit", "contact_24h")
    changed = {name: role[name] for name in (*terms, "from_on", "until_on")} | {
        "holder_id": group.people["health" if health else "police"],
        "deputy_id": str(deputy.person_id),
    }
    body = {"role": changed, "version": role["version"]}
    well(await group.lead.put(f"roles/{role['id']}", json=body))
    well(await holder.post(f"roles/{role['id']}/accept"), 204)


def resource(group: Group, **changes: object) -> dict[str, object]:
    return {
        "agency_id": group.health_id,
        "kind": "Social workers",
        "unit": "people",
        "requested": "4",
        "committed": "4",
        "phase": "during",
        "funding": "Own budget",
        **DATES,
        **changes,
    }


async def submit(group: Group, plan_id: str) -> str:
    answer = well(await group.lead.post(f"plans/{plan_id}/submit"), 201).json()
    return str(answer["plan_version_id"])


async def sign(program: httpx.AsyncClient, version_id: str, **changes: object) -> httpx.Response:
    body = {"answer": "signed", "password": PASSWORD, **changes}
    return await program.post(f"plan-versions/{version_id}/sign-offs", json=body)


async def statuses(group: Group) -> set[tuple[str, str, str]]:
    states = well(await group.lead.get(f"{group.operation}/sign-offs")).json()
    return {(one["kind"], one["agency_id"], one["status"]) for one in states}
