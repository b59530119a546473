"""Nothing is lost, doubled differently or overtaken while everything around the mail fails.

This is the short form; `make bench ONLY=faults` is the long one.
"""

from random import Random

from tests.faults.run import ride
from tests.faults.storm import Plan
from tests.faults.weather import Fault, weather

RECOVERED = 60
"""Seconds (design: calendar, Delivery promise)."""


async def test_mail_survives_a_storm() -> None:
    random = Random(1)
    outcome = await ride(
        lambda _people: weather(random, Fault.DROP, Fault.CLOSE),
        Plan(kills=2, crashes=1, outages=1),
        Plan(kills=1),
        meetings=10,
        random=random,
    )
    told = outcome.verdict
    assert (told.queued, told.lost, told.changed, told.unordered) == (200, 0, 0, 0)
    assert outcome.drained <= RECOVERED
    assert outcome.gap <= RECOVERED
