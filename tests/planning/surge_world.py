"""Children who wait for a meeting, a partnership that can hold them, and a batch of them."""

from dataclasses import dataclass
from uuid import UUID

from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.people.rules import Role
from planning.surge.actions import start_batch
from planning.surge.actions.running import end_run, take_run
from planning.surge.forms.problem import Problem
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.queries import waiting
from planning.surge.rules.asked import Answer, Asked
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


class Queued:
    """A `QueueRun` that keeps what was queued, for tests of planning alone."""

    def __init__(self) -> None:
        self.runs: list[tuple[UUID, UUID]] = []

    async def __call__(self, *, run_id: UUID, owner_id: UUID) -> None:
        self.runs.append((run_id, owner_id))


def one_after_another(problem: Problem) -> Solution:
    """A schedule by hand: each meeting in a day of its own, with whoever is first and free."""
    meetings: dict[str, Placed] = {}
    for number, one in enumerate(problem.meetings):
        start = one.fixed.start if one.fixed else problem.grid.days[number].first
        free = [
            person
            for person in problem.people
            if person.id not in {*one.required, *one.preferred}
            and not any(first < start + one.duration and start < end for first, end in person.busy)
        ]
        assigned: dict[str, tuple[str, ...]] = {}
        for need in one.quorum:
            taken = {key for keys in assigned.values() for key in keys}
            able = [key.id for key in free if need.category in key.categories]
            assigned[need.category] = tuple([key for key in able if key not in taken][: need.count])
        room = one.fixed.room if one.fixed else None
        if one.location and room is None:
            room = next(room.id for room in problem.rooms if room.location == one.location)
        meetings[one.id] = Placed(start, room, assigned, one.preferred)
    return Solution(
        format="surge-solution/1",
        problem=problem.name,
        status=Status.FEASIBLE,
        meetings=meetings,
        objective=(0, 4, 0, 0, 0, 0),
        bound=(3, 0, None, None, None),
    )


async def answered(run_id: UUID, owner_id: UUID) -> Asked:
    """Do what the worker does, with the schedule by hand; what was asked."""
    taken = await take_run(run_id=run_id, owner_id=owner_id, now=NOW)
    assert taken is not None
    await end_run(
        run_id=run_id,
        owner_id=owner_id,
        spent_seconds=2,
        answer=Answer(one_after_another(taken.asked.problem)),
        found=True,
        now=NOW,
    )
    return taken.asked
