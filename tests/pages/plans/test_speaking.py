"""Comments and requests on pages, earlier texts, briefing in, the register as a picture."""

import re
from typing import Any
from uuid import uuid4

import pytest

from planning.plans.actions import add_resource, change_role, edit_section
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, reference_free, text_of
from tests.pages.plans.test_sections import here, member
from tests.planning.operation_world import World, resource, role_draft

__all__ = ["member"]
MEDIA = "section:media"


async def say(browser: Browser, world: World, part: str = MEDIA, **changes: str) -> Any:
    typed = {"kind": "request", "text": "Name the spokesperson", **changes}
    return await browser.submit(here(world, f"comments/new?part={part}"), typed)


async def test_a_request_is_made_answered_and_settled(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.health)
    said = await say(browser, world)
    thread = said.headers["location"]
    assert "Request about Media and community" in text_of(await browser.get(thread))
    plan = text_of(await browser.get(here(world)))
    assert "Media and community" in plan
    assert "1 open request. 1 comment or request in all." in plan
    assert "Comments and requests (1 open)" in plan
    await browser.sign_in_as(world.police)
    assert "Settle it" not in text_of(await browser.get(thread))
    assert faults_of(await browser.submit(thread, {"text": " "})) == ["Enter what you want to say"]
    assert (await browser.submit(thread, {"text": "The chief"})).status_code == 303
    assert (await browser.submit(f"{thread}/settle")).status_code == 403
    await browser.sign_in_as(world.lead)
    assert (await browser.submit(f"{thread}/settle")).status_code == 303
    settled = text_of(await browser.get(thread))
    assert f"Settled Settled by {world.lead.name}" in settled
    assert "The chief" in settled
    assert "Your answer" not in settled


async def test_every_fault_of_a_comment_is_named_and_what_was_typed_is_kept(
    member: Browser, world: World
) -> None:
    wrong = await say(member, world, kind="", text="Keep this")
    assert faults_of(wrong) == ["Say whether it is a comment or a request"]
    assert "Keep this" in wrong.text


async def test_a_part_that_is_hidden_or_never_was_cannot_be_spoken_of(
    member: Browser, world: World
) -> None:
    tried = [
        await member.get(here(world, f"comments/new?part={part}"))
        for part in ("section:police_annex", "section:none", "role:x", "", f"role:{uuid4()}")
    ]
    assert {one.status_code for one in tried} == {404}
    assert len({reference_free(one) for one in tried}) == 1
    assert (await say(member, world, part="section:police_annex")).status_code == 404
    empty = text_of(await member.get(here(world, "comments")))
    assert "Nothing has been said yet" in empty


async def test_comments_are_found_from_their_role_and_their_resource(
    member: Browser, world: World
) -> None:
    role = next(one for one in (await world.seen()).roles if one.title == "Health lead")
    line_id = await add_resource(
        plan_id=world.contingency, draft=resource(world.health.agency_id), actor=world.lead, now=NOW
    )
    for part in (f"role:{role.id}", f"resource:{line_id}"):
        await say(member, world, part, kind="comment", text=f"About {part}")
        place = part.replace(":", "s/")
        assert f"comments?part={part}" in (await member.get(here(world, place))).text
    listed = text_of(await member.get(here(world, f"comments?part=role:{role.id}")))
    assert "Comment about Health lead" in listed
    assert "Social workers" not in listed
    every = text_of(await member.get(here(world, "comments")))
    assert "Comment about Social workers" in every


async def test_what_was_replaced_is_found_under_earlier_texts(
    member: Browser, world: World
) -> None:
    path = here(world, "sections", "media")
    assert "Earlier texts" not in text_of(await member.get(path))
    for number, lines in ((1, "Say nothing"), (2, "Say what is known"), (3, "")):
        await member.submit(path, {"_version": str(number), "lines": lines})
    text = text_of(await member.get(f"{path}/texts"))
    assert text.index("Everything was taken out") < text.index("Say what is known")
    assert text.index("Say what is known") < text.index("Say nothing")
    older = text_of(await member.get(f"{path}/texts?before=3"))
    assert "Say what is known" not in older
    hidden = await member.get(here(world, "sections", "police_annex", "texts"))
    assert hidden.status_code == 404


async def test_a_section_is_not_complete_while_something_needed_lacks(
    member: Browser, world: World
) -> None:
    typed = {"_version": "1", "lines": "Say what is known", "_finished": "yes"}
    refused = await member.submit(here(world, "sections", "media"), typed)
    assert refused.status_code == 422
    assert "Answer “Who speaks” before you say that the section is complete." in text_of(refused)
    assert "Say what is known" in refused.text


async def test_a_role_is_shown_in_full_and_its_holder_briefed_in(
    member: Browser, world: World
) -> None:
    role = next(one for one in (await world.seen()).roles if one.title == "Health lead")
    held = role_draft(role, holder_id=world.health.person_id, contact_24h="01632 960001")
    await change_role(role_id=role.id, draft=held, version=1, actor=world.lead, now=NOW)
    text = text_of(await member.get(here(world)))
    assert "24-hour contact: 01632 960001" in text
    assert role.authority_limit in text
    assert "Not accepted yet Not briefed in" in text
    await member.submit(here(world, "roles", str(role.id), "brief-in"))
    assert "Briefed in 3 March 2026" in text_of(await member.get(here(world)))
    stranger = await member.submit(here(world, "roles", str(uuid4()), "brief-in"))
    assert stranger.status_code == 404


async def test_the_register_is_a_picture_with_its_table(member: Browser, world: World) -> None:
    page = await member.get(here(world, "register"))
    assert len(re.findall("<rect", page.text)) == 25
    assert re.search(r"\d+ of 23 contingencies are high", text_of(page))
    rows = [{"trigger": "Flood", "likelihood": "5", "impact": "5", "tested_on": "2026-02-01",
             "lead_agency": str(world.health.agency_id), "lead_role": "Matron"},
            {"trigger": "Fog"}]  # fmt: skip
    await edit_section(
        plan_id=world.contingency,
        key="register",
        content={"contingencies": rows},
        version=1,
        actor=world.lead,
        now=NOW,
    )
    text = text_of(await member.get(here(world, "register")))
    assert "1 of 2 contingencies are high" in text
    assert "1 not rated yet, and not in the picture." in text
    assert re.search(r"Flood .* High, 25 .* Matron Not said 1 February 2026 Fog", text)
    absent = await member.get(f"/plans/{uuid4()}/register")
    assert absent.status_code == 404


@pytest.mark.parametrize("kind", ["victim_support"])
async def test_a_plan_without_a_register_says_so(member: Browser, world: World, kind: str) -> None:
    plan_id = next(key for name, key in world.plan_ids.items() if name == kind)
    assert "No register" in text_of(await member.get(f"/plans/{plan_id}/register"))
