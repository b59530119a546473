"""The long storm: 2,000 messages, 50 killed workers, PostgreSQL and the mail server failing."""

from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.faults.run import weathered
from tests.faults.storm import Plan
from tests.faults.weather import Fault

MEETINGS = 100
SECONDS = 240
BAD = Plan(kills=35, crashes=3, outages=4)
CALMER = Plan(kills=15, crashes=1, outages=1)


@benchmark("faults")
async def faults(_lab: Lab) -> list[Figure]:
    """What became of the messages, and for how long nothing arrived."""
    outcome = await weathered(
        BAD,
        CALMER,
        meetings=MEETINGS,
        seconds=SECONDS,
        seed=4,
        faults=(Fault.REFUSE, Fault.CLOSE, Fault.DROP, Fault.HANG),
    )
    verdict = outcome.verdict
    return [
        told("faults: messages queued", verdict.queued, "mails"),
        told("faults: messages that the server failed", outcome.faults, "mails"),
        at_most("faults: lost", verdict.lost, "mails", 0),
        at_most("faults: doubles with other bytes", verdict.changed, "mails", 0),
        at_most("faults: out of their order", verdict.unordered, "mails", 0),
        told("faults: doubles", verdict.doubled, "mails"),
        at_most("faults: longest time without mail", outcome.gap, "s", 60),
        at_most("faults: all accepted after", outcome.drained, "s", 60),
    ]
