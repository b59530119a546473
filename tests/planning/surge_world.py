"""Children who wait for a meeting, a partnership that can hold them, and a batch of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from planning.diaries.actions import add_room
from planning.diaries.queries import rooms
from planning.diaries.rules.rooms import RoomDraft
from planning.people.rules import Role
from planning.surge.actions import start_batch
from planning.surge.actions.running import end_run, take_run
from planning.surge.forms.problem import Meeting, Problem
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.queries import waiting
from planning.surge.rules.asked import Answer, Asked
from planning.surge.rules.seen import Waiting
from planning.transactions import connection, transaction
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
    room_id = await _oak(scene)
    concerns = await scene.concerns(*references)
    return SurgeWorld(scene, room_id, [one.id for one in concerns])


async def close_everybody_else() -> None:
    """For tests that are rolled back: a batch draws on all there are, on others’ too."""
    async with transaction(None):
        await connection().execute("update person set closed_at = $1 where closed_at is null", NOW)


async def _oak(scene: Scene) -> UUID:
    """The one room of the Civic Centre, which an earlier test may have left."""
    left = [one.id for one in await rooms(actor=scene.scheduler) if one.name == "Oak"]
    draft, administrator = RoomDraft("Civic Centre", "Oak", 12), Role.ADMINISTRATOR
    return (
        left[0]
        if left
        else await add_room(draft=draft, actor=await make_actor(administrator), now=NOW)
    )


class Queued:
    """A `QueueRun` that keeps what was queued, for tests of planning alone."""

    def __init__(self) -> None:
        self.runs: list[tuple[UUID, UUID]] = []

    async def __call__(self, *, run_id: UUID, owner_id: UUID) -> None:
        self.runs.append((run_id, owner_id))


def one_after_another(problem: Problem, standing: Mapping[str, Placed] | None = None) -> Solution:
    """A schedule by hand: each where it stands or is pinned, else first on a day of its own."""
    meetings: dict[str, Placed] = {}
    for one in problem.meetings:
        stands = (standing or {}).get(one.id)
        others = {key: place for key, place in (standing or {}).items() if key != one.id}
        taken = {place.start for place in {**others, **meetings}.values()}
        starts = [one.fixed.start] if one.fixed else [day.first for day in problem.grid.days]
        options = ([stands.start] if stands else []) + starts
        meetings[one.id] = next(
            place
            for start in options
            if start not in taken and (place := _place(one, start, problem))
        )
    return Solution(
        format="surge-solution/1",
        problem=problem.name,
        status=Status.FEASIBLE,
        meetings=meetings,
        objective=(0, 4, 0, 0, 0, 0),
        bound=(3, 0, None, None, None),
    )


def _place(one: Meeting, start: int, problem: Problem) -> Placed | None:
    """With whoever is first of those who are free; `None` where somebody is lacking."""
    free = [
        person
        for person in problem.people
        if not any(first < start + one.duration and start < end for first, end in person.busy)
    ]
    if not set(one.required) <= {person.id for person in free}:
        return None
    assigned: dict[str, tuple[str, ...]] = {}
    taken = {*one.required, *one.preferred}
    for need in one.quorum:
        able = [person.id for person in free if need.category in person.categories]
        assigned[need.category] = tuple([key for key in able if key not in taken][: need.count])
        taken |= set(assigned[need.category])
        if len(assigned[need.category]) < need.count:
            return None
    room = one.fixed.room if one.fixed else None
    if one.location and room is None:
        room = next(room.id for room in problem.rooms if room.location == one.location)
    there = {person.id for person in free}
    return Placed(start, room, assigned, tuple(key for key in one.preferred if key in there))


async def answered(run_id: UUID, owner_id: UUID) -> Asked:
    """Do what the worker does, with the schedule by hand; what was asked."""
    taken = await take_run(run_id=run_id, owner_id=owner_id, now=NOW)
    assert taken is not None
    await end_run(
        run_id=run_id,
        owner_id=owner_id,
        spent_seconds=2,
        answer=_answer(taken.asked),
        found=True,
        now=NOW,
    )
    return taken.asked


def _answer(asked: Asked) -> Answer:
    solution = one_after_another(asked.problem, asked.standing)
    before = {key: (one.start, one.room) for key, one in (asked.standing or {}).items()}
    moved = tuple(
        key
        for key, one in solution.meetings.items()
        if key in before and before[key] != (one.start, one.room)
    )
    return Answer(solution, moved, moved, sum(asked.prices.get(key, 0) for key in moved))
