"""What programs get wrong about meetings: refused with every fault, by its field."""

from typing import Any

import pytest
import time_machine

from tests.api.conftest import Acting
from tests.api.test_meeting_journey import TIMES, convening, place_of, well
from tests.factories import NOW, make_actor
from tests.scene import HELD, Scene, make_scene


@pytest.fixture
async def scene() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield await make_scene()


def faults(problem: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["field"], one["message"]) for one in problem["blockers"]]


async def test_everything_wrong_with_a_meeting_is_told_at_once(
    scene: Scene, acting: Acting
) -> None:
    scheduler = await acting(scene.scheduler)
    crowd = [await make_actor(agency_id=scene.health.agency_id) for _ in range(200)]
    people = [*crowd, crowd[0]]
    wrong = convening(
        scene,
        chair_id=str(scene.police.person_id),
        times={"on": "2026-03-29", "starts": "01:30:00", "ends": "02:30:00"},
        invitees=[{"person_id": str(person.person_id)} for person in people],
        purpose=" ",
    )
    refused = await scheduler.post("meetings", json=wrong)
    assert refused.status_code == 409
    assert faults(refused.json()) == [
        ("starts", "The clocks go forward: that time does not exist. Choose another."),
        ("purpose", "Say what the meeting is for, in up to 4,000 characters."),
        ("chair_id", "Choose a chair from the list of chairs."),
        ("invitees", f"You invited {crowd[0].name} twice."),
        ("invitees", "Invite at most 60 people to a meeting. This makes 201."),
    ]
    past = await scheduler.post(
        "meetings", json=convening(scene, times={**TIMES, "on": "2026-03-02"})
    )
    ((field, told),) = faults(past.json())
    assert (field, "held already" in told) == ("starts", True)


async def test_a_child_is_in_one_concern_unless_somebody_says_why(
    scene: Scene, acting: Acting
) -> None:
    scheduler = await acting(scene.scheduler)
    well(await scheduler.post("meetings", json=convening(scene)), 201)
    later = {**TIMES, "on": "2026-03-05"}
    again = await scheduler.post("meetings", json=convening(scene, times=later))
    assert again.status_code == 409
    assert [field for field, _ in faults(again.json())] == ["children.0.separate_reason"]


async def test_a_deputy_is_of_the_same_agency(scene: Scene, acting: Acting) -> None:
    scheduler, police = await acting(scene.scheduler), await acting(scene.police)
    meeting = place_of(well(await scheduler.post("meetings", json=convening(scene)), 201))
    school = {"person_id": str(scene.school.person_id)}
    refused = await police.post(f"{meeting}/deputy", json=school)
    ((field, told),) = faults(refused.json())
    assert (refused.status_code, field) == (409, "person_id")
    assert told.startswith(f"{scene.school.name} is not of ")


async def test_a_meeting_that_is_closed_is_closed_once(scene: Scene, acting: Acting) -> None:
    scheduler, chair = await acting(scene.scheduler), await acting(scene.chair)
    convened = well(await scheduler.post("meetings", json=convening(scene)), 201)
    meeting, (child,) = place_of(convened), convened.json()["opened"]
    there = [
        {"person_id": str(person.person_id), "present": True}
        for person in (scene.chair, scene.police, scene.health)
    ]
    draft = {"outcome": "no_s47_early_help", "outcome_reason": "Support at home"}
    with time_machine.travel(HELD, tick=False):
        well(await chair.put(f"{meeting}/attendance", json={"attendance": there}), 204)
        place = f"{meeting}/children/{child['id']}"
        well(await chair.put(place, json={"draft": draft, "version": 1}))
        answers = [await chair.post(f"{meeting}/close", json={}) for _ in range(2)]
        late = await chair.put(place, json={"draft": draft, "version": 2})
    assert [answer.status_code for answer in answers] == [204, 409]
    told = [("", "This meeting is closed already.")]
    assert (faults(answers[1].json()), faults(late.json())) == (told, told)


async def test_hours_that_overlap_are_named(scene: Scene, acting: Acting) -> None:
    police = await acting(scene.police)
    hours = [
        {"weekday": 1, "starts": "09:00:00", "ends": "13:00:00"},
        {"weekday": 1, "starts": "12:00:00", "ends": "17:00:00"},
        {"weekday": 3, "starts": "12:00:00", "ends": "11:00:00"},
    ]
    refused = await police.post(
        f"people/{scene.police.person_id}/diary/hours", json={"hours": hours}
    )
    assert refused.status_code == 422
    assert faults(refused.json()) == [
        ("wednesday", "Wednesday: midday to 11am: enter an end after the start."),
        ("monday", "Monday: 9am to 1pm and midday to 5pm overlap. Change one of them."),
    ]


@pytest.mark.parametrize("calendar", ["BEGIN:VCALENDAR", "x" * 5 * 1024 * 1024])
async def test_a_calendar_that_cannot_be_read_is_refused(
    scene: Scene, acting: Acting, calendar: str
) -> None:
    police = await acting(scene.police)
    place = f"people/{scene.police.person_id}/diary/import"
    refused = await police.post(place, json={"calendar": calendar})
    ((field, _),) = faults(refused.json())
    assert (refused.status_code, field) == (422, "file")
