"""A key worker, on a phone at a bus stop, writes down that she has just seen a young person."""

from service.demo.cast import SOCIAL_CARE
from service.demo.stage import Stage
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.planned import (
    given_a_key_worker,
    given_an_operation,
    given_it_is_about,
)

MAYA = Child("Maya Thornley", "TH-701")
MOST_TOUCHES = 3
"""From Your work until it is in the log, when there is nothing to add."""


async def test_a_contact_is_logged_in_three_touches(sign_in: Arriving, stage: Stage) -> None:
    planned = await given_an_operation(
        stage, "Operation Plover", "seniormanager", signing={SOCIAL_CARE: "Cares"}, covert=False
    )
    manager = "seniormanager"
    support = await given_it_is_about(stage, planned, MAYA, by=manager, known_to="scheduler")
    await given_a_key_worker(stage, planned, support, "support", by=manager)
    worker = await sign_in("support", width=PHONE)
    before = worker.touches
    await worker.follow(f"Contact {MAYA.name}")
    await worker.tick("Phone call")
    await worker.press("Save the contact")
    assert "The contact is in the log." in await worker.reads()
    assert worker.touches - before <= MOST_TOUCHES

    await worker.press("Log a contact")
    await worker.tick("Visit", "I saw the young person")
    await worker.write({"Note (optional)": "At the bus stop. She is well."})
    await worker.press("Save the contact")
    assert "Visit, seen At the bus stop. She is well. Fatima Khan" in await worker.reads()
    await worker.open("/work")
    assert f"Contact {MAYA.name}" not in await worker.reads()
