"""Signing an agency's schedule, and going live."""

from datetime import date

from service.demo.cast import PASSWORD
from tests.journeys.visitor import Visitor

CONFIRM = "Enter your password again – Accord"
AGAIN = "Your password again"
BLOCKING = "It keeps the gate shut until you confirm that it is met"


async def when_they_sign(signatory: Visitor, plan: str) -> None:
    await signatory.open(f"{plan}/schedule")
    await when_they_answer(signatory, "Sign", told="Your agency has signed.")


async def when_they_say_no_role(signatory: Visitor, plan: str) -> None:
    """To a plan that asks nothing of their agency: signing is not offered."""
    await signatory.open(f"{plan}/schedule")
    assert await signatory.page.get_by_label("Sign", exact=True).count() == 0
    told = "Your agency has no role in this plan."
    await when_they_answer(signatory, "No role for this agency", told=told)


async def when_they_answer(signatory: Visitor, answer: str, *, told: str, note: str = "") -> None:
    """Below the schedule, with the password again when five minutes have passed."""
    await signatory.tick(answer)
    if note:
        await signatory.write({"What you want to say": note})
    if await signatory.page.get_by_label(AGAIN).count():
        await signatory.write({AGAIN: PASSWORD})
    await signatory.press("Send the answer")
    assert told in await signatory.reads()


async def then_the_password_is_asked_again(signatory: Visitor, plan: str) -> None:
    await signatory.open(f"{plan}/schedule/answer")
    assert await signatory.page.title() == CONFIRM


async def when_they_give_the_password_if_asked(person: Visitor) -> None:
    """It is asked for when five minutes have passed."""
    if await person.page.title() == CONFIRM:
        await person.write({"Password": PASSWORD})
        await person.press("Continue")


async def then_signatures(lead: Visitor, plan: str, states: dict[str, str]) -> None:
    """The state of each required agency, as the plan's page tells it."""
    await lead.open(plan)
    table = lead.page.get_by_role("table", name="Signatures")
    rows = table.locator("tbody").get_by_role("row")
    shown = {
        await row.locator("th").inner_text(): await row.locator(".govuk-tag").first.inner_text()
        for row in await rows.all()
    }
    assert shown == states


async def then_the_gate_is_refused(lead: Visitor, operation: str, *unmet: str) -> None:
    """Going live lists exactly these lines, by how they begin."""
    await lead.open(f"{operation}/go-live")
    await when_they_give_the_password_if_asked(lead)
    await lead.press("Go live now")
    assert lead.status == 409
    assert [fault.split(": not met.")[0] for fault in await lead.faults()] == list(unmet)


async def when_they_sign_with_a_condition(
    signatory: Visitor, plan: str, condition: str, *, owner: str, due: date
) -> None:
    """It keeps the gate shut until they confirm that it is met."""
    await signatory.open(f"{plan}/schedule")
    await signatory.tick("Sign with conditions")
    await signatory.choose("Who must meet it", owner, within="Condition 1")
    await signatory.write({"Condition": condition}, within="Condition 1")
    await signatory.date("By when", due, within="Condition 1")
    await signatory.tick(BLOCKING, within="Condition 1")
    await when_they_answer(
        signatory, "Sign with conditions", told="Your agency has signed, with conditions."
    )


async def when_they_meet_the_condition(owner: Visitor, condition: str, evidence: str) -> None:
    """From their work."""
    await owner.open("/work")
    await owner.follow(condition)
    await owner.write({"How is it met?": evidence})
    await owner.press("Send")


async def when_they_confirm_the_condition(signatory: Visitor, condition: str) -> None:
    """From their work."""
    await signatory.open("/work")
    await signatory.follow(f"Confirm a condition: {condition}")
    await signatory.press("Confirm that it is met")


async def when_they_reply(lead: Visitor, about: str, text: str) -> None:
    """From their work, to what an agency asked or refused."""
    await lead.open("/work")
    await lead.follow(about)
    await lead.write({"Your reply": text})
    await lead.press("Send the reply")
    assert text in await lead.reads()
