"""What people get wrong about meetings: told in words, all at once, and nothing typed is lost."""

import re
from uuid import UUID

import pytest
import time_machine

from planning.meetings.actions import contribute
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.record import Nature
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.meetings.typed import convening_fields, item
from tests.planning.minuted import AFTER, minuting
from tests.scene import HELD, Scene

LETTER = "Not what the <b>letter</b> says"
SHOWN = "Not what the &lt;b&gt;letter&lt;/b&gt; says"
PURPOSE = "To decide whether to start section 47"


def faults(page: str) -> list[str]:
    """What the summary of errors says."""
    summary = re.search(r'error-summary".*?</ul>', page, re.DOTALL)
    return re.findall(r"<a href[^>]*>([^<]*)</a>", summary.group()) if summary else []


SKIPPED = ["The clocks go forward: that time does not exist. Choose another."]
NEVER = ["When it was decided to meet must be a real date", "Date must be a real date"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"on-day": "29", "starts": "1:30am", "ends": "2:30am"}, SKIPPED),
        ({"on-day": "29", "starts": "12:30am", "ends": "1:30am"}, SKIPPED),
        (
            {"on-day": "30", "on-month": "2", "decided_at-day": "31", "decided_at-month": "2"},
            NEVER,
        ),
    ],
)
async def test_times_and_days_that_never_come_are_named(
    browser: Browser, scene: Scene, children: list[UUID], typed: dict[str, str], told: list[str]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    refused = await browser.submit("/meetings/convene", convening_fields(scene, *children) | typed)
    assert (refused.status_code, faults(refused.text)) == (422, told)
    assert PURPOSE in refused.text
    assert f'value="{typed["on-day"]}"' in refused.text


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
async def test_a_time_that_was_never_offered_is_not_convened(
    browser: Browser, scene: Scene, children: list[UUID], edge: str
) -> None:
    await browser.sign_in_as(scene.scheduler)
    slot = f'["{edge}","{edge}",null,null,null,[]]'
    typed = convening_fields(scene, children[0]) | {"slot": slot}
    refused = await browser.submit("/meetings/convene", typed)
    assert (refused.status_code, faults(refused.text)) == (
        422,
        ["Choose one of the times shown, or type one"],
    )


async def test_two_hundred_people_are_too_many_and_stay_ticked(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    crowd = [
        str((await make_actor(agency_id=scene.health.agency_id)).person_id) for _ in range(200)
    ]
    typed = convening_fields(scene, children[0]) | {
        "invitees": crowd,
        "chair_id": str(scene.police.person_id),
        "step": "convene",
    }
    refused = await browser.submit("/meetings/convene", typed)
    assert (refused.status_code, faults(refused.text)) == (
        409,
        [
            "Choose a chair from the list of chairs.",
            "Invite at most 60 people to a meeting. This makes 201.",
        ],
    )
    assert PURPOSE in refused.text
    assert all(f'value="{person}" checked' in refused.text for person in crowd)


async def test_the_same_person_sent_twice_is_invited_once(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    police = str(scene.police.person_id)
    typed = convening_fields(scene, children[0]) | {
        "invitees": [police, police, str(scene.chair.person_id)],
        "step": "convene",
    }
    convened = await browser.submit("/meetings/convene", typed)
    shown = (await browser.get(convened.headers["location"])).text
    assert convened.status_code == 303
    assert shown.count(f"<strong>{scene.police.name}</strong>") <= 1


async def test_one_child_is_told_of_once(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    twice = {
        f"children-{number}-{field}": value
        for number in (0, 1)
        for field, value in (
            ("concern_id", str(children[0])),
            ("outcome", "s47_initiated_joint"),
            ("outcome_reason", LETTER),
        )
    }
    refused = await browser.submit("/meetings/held", twice)
    assert refused.status_code == 422
    assert SHOWN in refused.text


async def test_a_deputy_of_another_agency_is_refused(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.police)
    school = str(scene.school.person_id)
    refused = await browser.submit(f"/meetings/{meeting_id}/deputy", {"person_id": school})
    (told,) = faults(refused.text)
    assert refused.status_code == 409
    assert told.startswith(f"{scene.school.name} is not of ")


async def close(browser: Browser, meeting: str, scene: Scene, children: list[UUID]) -> None:
    people = [str(person.person_id) for person in (scene.chair, scene.police, scene.health)]
    await browser.submit(f"{meeting}/run", {"attendance": people})
    for child in children:
        await browser.submit(
            f"{meeting}/run/children/{child}",
            {"version": "1", "outcome": "no_s47_early_help", "outcome_reason": "Support at home"},
        )
    assert (await browser.submit(f"{meeting}/close")).status_code == 303


async def test_what_is_typed_into_a_meeting_that_another_has_closed_is_shown_to_be_copied(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    meeting = f"/meetings/{meeting_id}"
    with time_machine.travel(HELD, tick=False):
        await browser.sign_in_as(scene.chair)
        await close(browser, meeting, scene, children)
        for place, typed in (
            ("close", {"no_quorum_reason": LETTER}),
            ("cancel", {"reason": LETTER}),
            ("run/joint", item("joint_other", LETTER)),
            (f"run/children/{children[0]}", item("analysis", LETTER)),
        ):
            late = await browser.submit(f"{meeting}/{place}", typed)
            assert (place, late.status_code) == (place, 409)
            assert "closed already" in late.text
            assert SHOWN in late.text
            assert str(children[0]) not in late.text


async def test_a_correction_after_the_window_is_refused_and_shown_to_be_copied(
    browser: Browser,
) -> None:
    minutes = await minuting()
    await minutes.approve()
    with time_machine.travel(AFTER, tick=False):
        await browser.sign_in_as(minutes.scene.police)
        late = await browser.submit(
            f"/meetings/{minutes.meeting_id}/minutes/corrections/new",
            {"section": "items.0.body", "wrong": LETTER, "should_say": "Six"},
        )
    assert late.status_code == 409
    assert "Ask the chair for an addendum." in late.text
    assert SHOWN in late.text


async def test_the_script_s_door_takes_nothing_over_by_itself(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    sent = await contribute(
        meeting_id=meeting_id,
        items=[Written(Nature.FACT, LETTER)],
        actor=scene.police,
        now=NOW,
    )
    with time_machine.travel(HELD, tick=False):
        await browser.sign_in_as(scene.chair)
        door = f"/meetings/{meeting_id}/run/items"
        told = await browser.submit(door, item("joint_other", "Mine") | {"include": str(sent[0])})
        nothing = await browser.submit(door, {"take": "item-0-:2"})
    assert (told.status_code, len(told.json()["items"])) == (200, 1)
    assert (nothing.status_code, nothing.json()["items"]) == (200, [])
