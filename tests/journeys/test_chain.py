"""A chain driven to red, through senior review and an emergency, and out by a hand-over."""

import msgspec

from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import Outcome
from service.demo.stage import Stage
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.drift import (
    when_a_review_is_recorded,
    when_they_close_it_in_an_emergency,
    when_they_say_that_it_was_accepted,
    when_they_try_to_close,
)
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import (
    adjourned,
    days_ago,
    given_it_adjourns,
    given_it_is_closed,
    given_meetings,
)
from tests.journeys.steps.running import (
    when_nothing_is_decided,
    when_they_close_it,
    when_they_record_who_came,
)
from tests.journeys.visitor import Visitor

ESME = Child("Esme Fairlough", "FL-301")
DECISION = "Decide at the next meeting; the paediatrician reports beforehand."
REVIEW_NEEDED = (
    f"{ESME.name}: A senior review is needed before another adjournment."
    " Ask Helen Osei to record one."
)
TRANSFERRED = ChildDraft(
    outcome=Outcome.TRANSFERRED,
    outcome_reason="She has moved to her grandmother.",
    handed_to="Southmere, duty manager",
)
DECIDE = f"{ESME.name}: A senior review asked for a decision at this meeting. Record a decision."


async def test_a_chain_goes_red_through_review_and_an_emergency_to_a_hand_over(
    sign_in: Arriving, stage: Stage
) -> None:
    (first, second, third, fourth, last), concern = await given_meetings(stage, ESME, 9, 7, 5, 3, 1)
    await given_it_adjourns(stage, first, concern)
    await given_it_is_closed(stage, first)
    chair, manager = await sign_in("chair"), await sign_in("seniormanager", width=PHONE)
    await _adjourns_for_the_same_reason(chair, second, concern)
    await _answers_the_escalation(manager)

    await given_it_adjourns(stage, third, concern)
    assert await when_they_try_to_close(chair, third) == [REVIEW_NEEDED]
    await chair.follow("See the senior review")
    assert chair.path == f"{concern}/review"
    await when_a_review_is_recorded(manager, ESME, "Accept one more adjournment", "The lab is slow")
    await chair.open(f"{third}/close")
    await chair.press("Close the meeting")
    assert chair.path == f"{third}/minutes"

    nobody_authorised = msgspec.structs.replace(adjourned(stage), authorised_by=None)
    await given_it_adjourns(stage, fourth, concern, nobody_authorised)
    assert REVIEW_NEEDED in await when_they_try_to_close(chair, fourth)
    await when_a_review_is_recorded(manager, ESME, "Decide at the next meeting", "Three are enough")
    assert DECIDE in await when_they_try_to_close(chair, fourth)
    await when_they_close_it_in_an_emergency(chair, "She is taken to hospital now.")
    await _finds_and_chases_it(chair)
    await _pays_what_is_owed(chair, fourth)
    await when_a_review_is_recorded(manager, ESME, "Accept one more adjournment", "She is in care")
    await manager.open("/work")
    assert f"Review the chain of {ESME.name}" not in await manager.reads()

    await given_it_adjourns(stage, last, concern, TRANSFERRED)
    await given_it_is_closed(stage, last)
    await _accepted_and_closed(manager, chair, concern)


async def _adjourns_for_the_same_reason(chair: Visitor, meeting: str, concern: str) -> None:
    await chair.open(f"{meeting}/run")
    await when_they_record_who_came(chair, "Martin Hale", "DS Carla Munro", "Grace Adeyemi")
    await when_nothing_is_decided(chair, ESME, reason="Medical", next_on=days_ago(-2))
    await when_they_close_it(chair)
    await chair.open(concern)
    shown = await chair.reads()
    assert "The same reason was given twice." in shown
    assert "Escalated to Helen Osei" in shown
    assert await chair.page.get_by_text("What have you decided?").count() == 0


async def _answers_the_escalation(manager: Visitor) -> None:
    await manager.open("/work")
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


async def _pays_what_is_owed(chair: Visitor, meeting: str) -> None:
    """The review is its manager’s to record; who authorised it is the chair’s to say."""
    await chair.open(f"{meeting}/owed")
    assert "What does the senior manager answer?" in await chair.reads()
    await chair.write({f"{ESME.name}: Who authorised the adjournment?": "Helen Osei by telephone"})
    await chair.press("Save the answers")
    assert "Your answers are recorded." in await chair.reads()


async def _finds_and_chases_it(chair: Visitor) -> None:
    """Among undecided chains by filters, with a file of them; who owes the review is reminded."""
    for alert, finds in (("amber", False), ("red", True)):
        await chair.open(f"/concerns/undecided?alert={alert}")
        assert (ESME.name in await chair.reads()) is finds
    file = chair.page.get_by_role("link", name="Download the whole list (CSV)")
    answer = await chair.page.context.request.get(str(await file.get_attribute("href")))
    assert ESME.name in (await answer.body()).decode("utf-8-sig")
    await chair.tick(f"Remind about {ESME.name}")
    await chair.press("Remind who owes something for those ticked")
    assert "Helen Osei, who owes" in await chair.row(ESME.name)
    await chair.press("Remind them now")
    assert "1 person reminded." in await chair.reads()


async def _accepted_and_closed(manager: Visitor, chair: Visitor, concern: str) -> None:
    await when_they_say_that_it_was_accepted(manager, ESME)
    await chair.open(concern)
    await chair.follow("Close this concern")
    await chair.write({"What follows for the child?": "Southmere’s own conference, on Friday."})
    await chair.press("Close the concern")
    assert "The concern is closed." in await chair.reads()
