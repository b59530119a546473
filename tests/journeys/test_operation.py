"""An operation is planned, signed by every agency and, through the gate, goes live."""

from uuid import UUID

from planning.clock import now, today
from service.demo.cast import HEALTH, POLICE, SOCIAL_CARE
from service.demo.stage import Stage
from service.demo.steering import steer
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.operations import (
    CONTINGENCY,
    SUPPORT,
    when_they_accept_the_posts,
    when_they_change_the_commitment,
    when_they_commit,
    when_they_fill_the_posts,
    when_they_fill_the_sections,
    when_they_let_in,
    when_they_start_an_operation,
    when_they_submit,
)
from tests.journeys.steps.signing_in import given_the_password_was_long_ago
from tests.journeys.steps.signing_off import (
    then_signatures,
    then_the_gate_is_refused,
    then_the_password_is_asked_again,
    when_they_give_the_password_if_asked,
    when_they_say_no_role,
    when_they_sign,
)
from tests.journeys.visitor import Visitor

SIGNATORIES = ("seniormanager", "police.signatory", "health.signatory")
APPOINTMENTS = "Sexual health appointments"
NOTHING_ASKED = ("health.signatory", SUPPORT)
ALL_SIGNED = {SOCIAL_CARE: "Signed", POLICE: "Signed", HEALTH: "Signed"}


async def test_an_operation_is_signed_by_every_agency_before_it_goes_live(
    sign_in: Arriving, stage: Stage
) -> None:
    lead = await sign_in("lead")
    operation, plans = await _submitted(lead, await sign_in("chair"), await sign_in("nurse"))
    await steer(stage, UUID(operation.rpartition("/")[2]), on=today(now()))
    signatories = {key: await sign_in(key, width=PHONE) for key in SIGNATORIES}
    await given_the_password_was_long_ago()
    await then_the_password_is_asked_again(signatories["seniormanager"], plans[SUPPORT])
    for key, signatory in signatories.items():
        for title, plan in plans.items():
            if (key, title) == NOTHING_ASKED:
                await when_they_say_no_role(signatory, plan)
            else:
                await when_they_sign(signatory, plan)
    for plan in plans.values():
        await then_signatures(lead, plan, ALL_SIGNED)

    await lead.open(plans[CONTINGENCY])
    await when_they_change_the_commitment(lead, APPOINTMENTS, "5")
    await when_they_submit(lead)
    changed = ALL_SIGNED | {HEALTH: "Signed an earlier version"}
    await then_signatures(lead, plans[CONTINGENCY], changed)
    await then_signatures(lead, plans[SUPPORT], ALL_SIGNED)
    await then_the_gate_is_refused(
        lead,
        operation,
        "The contingency plan is signed by every required agency",
        "The partnership has been told",
    )

    await when_they_sign(signatories["health.signatory"], plans[CONTINGENCY])
    await lead.open(operation)
    await lead.press("Tell the partnership")
    assert "Ready to go live" in await lead.reads()
    await lead.press("Go live")
    await when_they_give_the_password_if_asked(lead)
    await lead.press("Go live now")
    assert lead.path == operation
    assert "The operation is live." in await lead.reads()


async def _submitted(lead: Visitor, chair: Visitor, nurse: Visitor) -> tuple[str, dict[str, str]]:
    """Both plans of a new operation: filled, staffed and submitted; their paths by title."""
    await when_they_start_an_operation(lead, "Operation Wren", [SOCIAL_CARE, POLICE, HEALTH])
    operation = lead.path
    await when_they_let_in(
        lead, "DS Carla Munro", "Martin Hale", "Priya Nair", "Grace Adeyemi", "Diane Cole"
    )
    plans = await _plan_both(lead, operation)
    await _accept_all(lead, chair, nurse, plans)
    for plan in plans.values():
        await lead.open(plan)
        await when_they_submit(lead)
    return operation, plans


async def _plan_both(lead: Visitor, operation: str) -> dict[str, str]:
    plans = {}
    for plan in (CONTINGENCY, SUPPORT):
        await lead.open(operation)
        await lead.follow(plan)
        plans[plan] = lead.path
        await when_they_fill_the_sections(lead, plan)
        await when_they_fill_the_posts(lead, plan)
        resource = APPOINTMENTS if plan == CONTINGENCY else "Witness care officers"
        agency = HEALTH if plan == CONTINGENCY else POLICE
        await when_they_commit(lead, agency, resource, asked="6", committed="6")
    return plans


async def _accept_all(lead: Visitor, chair: Visitor, nurse: Visitor, plans: dict[str, str]) -> None:
    for holder, plan, title in (
        (lead, CONTINGENCY, "Senior investigating officer"),
        (chair, CONTINGENCY, "Safeguarding lead"),
        (nurse, CONTINGENCY, "Health lead"),
        (chair, SUPPORT, "Victim-support lead"),
        (lead, SUPPORT, "Witness care lead"),
    ):
        await holder.open(plans[plan])
        await when_they_accept_the_posts(holder, title)
