"""The long storms: 2,000 messages, 50 killed workers, PostgreSQL and the mail server failing."""

from random import Random

from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark, told
from tests.faults.posted import posted
from tests.faults.run import Outcome, ride
from tests.faults.storm import Plan
from tests.faults.weather import Fault, weather
from tests.mailservers import are_installed
from tests.mailservers.documented import documented
from tests.mailservers.round_trip import round_trip

MEETINGS = 100
BAD = Plan(kills=35, crashes=3, outages=4)
CALMER = Plan(kills=15, crashes=1, outages=1)
TRIPS = 20
"""Meetings with two people who answer and one whose address is dead."""
RECOVERED = 60
"""Seconds (design: calendar, Delivery promise)."""
_REFUSED = 550
_MISSING = at_least("mail servers of `make mail-servers`, as root", 0, "found", 2)


@benchmark("faults")
async def faults(_lab: Lab) -> list[Figure]:
    """Over a server that refuses, hangs, closes, hangs up after the last dot, and goes away."""
    random = Random(4)
    outcome = await ride(
        lambda _people: weather(random, *[fault for fault in Fault if fault is not Fault.NONE]),
        BAD,
        CALMER,
        meetings=MEETINGS,
        random=random,
    )
    return [
        *_figures("faults", outcome),
        at_most("faults: out of their order", outcome.verdict.unordered, "mails", 0),
    ]


@benchmark("postfix")
async def through_postfix(_lab: Lab) -> list[Figure]:
    """Over Debian's Postfix, which goes away, into the mail folders of Debian's Dovecot."""
    if not are_installed():
        return [_MISSING]
    outcome = await ride(posted, BAD, CALMER, meetings=MEETINGS, random=Random(5))
    return _figures("postfix", outcome)


@benchmark("answers")
async def answers(_lab: Lab) -> list[Figure]:
    """Invitations through Postfix to Dovecot, answers and bounces back through it by LMTP."""
    if not are_installed():
        return [_MISSING]
    trip = await round_trip(meetings=TRIPS)
    return [
        told("answers: invitations", trip.invited, "mails"),
        at_least("answers: applied", trip.answered, "answers", 2 * TRIPS),
        at_least("answers: dead addresses shown", trip.came_back, "bounces", TRIPS),
        told("answers: sent and applied, each", trip.seconds / trip.answered * 1000, "ms"),
    ]


@benchmark("documented")
async def as_documented(_lab: Lab) -> list[Figure]:
    """Postfix with the lines of docs/mail.md: a check there and back, strangers, forgery."""
    if not are_installed():
        return [_MISSING]
    found = await documented()
    back = "It came back whole, with its calendar." in found.told
    return [
        at_least("documented: test messages that came back", int(back), "mails", 1),
        at_least(
            "documented: unknown addresses refused", int(found.stranger == _REFUSED), "mails", 1
        ),
        at_least("documented: forged verdicts removed", int(found.forged_removed), "lines", 1),
    ]


def _figures(name: str, outcome: Outcome) -> list[Figure]:
    verdict = outcome.verdict
    return [
        told(f"{name}: messages queued", verdict.queued, "mails"),
        at_most(f"{name}: lost", verdict.lost, "mails", 0),
        at_most(f"{name}: doubles with other bytes", verdict.changed, "mails", 0),
        told(f"{name}: doubles", verdict.doubled, "mails"),
        at_most(f"{name}: longest time without mail", outcome.gap, "s", RECOVERED),
        at_most(f"{name}: all accepted after", outcome.drained, "s", RECOVERED),
    ]
