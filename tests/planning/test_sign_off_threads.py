"""Questions get replies; whoever's turn it is sees that something waits."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from planning.errors import Blocked, NotAllowed, NotFound
from planning.operations.actions import release_agency
from planning.outbox import NoticeKind
from planning.people.actions import remove_person
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import reply_to_answer
from planning.sign_offs.queries import (
    lacking,
    replies_about,
    replies_to,
    sign_off_states,
    signing_faults,
    to_reply_to,
    waiting_for,
)
from planning.sign_offs.rules import Answer, Status
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, fresh, sign_as, submitted_world

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("rolled_back")


async def asked_world(answer: Answer = Answer.ASKED) -> tuple[World, UUID]:
    world, versions = await submitted_world()
    return world, await sign_as(world.health, versions[PlanKind.CONTINGENCY], answer, "Why us?")


async def waiting(world: World) -> set[PlanKind]:
    return {one.kind for one in await waiting_for(actor=world.health, now=NOW)}


async def lacked(world: World) -> dict[PlanKind, int]:
    """How many agencies the lead waits for, by plan."""
    return {one.kind: len(one.agencies) for one in await lacking(actor=world.lead)}


@pytest.mark.parametrize("answer", [Answer.ASKED, Answer.CHANGES_REQUESTED, Answer.REFUSED])
async def test_a_question_waits_for_the_lead_and_after_the_reply_for_the_agency(
    answer: Answer,
) -> None:
    world, sign_off_id = await asked_world(answer)
    assert [(one.sign_off_id, one.note) for one in await to_reply_to(actor=world.lead)] == [
        (sign_off_id, "Why us?")
    ]
    assert await waiting(world) == {PlanKind.VICTIM_SUPPORT}
    assert await lacked(world) == {PlanKind.CONTINGENCY: 1, PlanKind.VICTIM_SUPPORT: 2}
    about: dict[str, Any] = {"sign_off_id": sign_off_id, "enqueue": world.sent}
    await reply_to_answer(text="Your nurses know them", actor=world.lead, now=NOW, **about)
    assert await to_reply_to(actor=world.lead) == []
    assert await waiting(world) == set(PlanKind)
    assert await lacked(world) == dict.fromkeys(PlanKind, 2)
    assert await lacking(actor=world.health) == []
    await reply_to_answer(text="We see", actor=world.health, now=NOW + MINUTE, **about)
    said = await replies_to(sign_off_id=sign_off_id, actor=world.police)
    assert [(one.text, one.by_lead, one.said_by_name) for one in said] == [
        ("Your nurses know them", True, world.lead.name),
        ("We see", False, world.health.name),
    ]
    told = [one for one in world.notices if one.kind is NoticeKind.SIGN_OFF_REPLIED]
    assert [one.recipient.person_id for one in told] == [
        world.health.person_id, world.lead.person_id,
    ]  # fmt: skip


async def test_only_the_two_sides_reply_and_strangers_find_nothing() -> None:
    world, sign_off_id = await asked_world()
    for actor, refusal in ((world.police, NotAllowed), (await make_actor(), NotFound)):
        with pytest.raises(refusal):
            await reply_to_answer(
                sign_off_id=sign_off_id,
                text="Hello",
                actor=actor,
                now=NOW,
                enqueue=world.sent,
            )
    stranger = await make_actor()
    assert await replies_about(sign_off_ids=[sign_off_id], actor=stranger) == []
    with pytest.raises(Blocked, match="your reply"):
        await reply_to_answer(
            sign_off_id=sign_off_id,
            text=" ",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )


async def test_an_agency_released_while_its_answer_is_pending_signs_nothing() -> None:
    world, versions = await submitted_world()
    await release_agency(
        operation_id=world.operation_id,
        agency_id=world.health.agency_id,
        reason="No patient is involved",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    version_id = versions[PlanKind.CONTINGENCY]
    for answer in (Answer.SIGNED, Answer.ASKED):
        with pytest.raises(Blocked, match="does not have to sign any more"):
            await sign_as(world.health, version_id, answer, "Why us?")
    assert await signing_faults(plan_version_id=version_id, actor=world.health, now=NOW) == [
        "Your agency does not have to sign any more. The operation’s lead says why."
    ]
    with pytest.raises(NotFound):
        await signing_faults(plan_version_id=version_id, actor=await make_actor(), now=NOW)


async def test_of_a_signatory_who_left_the_signature_stands_and_the_rest_goes_to_the_others() -> (
    None
):
    world, versions = await submitted_world()
    await sign_as(world.health, versions[PlanKind.CONTINGENCY])
    other = fresh(await make_actor(agency_id=world.health.agency_id, signatory=True))
    await remove_person(person_id=world.health.person_id, actor=None, now=NOW)
    await world.submit(PlanKind.VICTIM_SUPPORT)
    found = await sign_off_states(operation_id=world.operation_id, actor=world.lead)
    assert {one.kind: one.status for one in found if one.agency_id == world.health.agency_id} == {
        PlanKind.CONTINGENCY: Status.HOLDS,
        PlanKind.VICTIM_SUPPORT: Status.WAITING,
    }
    assert [one.kind for one in await waiting_for(actor=other, now=NOW)] == [
        PlanKind.VICTIM_SUPPORT
    ]
