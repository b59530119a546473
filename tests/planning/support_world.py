"""Two children of an operation, their manager, and a charity's key worker outside both."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from planning.go_live.actions import go_live_without_sign_off
from planning.operations.actions import add_members, attach_children, move_operation
from planning.operations.queries import operation_children
from planning.operations.rules import Act, Tier
from planning.people.rules import Actor, AgencyCategory
from planning.plans.actions import edit_section
from planning.plans.rules.templates import PlanKind
from planning.support.actions import assign_key_worker, log_contact
from planning.support.rules.contact import ContactDraft, ContactKind
from planning.support.rules.posts import Post
from tests.factories import NOW, Sent, make_actor
from tests.planning.operation_world import World, make_world
from tests.scene import Scene, make_scene


@dataclass
class Support:
    """The manager is in the operation and in both concerns, the scheduler in the concerns only."""

    world: World
    scene: Scene
    manager: Actor
    charity: Actor
    children: list[UUID]
    concerns: list[UUID]
    sent: Sent

    @property
    def operation_id(self) -> UUID:
        return self.world.operation_id

    async def assign(
        self, *child_ids: UUID, post: Post = Post.WORKER, person: Actor | None = None, **more: Any
    ) -> None:
        """As the manager, the charity's worker unless another is given; in place of who it is."""
        chosen: dict[str, Any] = {
            "operation_id": self.operation_id,
            "child_ids": child_ids,
            "post": post,
            "person_id": (person or self.charity).person_id,
            "reason": "Knows the young person",
            "actor": self.manager,
            "now": NOW,
            "enqueue": self.sent,
            "replaces": True,
        }
        await assign_key_worker(**(chosen | more))

    async def contact(
        self,
        child_id: UUID,
        on: date,
        kind: ContactKind = ContactKind.PHONE,
        *,
        now: datetime = NOW,
    ) -> UUID:
        """Logged by the manager."""
        return await log_contact(
            child_id=child_id,
            draft=ContactDraft(happened_on=on, kind=kind),
            actor=self.manager,
            now=now,
        )

    async def promise(self, rows: list[dict[str, str]], ratio: str = "2") -> None:
        """What the operation's strategy says."""
        seen = await self.world.seen(PlanKind.VICTIM_SUPPORT)
        for one in seen.sections:
            contents: dict[str, dict[str, Any]] = {
                "minimum_contact": {"phases": rows},
                "key_workers": {**one.content, "ratio": ratio},
            }
            content = contents.get(one.section.key)
            if content:
                await edit_section(
                    plan_id=seen.id,
                    key=one.section.key,
                    content=content,
                    version=one.version,
                    actor=self.world.lead,
                    now=NOW,
                )

    async def go_live(self) -> None:
        """Without sign-off, by its lead."""
        await go_live_without_sign_off(
            operation_id=self.operation_id,
            reason="A child cannot wait",
            actor=self.world.lead,
            now=NOW,
            enqueue=self.sent,
        )

    async def move(self, act: Act, now: datetime = NOW) -> None:
        """The operation, by its lead."""
        await move_operation(
            operation_id=self.operation_id,
            act=act,
            reason="Agreed",
            actor=self.world.lead,
            now=now,
            enqueue=self.sent,
        )


async def make_support(now: datetime = NOW) -> Support:
    """Nobody supports the children yet."""
    scene, world = await make_scene(), await make_world()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[scene.manager.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the children",
        actor=world.lead,
        now=NOW,
    )
    concerns = await scene.concerns("R-1", "R-2")
    await attach_children(
        operation_id=world.operation_id,
        concern_ids=[one.id for one in concerns],
        reason="Named",
        actor=scene.manager,
        now=now,
    )
    attached = await operation_children(
        operation_id=world.operation_id, actor=scene.manager, now=now
    )
    return Support(
        world=world,
        scene=scene,
        manager=scene.manager,
        charity=await make_actor(category=AgencyCategory.VOLUNTARY),
        children=[one.id for one in attached],
        concerns=[one.concern_id for one in attached],
        sent=Sent(),
    )
