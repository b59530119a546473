"""Pages of an operation ask the database as many questions however large it and its plans are."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from planning.groups.actions import seat_person
from planning.operations.actions import attach_children, require_agency, tell_partnership
from planning.operations.queries import operation_children
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import edit_section
from planning.plans.actions.comments import comment_on
from planning.plans.rules.comments import About, CommentKind
from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import at_the_time
from tests.planning.capacity_world import commit, declare
from tests.planning.group_world import Groups, make_groups, new_seat
from tests.planning.operation_world import World, make_world, sign_as
from tests.planning.support_world import Support, make_support
from tests.scene import noting_statements

__all__ = ["at_the_time"]

FEW, MANY = 1, 3
ROWS = 50
"""Contingencies for each of these."""


@dataclass
class Grown:
    """An operation with everything that its pages list, and who reads them."""

    support: Support
    office: Actor
    groups: Groups

    @property
    def world(self) -> World:
        return self.support.world

    def pages(self) -> dict[str, Actor]:
        """Each page with its reader."""
        here, plan = f"/operations/{self.world.operation_id}", f"/plans/{self.world.contingency}"
        manager = self.support.manager
        return {
            "/operations/board": self.office,
            "/operations": self.office,
            "/work": self.world.police,
            "/signing": self.world.police,
            f"{plan}/schedule": self.world.police,
            f"{plan}/compare": self.world.lead,
            plan: self.world.lead,
            f"{plan}/register": self.world.lead,
            f"{plan}/comments": self.world.lead,
            f"{here}/interests": self.world.lead,
            here: manager,
            f"{here}/children": manager,
            f"{here}/support": manager,
            f"{here}/groups": manager,
            f"{here}/capacity": manager,
            f"{here}/gaps": manager,
            f"/support/{self.support.children[0]}": manager,
        }

    async def grow(self, number: int) -> None:
        """So many more of everything."""
        for turn in range(number):
            await self._another(turn)
        await self._children(number)
        await self._write(number * ROWS)
        for kind in PlanKind:
            version_id = await self.world.submit(kind)
            for actor in (self.world.police, self.world.health):
                await sign_as(actor, version_id, minute=number)

    async def _another(self, turn: int) -> None:
        world = self.world
        other = await make_actor(category=AgencyCategory.EDUCATION, signatory=True)
        await require_agency(
            operation_id=world.operation_id,
            agency_id=other.agency_id,
            reason="Its pupils",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
        await declare(other, 2)
        await commit(world, other.agency_id, 3 + turn, requested=Decimal(20))
        await seat_person(
            operation_id=world.operation_id, seat=new_seat(other), actor=world.lead, now=NOW
        )
        await comment_on(
            plan_id=world.contingency,
            about=About(section_key="register"),
            kind=CommentKind.REQUEST,
            text="Who rings?",
            actor=world.lead,
            now=NOW,
        )
        beside = await make_world()
        await tell_partnership(
            operation_id=beside.operation_id, actor=beside.lead, now=NOW, enqueue=beside.sent
        )

    async def _children(self, number: int) -> None:
        support = self.support
        opened = await support.scene.concerns(*(f"G-{uuid4()}" for _ in range(number)))
        await attach_children(
            operation_id=support.operation_id,
            concern_ids=[one.id for one in opened],
            reason="Named",
            actor=support.manager,
            now=NOW,
        )
        found = await operation_children(
            operation_id=support.operation_id, actor=support.manager, now=NOW
        )
        opened_ids = {one.id for one in opened}
        attached = [one.id for one in found if one.concern_id in opened_ids]
        await support.assign(*attached)
        for child_id in attached:
            await support.contact(child_id, NOW.date() - timedelta(days=number))

    async def _write(self, rows: int) -> None:
        register = next(
            one for one in (await self.world.seen()).sections if one.section.key == "register"
        )
        row = {"trigger": "Rain", "likelihood": "2", "impact": "3", "response": "Umbrellas"}
        await edit_section(
            plan_id=self.world.contingency,
            key="register",
            content={"contingencies": [{"id": str(uuid4()), **row} for _ in range(rows)]},
            version=register.version,
            actor=self.world.lead,
            now=NOW,
        )


@pytest.fixture
async def grown() -> Grown:
    support = await make_support()
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    return Grown(support, office, await make_groups(support.world))


async def test_statements_of_pages_do_not_grow_with_the_operation(
    browser: Browser, grown: Grown, rolled_back: Connection
) -> None:
    await grown.grow(FEW)
    few = await _counts(browser, rolled_back, grown.pages())
    await grown.grow(MANY)
    many = await _counts(browser, rolled_back, grown.pages())
    assert many == few


async def _counts(
    browser: Browser, connection: Connection, pages: dict[str, Actor]
) -> dict[str, int]:
    counts = {}
    for path, actor in pages.items():
        await browser.sign_in_as(actor)
        answer = await browser.get(path)
        assert answer.status_code == 200, path
        with noting_statements(connection) as seen:
            await browser.get(path)
        counts[path] = len(seen)
    return counts
