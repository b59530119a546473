"""Thousands of traces of the gate's model on PostgreSQL: the real actions lead to each state."""

import time
from random import Random

import asyncpg

from planning.transactions import using
from service.database.pool import prepare
from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, benchmark, told
from tests.factories import NOW
from tests.held import HeldConnections
from tests.planning.gate_replay import Replay, make_stage
from tests.rules.gate_search import explore, sampled

AMONG, TRACES = 200_000, 2_000


@benchmark("gate_traces")
async def gate_traces(lab: Lab) -> list[Figure]:
    """A difference from the model is raised with its state."""
    random = Random(6)
    traces = sampled(explore(AMONG, lambda _: None), TRACES, random)
    started = time.monotonic()
    connection = await asyncpg.connect(await lab.fresh("gate_traces", now=NOW))
    await prepare(connection)
    undo = connection.transaction()
    await undo.start()
    with using(HeldConnections(connection)):
        replay = Replay(connection, await make_stage(), random)
        await replay.follow(traces)
    await undo.rollback()
    await connection.close()
    return [
        at_least("gate traces: states reached as the model says", replay.states, "states", TRACES),
        told("gate traces: real actions done", replay.acts, "acts"),
        told("gate traces: forbidden acts refused", replay.refused, "acts"),
        told("gate traces: all", time.monotonic() - started, "s"),
    ]
