"""Nobody answers over Easter: an escalation climbs to the third stage, and bank holidays wait."""

from datetime import date, datetime, timedelta
from uuid import UUID

import holidays
import time_machine

from planning import clock
from planning.escalations.actions import Raising, raise_escalation
from planning.escalations.rules import EscalationKind
from service.demo.stage import Stage, at, no_mail
from service.jobs.ladder import ladder_jobs
from service.jobs.registry import JobContext
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import given_meetings
from tests.journeys.visitor import Visitor

NELL = Child("Nell Harker", "HK-302")
WHY = "The police would have asked for a joint enquiry."


def good_friday() -> date:
    """The next one: the real worker finds nothing to move before it."""
    today = clock.today(clock.now())
    free = holidays.country_holidays("GB", subdiv="ENG", years=[today.year, today.year + 1])
    return min(day for day in free.get_named("Good Friday") if day > today + timedelta(days=7))


async def strike(at_work: JobContext, moment: datetime) -> None:
    """The worker looks at this moment."""
    handler, *_ = ladder_jobs(no_mail).handlers
    with time_machine.travel(moment, tick=False):
        await handler.run(b"", at_work)


async def test_an_escalation_climbs_to_the_third_stage_over_easter(
    sign_in: Arriving, stage: Stage, at_work: JobContext
) -> None:
    _, concern = await given_meetings(stage, NELL, 1)
    friday = good_friday()
    thursday, tuesday = friday - timedelta(days=1), friday + timedelta(days=4)
    escalation = await _raised(stage, concern, at(thursday, 15))
    first = await sign_in("seniormanager")
    await _waits(first, escalation, "Stage 1 of 4, Senior manager: Helen Osei must answer", tuesday)

    wednesday = tuesday + timedelta(days=1)
    free = [at(friday + timedelta(days=days), 9) for days in range(5)]
    for moment in (*free, at(wednesday, 9) - timedelta(seconds=1)):
        await strike(at_work, moment)
    await first.open("/work")
    assert f"Answer the escalation for {NELL.name}" in await first.reads()
    await strike(at_work, at(wednesday, 9))
    second = await sign_in("assistantdirector")
    due = wednesday + timedelta(days=2)
    await _waits(second, escalation, "Stage 2 of 4, Head of service: Marian Doyle must answer", due)
    await first.open("/work")
    assert f"Answer the escalation for {NELL.name}" not in await first.reads()

    monday = wednesday + timedelta(days=5)
    await strike(at_work, at(monday, 9) - timedelta(seconds=1))
    await _waits(second, escalation, "Stage 2 of 4, Head of service: Marian Doyle must answer", due)
    await strike(at_work, at(monday, 9))
    third = await sign_in("director")
    due = monday + timedelta(days=2)
    await _waits(third, escalation, "Stage 3 of 4, Director: Graham Lyle must answer", due)
    assert (await third.reads()).count("Not answered in time: moved up") == 2
    await _answered_and_accepted(third, await sign_in("police"), escalation)


async def _raised(stage: Stage, concern: str, now: datetime) -> str:
    police = stage.people["police"]
    raising = Raising(
        EscalationKind.DECISION, UUID(concern.rsplit("/", 1)[1]), WHY, "Yes: with her aunt."
    )
    found = await raise_escalation(raising=raising, actor=police, now=now, enqueue=no_mail)
    return f"/escalations/{found}"


async def _waits(owner: Visitor, escalation: str, standing: str, due: date) -> None:
    """By way of Your work, with the day on which the answer is due."""
    await owner.open("/work")
    await owner.follow(f"Answer the escalation for {NELL.name}")
    assert owner.path == escalation
    assert standing in await owner.reads()
    assert f"Answer due {due:%A} {due.day} {due:%B} {due.year}" in await owner.reads()


async def _answered_and_accepted(owner: Visitor, raiser: Visitor, escalation: str) -> None:
    await owner.press("Answer")
    await owner.write(
        {
            "What have you decided?": "A joint enquiry from today.",
            "Is the child safe meanwhile, and how?": "Yes: with her aunt.",
        }
    )
    await owner.press("Record your answer")
    assert "Graham Lyle has answered" in await owner.reads()
    await raiser.open(escalation)
    assert "A joint enquiry from today." in await raiser.reads()
