"""Three meetings without a decision turn a chain red, and a named senior manager answers for it."""

from service.demo.stage import Stage
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import days_ago, given_two_meetings_without_a_decision
from tests.journeys.steps.running import (
    when_nothing_is_decided,
    when_they_close_it,
    when_they_record_who_came,
)

ESME = Child("Esme Fairlough", "FL-301")
DECISION = "Decide at the next meeting; the paediatrician reports beforehand."


async def test_the_third_undecided_meeting_is_escalated_and_answered(
    sign_in: Arriving, stage: Stage
) -> None:
    meeting, concern = await given_two_meetings_without_a_decision(stage, ESME)
    chair = await sign_in("chair")
    await chair.open(concern)
    assert "2 meetings" in await chair.reads()
    await chair.open(f"{meeting}/run")
    await when_they_record_who_came(chair, "Martin Hale", "DS Carla Munro", "Grace Adeyemi")
    await when_nothing_is_decided(
        chair, ESME, reason="Child missing or not seen", next_on=days_ago(-2)
    )
    await when_they_close_it(chair)
    await chair.open(concern)
    assert "3 meetings" in await chair.reads()
    assert "Escalated to Helen Osei" in await chair.reads()
    assert await chair.page.get_by_text("What have you decided?").count() == 0

    manager = await sign_in("seniormanager", width=390)
    await manager.follow(f"Answer the escalation for {ESME.name}")
    assert manager.path.startswith("/escalations/")
    await manager.press("Answer")
    await manager.press("Record your answer")
    assert manager.status == 422
    assert len(await manager.faults()) == 2
    await manager.write(
        {
            "What have you decided?": DECISION,
            "Is the child safe meanwhile, and how?": "Safety plan with her aunt, seen every day.",
        }
    )
    await manager.press("Record your answer")
    assert "Helen Osei has answered" in await manager.reads()
    assert DECISION in await manager.reads()
    await manager.open("/work")
    assert ESME.name not in await manager.reads()
