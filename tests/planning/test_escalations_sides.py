"""Who may raise, settle and own escalations, and what each sees of them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from planning.chains.actions import close_concern
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.escalations.actions import (
    Drifting,
    Raising,
    name_owner,
    open_drift,
    raise_escalation,
    remove_owner,
    withdraw_escalation,
)
from planning.escalations.queries import (
    Which,
    escalations,
    named_owners,
    raisable,
    waiting_for,
)
from planning.escalations.rules import EscalationKind
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.outbox import NoticeKind
from planning.people.actions import remove_person
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from planning.procedures.actions import close_day
from planning.procedures.rules import Outcome
from planning.transactions import transaction
from tests.factories import NOW, make_actor
from tests.planning.escalating import SAFE, answered, moved, opened, raised, seen, struck, told
from tests.planning.operation_world import draft
from tests.scene import Scene, decided, make_scene


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


async def test_a_plan_s_escalation_stays_within_its_tier(scene: Scene) -> None:
    lead = await make_actor(Role.OPERATION_LEAD, category=AgencyCategory.POLICE)
    boss = await make_actor(Role.SENIOR_MANAGER, agency_id=lead.agency_id)
    operation_id = await start_operation(
        draft=draft({lead.agency_id: "Leads", scene.school.agency_id: "Takes part"}),
        actor=lead,
        now=NOW,
    )
    await add_members(
        operation_id=operation_id,
        person_ids=[scene.school.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=lead,
        now=NOW,
    )
    plan_id = (await plans_of(operation_id=operation_id, actor=lead))[0].id
    raising = Raising(EscalationKind.PLAN, plan_id, "No beds are planned.", SAFE)
    one = await raise_escalation(raising=raising, actor=scene.school, now=NOW, enqueue=scene.sent)
    course = await seen(one, lead)
    assert (course.escalation.plan_id, course.escalation.owner_id) == (plan_id, lead.person_id)
    for outsider in (boss, scene.manager):
        with pytest.raises(NotFound):
            await seen(one, outsider)
        assert (await escalations(which=Which.AGENCY, actor=outsider)).items == []
    found = await raisable(concern_id=None, plan_id=plan_id, actor=scene.school)
    assert found.plan_kind is not None
    await answered(scene, one, lead)
    await moved(scene, one, scene.school)
    assert (await seen(one, boss)).escalation.stage == 2


async def test_a_day_closed_meanwhile_lengthens_the_stage(
    scene: Scene, concern: NewConcern
) -> None:
    administrator = await make_actor(Role.ADMINISTRATOR)
    one = await raised(scene, concern, scene.police)
    await close_day(
        closed_on=date(2026, 3, 4), name="Flood", reason="Flood", actor=administrator, now=NOW
    )
    nine = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    assert not await struck(scene, one, scene.police, nine)
    assert (await seen(one, scene.police)).escalation.due_on == date(2026, 3, 5)
    assert await struck(scene, one, scene.police, nine + timedelta(days=1))


async def test_drift_of_a_closed_concern_is_a_disagreement_now(
    scene: Scene, concern: NewConcern
) -> None:
    await scene.hold(concern.id, decided(Outcome.NO_S47_EARLY_HELP), day=date(2026, 3, 5))
    await close_concern(
        concern_id=concern.id,
        follow_on="Early help",
        actor=scene.chair,
        now=datetime(2026, 3, 6, 9, 0, tzinfo=UTC),
    )
    with pytest.raises(Blocked, match="closed"):
        await raised(scene, concern, scene.police, kind=EscalationKind.DRIFT)


async def test_of_an_answer_to_the_clock_nobody_is_told_as_its_raiser(
    scene: Scene, concern: NewConcern
) -> None:
    async with transaction(scene.manager.person_id):
        await open_drift(
            drifting=[Drifting(concern.id, "3 meetings in a row without a decision.")],
            actor=scene.manager,
            by_clock=True,
            now=NOW,
            enqueue=scene.sent,
        )
    (one,) = await waiting_for(actor=scene.manager)
    await answered(scene, one.id, scene.manager)
    assert told(scene, NoticeKind.ESCALATION_ANSWERED) == []
