"""What follows a signature: conditions met and confirmed, and taking it back."""

from uuid import uuid4

from planning.sign_offs.queries import sign_off_states
from planning.sign_offs.rules import Status
from tests.clients import Browser
from tests.pages.operations.world import faults_of, text_of
from tests.pages.plans.test_sections import fields_of, here
from tests.pages.sign_offs.answering import a_condition, answer, status_of
from tests.planning.operation_world import World


async def test_a_condition_is_set_shown_met_and_confirmed(
    browser: Browser, signatory: Browser, world: World
) -> None:
    done = await answer(signatory, world, "signed_with_conditions", **a_condition(world.police))
    assert done.status_code == 303
    assert await status_of(world, world.health) is Status.CONDITIONS
    assert "Open, keeps the gate shut" in text_of(await signatory.get(here(world)))
    (state,) = [
        one
        for one in await sign_off_states(operation_id=world.operation_id, actor=world.lead)
        if one.conditions
    ]
    path = here(world, "conditions", str(state.conditions[0].id))
    early = await signatory.submit(f"{path}/confirm")
    assert early.status_code == 409
    assert (await signatory.submit(f"{path}/meet", {"evidence": "x"})).status_code == 403
    await browser.sign_in_as(world.police)
    assert "Two nurses at weekends" in text_of(await browser.get(f"{path}/meet"))
    assert faults_of(await browser.submit(f"{path}/meet")) == ["Enter how it is met"]
    assert (await browser.submit(f"{path}/meet", {"evidence": "Rota sent"})).status_code == 303
    await browser.sign_in_as(world.health)
    page = text_of(await browser.get(here(world)))
    assert "Waits for confirmation" in page
    assert "Confirm that it is met" in page
    assert (await browser.submit(f"{path}/confirm")).status_code == 303
    assert await status_of(world, world.health) is Status.HOLDS
    assert (await browser.get(here(world, "conditions", str(uuid4()), "meet"))).status_code == 404


async def test_a_signature_is_withdrawn_with_a_reason(signatory: Browser, world: World) -> None:
    path = here(world, "schedule", "withdraw")
    assert (await signatory.get(path)).status_code == 404
    await answer(signatory, world, "signed")
    assert "Withdraw the signature" in text_of(await signatory.get(here(world, "schedule")))
    fields = fields_of((await signatory.get(path)).text)
    silent = await signatory.submit(path, fields)
    assert (silent.status_code, faults_of(silent)) == (422, ["Enter why"])
    done = await signatory.submit(path, {**fields, "reason": "The board took it back"})
    assert done.status_code == 303
    assert await status_of(world, world.health) is Status.WITHDRAWN
    text = text_of(await signatory.get(here(world, "schedule")))
    assert "Withdrawn: The board took it back" in text
    again = await signatory.submit(path, {**fields, "reason": "Once more"})
    assert again.status_code == 409
