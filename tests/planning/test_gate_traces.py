"""Traces of the gate's model, replayed on PostgreSQL by the real actions.

`python -m tests.benchmarks gate_traces` replays thousands.
"""

from random import Random

from planning.transactions import Connection
from tests.planning.gate_replay import Replay, make_stage
from tests.rules.gate_search import explore, sampled


async def test_the_real_actions_lead_where_the_model_says(rolled_back: Connection) -> None:
    random = Random(6)
    search = explore(5_000, lambda _: None)
    replay = Replay(rolled_back, await make_stage(), random)
    await replay.follow(sampled(search, 40, random))
    assert replay.states == 40
