"""Nothing is lost, doubled differently or overtaken while everything around the mail fails.

This is the short form; `make bench ONLY=faults` is the long one.
"""

from tests.faults.run import weathered
from tests.faults.storm import Plan
from tests.faults.weather import Fault

RECOVERED = 60
"""Seconds (design: calendar, Delivery promise)."""


async def test_mail_survives_a_storm() -> None:
    outcome = await weathered(
        Plan(kills=3, crashes=1, outages=1),
        Plan(kills=2),
        meetings=10,
        seconds=15,
        seed=1,
        faults=(Fault.DROP, Fault.CLOSE),
    )
    told = outcome.verdict
    assert (told.queued, told.lost, told.changed, told.unordered) == (200, 0, 0, 0)
    assert outcome.drained <= RECOVERED
    assert outcome.gap <= RECOVERED
