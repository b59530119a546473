"""Children who wait for a meeting, a partnership that can hold them, and a batch of them."""

from dataclasses import dataclass
from uuid import UUID

from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.people.rules import Role
from planning.surge.actions import start_batch
from planning.surge.queries import waiting
from planning.surge.rules.seen import Waiting
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene


@dataclass
class SurgeWorld:
    """A scene with a minute taker and a room, and children who never met."""

    scene: Scene
    room_id: UUID
    concern_ids: list[UUID]

    async def list(self) -> list[Waiting]:
        """What waits, of this world's children."""
        found = await waiting(actor=self.scene.scheduler, now=NOW, limit=100)
        return found.items

    async def batch(self, *chosen: UUID) -> UUID:
        """A batch of the children chosen; of all without any."""
        return await start_batch(
            waiting=chosen or self.concern_ids, actor=self.scene.scheduler, now=NOW
        )


async def make_surge_world(*references: str) -> SurgeWorld:
    """Children of these references, each waiting for a first meeting."""
    scene = await make_scene()
    await make_actor(Role.MINUTE_TAKER, agency_id=scene.scheduler.agency_id)
    room_id = await add_room(
        draft=RoomDraft("Civic Centre", "Oak", 12),
        actor=await make_actor(Role.ADMINISTRATOR),
        now=NOW,
    )
    concerns = await scene.concerns(*references)
    return SurgeWorld(scene, room_id, [one.id for one in concerns])
