"""Who cannot come is led on: a deputy, something in writing, a reason."""

import re
from uuid import UUID

from planning.people.rules import Actor
from tests.clients import Browser
from tests.factories import make_actor
from tests.scene import Scene


async def _colleague(scene: Scene, *, decides: bool = True) -> Actor:
    return await make_actor(
        agency_id=scene.police.agency_id, name="Constable Reed", decision_authority=decides
    )


async def test_a_decline_leads_on_and_stays_owed_until_something_comes_instead(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.police)
    address = f"/meetings/{meeting_id}"
    declined = await browser.submit(f"{address}/answer", {"answer": "declined"})
    assert (declined.status_code, declined.headers["location"]) == (303, f"{address}/instead")
    assert "Send a deputy" in (await browser.get(f"{address}/instead")).text
    owed = (await browser.get("/work")).text
    assert re.findall(r"Send a deputy or write to meeting [0-9A-Z]{3}-[0-9A-Z]{3}", owed) != []
    refused = await browser.submit(f"{address}/instead", {"apology": "Off"})
    assert refused.status_code == 422
    assert refused.text.count("Select why you cannot come") == 2
    assert "Off" in refused.text
    other = await browser.submit(f"{address}/instead", {"apology_reason": "other"})
    assert "Say what the other reason is." in other.text
    why = await browser.submit(f"{address}/instead", {"apology_reason": "on_leave"})
    assert why.headers["location"] == address
    assert "On leave" in (await browser.get(address)).text
    sent = {"items-0-text": "Seen on Monday.", "items-0-nature": "fact"}
    await browser.submit(f"{address}/contribute", sent | {"items-0-concern_id": str(children[0])})
    assert "Owed to meetings" not in (await browser.get("/work")).text


async def test_a_deputy_is_chosen_among_colleagues_and_the_sender_is_out(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    colleague = await _colleague(scene, decides=False)
    await browser.sign_in_as(scene.police)
    page = f"/meetings/{meeting_id}/deputy"
    shown = (await browser.get(page)).text
    options = re.findall(r'<option value="([^"]+)"', shown)
    assert options == [str(colleague.person_id)]
    assert "no authority to decide" in shown
    assert (await browser.submit(page)).status_code == 422
    wrong = await browser.submit(page, {"person_id": str(scene.school.person_id)})
    assert wrong.status_code == 409
    assert "Choose a colleague there." in wrong.text
    done = await browser.submit(page, {"person_id": str(colleague.person_id)})
    assert (done.status_code, done.headers["location"]) == (303, "/work")
    told = (await browser.get("/work")).text
    assert "Constable Reed is asked to come. Constable Reed has no authority to decide" in told
    assert (await browser.get(f"/meetings/{meeting_id}")).status_code == 404


async def test_the_chair_sends_a_deputy_for_somebody(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    colleague = await _colleague(scene)
    await browser.sign_in_as(scene.chair)
    address = f"/meetings/{meeting_id}"
    links = re.findall(
        r'href="([^"]+/deputy\?instead_of=[^"]+)"', (await browser.get(address)).text
    )
    police = next(link for link in links if link.endswith(str(scene.police.person_id)))
    assert f"Send a deputy for {scene.police.name}" in (await browser.get(police)).text
    done = await browser.submit(
        f"{address}/deputy",
        {"instead_of": str(scene.police.person_id), "person_id": str(colleague.person_id)},
    )
    assert done.headers["location"] == address
    assert f"deputy for {scene.police.name}" in (await browser.get(address)).text
    gone = await browser.get(police)
    assert gone.status_code == 404


async def test_what_was_sent_is_changed_and_read_by_the_chair_alone(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.health)
    page = f"/meetings/{meeting_id}/contribute"
    assert (await browser.submit(page)).status_code == 422
    first = {"items-1-text": "Seen twice.", "items-1-concern_id": str(children[0])}
    refused = await browser.submit(page, first)
    assert refused.status_code == 422
    assert refused.text.count("Select whether it is fact or opinion") == 2
    nobody = await browser.submit(page, {"items-0-text": "Seen.", "items-0-nature": "fact"})
    assert nobody.text.count("Select whom it is about") == 2
    assert "Seen twice." in refused.text
    unknown = first | {"items-1-nature": "fact", "items-1-concern_id": str(meeting_id)}
    refused = await browser.submit(page, unknown)
    assert 'href="#items-1-concern_id"' in refused.text
    assert (await browser.submit(page, first | {"items-1-nature": "fact"})).status_code == 303
    shown = (await browser.get(page)).text
    item = re.findall(r'name="items-0-item_id" value="([^"]+)"', shown)[0]
    assert "Sent, about Child N-1" in shown
    changed = {
        "items-0-item_id": item,
        "items-0-concern_id": str(children[0]),
        "items-0-text": "Seen three times.",
        "items-0-nature": "opinion",
        "items-2-text": "The whole family is tired.",
        "items-2-nature": "opinion",
        "items-2-concern_id": "whole",
    }
    assert (await browser.submit(page, changed)).status_code == 303
    assert (await browser.get(f"/meetings/{meeting_id}/contributions")).status_code == 404
    await browser.sign_in_as(scene.chair)
    read = (await browser.get(f"/meetings/{meeting_id}/contributions")).text
    assert "Seen three times." in read
    assert "Seen twice." not in read
    assert read.index("About the whole meeting") < read.index("Child N-1")
    assert (await browser.get(page)).status_code == 200
    await browser.submit(f"/meetings/{meeting_id}/cancel", {"reason": "Not needed"})
    assert "does not take contributions any more" in (await browser.get(page)).text
