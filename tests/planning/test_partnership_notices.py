"""The partnership is told at once, sees what it was told, and says that it has."""

import pytest

from planning.errors import NotAllowed, NotFound
from planning.operations.actions import (
    acknowledge_notice,
    move_operation,
    release_agency,
    tell_partnership,
)
from planning.operations.actions.lock import lock_operation
from planning.operations.actions.notices import notify_partnership
from planning.operations.queries import operation, partnership_notices
from planning.operations.rules import Act, PartnershipEvent
from planning.outbox import NoticeKind
from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import transaction
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world

pytestmark = pytest.mark.usefixtures("rolled_back")


async def office_and_world() -> tuple[Actor, World]:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    return office, await make_world()


async def tell(world: World) -> None:
    await tell_partnership(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
    )


async def release(world: World) -> None:
    await release_agency(
        operation_id=world.operation_id,
        agency_id=world.health.agency_id,
        reason="No patient is involved",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )


async def stand_down(world: World) -> None:
    await move_operation(
        operation_id=world.operation_id,
        act=Act.STAND_DOWN,
        reason="There was nothing",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )


async def kinds(world: World, actor: Actor) -> set[PartnershipEvent]:
    found = await partnership_notices(operation_id=world.operation_id, actor=actor)
    return {one.kind for one in found}


async def test_every_event_after_it_was_told_is_told_and_mailed() -> None:
    office, world = await office_and_world()
    await tell(world)
    await release(world)
    await stand_down(world)
    assert await kinds(world, office) == {
        PartnershipEvent.OPENED,
        PartnershipEvent.AGENCIES_CHANGED,
        PartnershipEvent.ENDED,
    }
    assert [
        (one.kind, one.recipient.person_id)
        for one in world.notices
        if one.recipient.person_id == office.person_id
    ] == [(NoticeKind.PARTNERSHIP_TOLD, office.person_id)] * 3
    assert len({one.subject_id for one in world.notices}) == 3


async def test_before_it_is_told_of_the_operation_nothing_else_is_news() -> None:
    office, world = await office_and_world()
    await release(world)
    await stand_down(world)
    with pytest.raises(NotFound):
        await partnership_notices(operation_id=world.operation_id, actor=office)
    assert world.notices == []


async def test_live_without_sign_off_is_told_even_to_who_knew_nothing() -> None:
    office, world = await office_and_world()
    async with transaction(world.lead.person_id):
        await notify_partnership(
            await lock_operation(world.operation_id),
            PartnershipEvent.WITHOUT_SIGN_OFF,
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
    assert await kinds(world, office) == {PartnershipEvent.WITHOUT_SIGN_OFF}
    seen = await operation(operation_id=world.operation_id, actor=office, now=NOW)
    assert seen.partnership_told_at == NOW


async def test_what_the_clock_tells_is_nobodys_hand() -> None:
    office, world = await office_and_world()
    await tell(world)
    async with transaction(world.lead.person_id):
        await notify_partnership(
            await lock_operation(world.operation_id),
            PartnershipEvent.SIGN_OFF_OVERDUE,
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
            by_clock=True,
        )
    found = await partnership_notices(operation_id=world.operation_id, actor=office)
    assert {one.kind: one.told_by_name for one in found} == {
        PartnershipEvent.OPENED: world.lead.name,
        PartnershipEvent.SIGN_OFF_OVERDUE: None,
    }


async def test_a_receipt_is_the_partnerships_and_is_kept_once() -> None:
    office, world = await office_and_world()
    await tell(world)
    (notice,) = await partnership_notices(operation_id=world.operation_id, actor=office)
    for _ in range(2):
        await acknowledge_notice(notice_id=notice.id, actor=office, now=NOW)
    (seen,) = await partnership_notices(operation_id=world.operation_id, actor=world.lead)
    assert [(one.person_id, one.received_at) for one in seen.receipts] == [(office.person_id, NOW)]
    with pytest.raises(NotAllowed):
        await acknowledge_notice(notice_id=notice.id, actor=world.lead, now=NOW)
    later = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    with pytest.raises(NotFound):
        await acknowledge_notice(notice_id=notice.id, actor=later, now=NOW)
