"""The lead reminds by hand; the list of signatories is today's."""

from datetime import timedelta

import pytest

from planning.errors import Blocked, NotAllowed
from planning.outbox import Reminder
from planning.people.actions import end_signatory, set_mail_channel
from planning.people.queries import signing_periods
from planning.people.rules import MailChannel, Role
from planning.plans.rules.templates import PlanKind
from planning.reminders.actions import chase_signatories
from planning.sign_offs.queries import waiting_for
from planning.sign_offs.rules import Answer
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, sign_as, submitted_world

pytestmark = pytest.mark.usefixtures("rolled_back")


async def chase(world: World, minute: int = 0) -> int:
    return await chase_signatories(
        plan_id=world.contingency,
        actor=world.lead,
        now=NOW + timedelta(minutes=minute),
        enqueue=world.sent,
    )


def reminded(world: World) -> set[str]:
    return {one.recipient.address for one in world.sent.messages if isinstance(one, Reminder)}


async def test_who_has_not_answered_is_reminded_once_an_hour() -> None:
    world, versions = await submitted_world()
    assert await chase(world) == 2
    assert reminded(world) == {world.police.email, world.health.email}
    with pytest.raises(Blocked, match="again at 15:00"):
        await chase(world, minute=59)
    await sign_as(world.health, versions[PlanKind.CONTINGENCY])
    assert await chase(world, minute=60) == 1
    await sign_as(world.police, versions[PlanKind.CONTINGENCY], Answer.ASKED, "Why?", minute=1)
    with pytest.raises(Blocked, match="nobody to remind"):
        await chase(world, minute=200)


async def test_of_a_signatory_who_left_the_request_goes_to_whoever_is_on_the_list_now() -> None:
    world, _ = await submitted_world()
    (period,) = await signing_periods(person_id=world.health.person_id, actor=world.health)
    yesterday = (NOW - timedelta(days=1)).date()
    await end_signatory(signatory_id=period.id, last_on=yesterday, actor=None, now=NOW)
    heir = await make_actor(agency_id=world.health.agency_id, signatory=True)
    assert await waiting_for(actor=heir, now=NOW) == []
    await chase(world)
    assert reminded(world) == {world.police.email, heir.email}
    assert {one.kind for one in await waiting_for(actor=heir, now=NOW)} == set(PlanKind)


async def test_it_is_the_leads_act_and_says_whom_no_mail_reaches() -> None:
    world, versions = await submitted_world()
    with pytest.raises(NotAllowed):
        await chase_signatories(
            plan_id=world.contingency, actor=world.health, now=NOW, enqueue=world.sent
        )
    await sign_as(world.police, versions[PlanKind.CONTINGENCY])
    admin = await make_actor(Role.ADMINISTRATOR)
    await set_mail_channel(
        agency_id=world.health.agency_id, channel=MailChannel.PORTAL, actor=admin, now=NOW
    )
    with pytest.raises(Blocked, match="Ring the agencies"):
        await chase(world)
