"""Who may raise, settle and own escalations, and what each sees of them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.escalations.actions import (
    Raising,
    name_owner,
    raise_escalation,
    remove_owner,
    withdraw_escalation,
)
from planning.escalations.queries import (
    Which,
    escalations,
    named_owners,
    raisable,
)
from planning.escalations.rules import EscalationKind
from planning.people.actions import remove_person
from planning.people.rules import Actor, Role
from tests.factories import NOW, make_actor
from tests.planning.escalating import SAFE, answered, moved, opened, raised, seen
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
async def concern(scene: Scene) -> NewConcern:
    return await opened(scene)


async def test_another_agency_that_takes_part_can_be_asked_and_no_other(
    scene: Scene, concern: NewConcern
) -> None:
    boss = await make_actor(Role.SENIOR_MANAGER, agency_id=scene.police.agency_id)
    one = await raised(scene, concern, scene.school, agency_id=scene.police.agency_id)
    assert (await seen(one, boss)).escalation.agency_name
    with pytest.raises(Blocked, match="takes part"):
        await raised(scene, concern, scene.school, agency_id=scene.stranger.agency_id)
    names = await raisable(concern_id=concern.id, plan_id=None, actor=scene.school)
    assert scene.police.agency_id in {agency.id for agency in names.agencies}
    with pytest.raises(NotFound):
        await raisable(concern_id=concern.id, plan_id=None, actor=scene.stranger)
    with pytest.raises(NotFound):
        await raised(scene, concern, scene.stranger)


async def test_drift_is_escalated_once_at_a_time_and_settled_by_who_works_with_it(
    scene: Scene, concern: NewConcern
) -> None:
    one = await raised(scene, concern, scene.police, kind=EscalationKind.DRIFT)
    with pytest.raises(Blocked, match="already"):
        await raised(scene, concern, scene.school, kind=EscalationKind.DRIFT)
    await answered(scene, one, scene.manager)
    other = await raised(scene, concern, scene.school, kind=EscalationKind.DRIFT)
    with pytest.raises(Blocked, match="already"):
        await moved(scene, one, scene.scheduler)
    await withdraw_escalation(
        escalation_id=other, reason="One will do", actor=scene.chair, now=NOW, enqueue=scene.sent
    )
    await moved(scene, one, scene.scheduler)


async def test_colleagues_of_who_has_left_settle_and_lists_show_each_their_own(
    scene: Scene, concern: NewConcern
) -> None:
    administrator = await make_actor(Role.ADMINISTRATOR)
    colleague = await make_actor(agency_id=scene.police.agency_id)
    one = await raised(scene, concern, scene.police)
    two = await raised(scene, concern, scene.school, now=NOW + timedelta(minutes=1))

    async def listed(which: Which, actor: Actor, limit: int = 25) -> list[UUID]:
        return [
            found.id for found in (await escalations(which=which, actor=actor, limit=limit)).items
        ]

    assert await listed(Which.WAITING, scene.manager) == [two, one]
    assert await listed(Which.RAISED, scene.police) == [one]
    assert await listed(Which.AGENCY, scene.scheduler) == [two, one]
    assert await listed(Which.AGENCY, colleague) == []
    first = await escalations(which=Which.WAITING, actor=scene.manager, limit=1)
    rest = await escalations(which=Which.WAITING, actor=scene.manager, cursor=first.next)
    assert [found.id for found in rest.items] == [one]
    await answered(scene, one, scene.manager)
    await remove_person(person_id=scene.police.person_id, actor=administrator, now=NOW)
    assert not (await seen(one, scene.health)).may_settle


async def test_who_is_named_is_an_administrator_s_list_of_the_agency_s_own_people(
    scene: Scene,
) -> None:
    administrator = await make_actor(Role.ADMINISTRATOR)
    agency_id = scene.manager.agency_id

    async def name(stage: int, person: Actor, deputy: Actor | None, by: Actor) -> None:
        await name_owner(
            agency_id=agency_id,
            stage=stage,
            person_id=person.person_id,
            deputy_id=deputy.person_id if deputy else None,
            actor=by,
            now=NOW,
        )

    with pytest.raises(NotAllowed):
        await name(1, scene.manager, None, scene.manager)
    with pytest.raises(NotFound):
        await name(5, scene.manager, None, administrator)
    with pytest.raises(Blocked) as refused:
        await name(1, scene.police, scene.police, administrator)
    assert [fault.field for fault in refused.value.blockers] == [
        "person_id", "deputy_id", "deputy_id",
    ]  # fmt: skip
    await name(1, scene.manager, scene.chair, administrator)
    await name(1, scene.chair, None, administrator)
    (owner,) = await named_owners(agency_id=agency_id, actor=scene.school)
    assert (owner.person_id, owner.deputy_id, owner.has_left) == (
        scene.chair.person_id,
        None,
        False,
    )
    for _ in range(2):
        await remove_owner(agency_id=agency_id, stage=1, actor=administrator, now=NOW)
    assert await named_owners(agency_id=agency_id, actor=scene.school) == []


async def test_an_absent_plan_or_escalation_is_not_found(scene: Scene) -> None:
    raising = Raising(EscalationKind.PLAN, uuid4(), "Why", SAFE)
    with pytest.raises(NotFound):
        await raise_escalation(raising=raising, actor=scene.police, now=NOW, enqueue=scene.sent)
    with pytest.raises(NotFound):
        await answered(scene, uuid4(), scene.manager)
