"""A batch of one waiting meeting, and a run of it."""

from planning import clock
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.people.rules import Actor
from planning.surge.actions import ask_run, start_batch
from planning.surge.queries import batch
from tests.planning.surge_world import Queued


async def batched(boss: Actor) -> dict[str, str]:
    """Ids of the batch, of its meeting and of its run."""
    now = clock.now()
    (concern,) = await open_concerns(
        opening=Opening(
            [NewChild("N-90418", "Quentin Hidden’s sister")], "Told a teacher", boss.person_id
        ),
        actor=boss,
        now=now,
    )
    batch_id = await start_batch(waiting=[concern.id], actor=boss, now=now)
    run_id = await ask_run(batch_id=batch_id, seconds=1, actor=boss, now=now, queue=Queued())
    (meeting,) = (await batch(batch_id=batch_id, actor=boss, now=now)).meetings
    return {
        "batch_id": str(batch_id),
        "batch_meeting_id": str(meeting.id),
        "run_id": str(run_id),
    }
