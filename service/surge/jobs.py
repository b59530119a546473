"""Runs of batches in the worker: queued by an act, solved in a process beside it."""

from uuid import UUID

import msgspec

from planning import clock
from planning.surge.actions.running import Step, end_run, note_step, take_run
from planning.transactions import connection, using
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs
from service.surge.running import solve_apart

SOLVE = "place a batch"


class Wanted(msgspec.Struct, frozen=True):
    """The payload of the job: whose run it is."""

    run_id: UUID
    owner_id: UUID


def surge_jobs() -> Jobs:
    """One at a time over all workers: a search takes both processors."""
    return Jobs((Handler(SOLVE, _solve, concurrency=1),))


async def queue_run(*, run_id: UUID, owner_id: UUID) -> None:
    """`planning.surge.queue.QueueRun` by the worker's queue."""
    job = NewJob(SOLVE, msgspec.json.encode(Wanted(run_id, owner_id)))
    await put_jobs(connection(), [job])


async def _solve(payload: bytes, context: JobContext) -> None:
    wanted = msgspec.json.decode(payload, type=Wanted)
    run_id, owner_id = wanted.run_id, wanted.owner_id

    async def heard(step: Step) -> bool:
        go_on = await note_step(run_id=run_id, owner_id=owner_id, step=step)
        return go_on and not context.stopping.is_set()

    with using(context.pool):
        taken = await take_run(run_id=run_id, owner_id=owner_id, now=clock.now())
        if taken is None:
            return
        found = await solve_apart(taken.asked, seconds=taken.seconds, heard=heard)
        await end_run(
            run_id=run_id,
            owner_id=owner_id,
            spent_seconds=found.seconds,
            answer=found.answer,
            found=found.answer is not None,
            now=clock.now(),
        )
