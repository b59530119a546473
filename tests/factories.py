"""Synthetic agencies and people, made through the same actions that make real ones."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from planning.people.actions import add_agency, add_person, authorise_signatory
from planning.people.queries import actor_of
from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import transaction

NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
"""Tuesday 3 March 2026, 2pm in London."""

_number = count(1)
OF_NOBODY = 1_000_000
"""A number that the people of no other test of this process reach."""


async def make_agency(
    category: AgencyCategory = AgencyCategory.SOCIAL_CARE, *, name: str | None = None
) -> UUID:
    """An agency; its name is unique unless given."""
    chosen = name or f"Northborough {category.value.replace('_', ' ')} {next(_number)}"
    return await add_agency(name=chosen, category=category, actor=None, now=NOW)


async def make_actor(
    *roles: Role,
    category: AgencyCategory = AgencyCategory.SOCIAL_CARE,
    agency_id: UUID | None = None,
    name: str | None = None,
    decision_authority: bool = True,
    signatory: bool = False,
) -> Actor:
    """A person as an actor, in a new agency of the category unless one is given."""
    number = next(_number)
    person_id = await add_person(
        agency_id=agency_id or await make_agency(category),
        name=name or f"Person {number}",
        email=f"person{number}@example.org",
        job_title="Manager",
        decision_authority=decision_authority,
        roles=roles,
        actor=None,
        now=NOW,
    )
    if signatory:
        await authorise_signatory(
            person_id=person_id, from_on=date(2025, 1, 1), until_on=None, actor=None, now=NOW
        )
    async with transaction(None):
        return await actor_of(person_id)


async def make_core_people(*, chair_roles: Sequence[Role] = (Role.CHAIR,)) -> dict[str, Actor]:
    """A scheduler and chair of social care, a police officer, a nurse: a quorate meeting."""
    social_care = await make_agency(AgencyCategory.SOCIAL_CARE)
    return {
        "scheduler": await make_actor(Role.SCHEDULER, agency_id=social_care),
        "chair": await make_actor(*chair_roles, agency_id=social_care),
        "police": await make_actor(category=AgencyCategory.POLICE),
        "health": await make_actor(category=AgencyCategory.HEALTH),
    }


class Sent:
    """An `Enqueue` that keeps what an action emitted, for tests of planning alone."""

    def __init__(self) -> None:
        self.messages: list[object] = []

    async def __call__(self, messages: Sequence[object], *, now: datetime) -> None:
        self.messages.extend(messages)
