"""The escalation ladder: asked, answered, moved up by people and by the clock (design §5, 11)."""

from datetime import UTC, datetime, timedelta

import pytest

from planning.access.actions import declare_conflict
from planning.access.queries import members_of
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.escalations.actions import (
    accept_answer,
    name_owner,
    withdraw_escalation,
)
from planning.escalations.queries import (
    unresolved,
    waiting_for,
)
from planning.escalations.rules import State, Step
from planning.outbox import NoticeKind
from planning.people.rules import AgencyCategory, Role
from tests.factories import NOW, make_actor
from tests.planning.escalating import (
    acts,
    answered,
    moved,
    opened,
    raised,
    seen,
    struck,
    told,
)
from tests.scene import Scene, make_scene

THURSDAY_BEFORE_EASTER = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
async def concern(scene: Scene) -> NewConcern:
    return await opened(scene)


async def test_a_school_disagrees_is_answered_and_accepts_in_writing(
    scene: Scene, concern: NewConcern
) -> None:
    one = await raised(scene, concern, scene.school)
    assert told(scene, NoticeKind.ESCALATION_OPENED) == [scene.manager.person_id]
    course = await seen(one, scene.school)
    assert (course.escalation.owner_name, course.escalation.stage) == (scene.manager.name, 1)
    assert course.escalation.due_at == datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
    with pytest.raises(Blocked, match="Nobody has answered"):
        await accept_answer(
            escalation_id=one, outcome="Yes", actor=scene.school, now=NOW, enqueue=scene.sent
        )
    await answered(scene, one, scene.manager)
    assert told(scene, NoticeKind.ESCALATION_ANSWERED) == [scene.school.person_id]
    assert [found.id for found in await waiting_for(actor=scene.school)] == [one]
    for stranger in (scene.police, scene.manager):
        with pytest.raises(NotAllowed):
            await accept_answer(
                escalation_id=one, outcome="Yes", actor=stranger, now=NOW, enqueue=scene.sent
            )
    with pytest.raises(Blocked, match="Say what was agreed"):
        await accept_answer(
            escalation_id=one, outcome=" ", actor=scene.school, now=NOW, enqueue=scene.sent
        )
    await accept_answer(
        escalation_id=one,
        outcome="A meeting on Friday.",
        actor=scene.school,
        now=NOW,
        enqueue=scene.sent,
    )
    course = await seen(one, scene.school)
    assert acts(course) == [Step.RAISED, Step.ASKED, Step.ANSWERED, Step.ACCEPTED]
    assert course.steps[-1].words == "A meeting on Friday."
    assert course.escalation.state is State.ACCEPTED
    assert told(scene, NoticeKind.ESCALATION_ENDED) == [scene.manager.person_id]


async def test_an_answer_that_does_not_do_goes_up_to_who_is_named_and_let_in_for_a_time(
    scene: Scene, concern: NewConcern
) -> None:
    administrator = await make_actor(Role.ADMINISTRATOR)
    head, deputy = [await make_actor(agency_id=scene.manager.agency_id) for _ in range(2)]
    await name_owner(
        agency_id=scene.manager.agency_id,
        stage=2,
        person_id=head.person_id,
        deputy_id=deputy.person_id,
        actor=administrator,
        now=NOW,
    )
    one = await raised(scene, concern, scene.school)
    with pytest.raises(NotFound):
        await seen(one, head)
    await answered(scene, one, scene.manager)
    await moved(scene, one, scene.school)
    course = await seen(one, head)
    assert (course.escalation.owner_id, course.escalation.outcome) == (head.person_id, None)
    assert course.escalation.due_on == datetime(2026, 3, 5, tzinfo=UTC).date()
    await declare_conflict(
        compartment_id=concern.compartment_id,
        person_id=head.person_id,
        reason="Her nephew",
        actor=scene.scheduler,
        now=NOW,
    )
    assert await struck(scene, one, scene.school, NOW)
    course = await seen(one, deputy)
    assert acts(course)[-2:] == [Step.PASSED_OVER, Step.ASKED]
    assert (course.escalation.owner_id, course.escalation.stage) == (deputy.person_id, 2)
    await withdraw_escalation(
        escalation_id=one, reason="Settled.", actor=scene.school, now=NOW, enqueue=scene.sent
    )
    members = await members_of(compartment_id=concern.compartment_id, actor=scene.scheduler)
    (until,) = [m.until_at for m in members if m.person_id == deputy.person_id]
    assert until == datetime(2026, 6, 1, 23, 0, tzinfo=UTC)


async def test_nobody_to_be_found_moves_up_visibly_and_ends_with_the_partnership(
    scene: Scene, concern: NewConcern
) -> None:
    partner = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.POLICE)
    one = await raised(scene, concern, scene.manager)
    course = await seen(one, scene.manager)
    assert acts(course) == [Step.RAISED, *[Step.SKIPPED] * 4, Step.UNRESOLVED]
    assert course.escalation.owner_id is None
    assert partner.person_id in told(scene, NoticeKind.ESCALATION_UNRESOLVED)
    (line, *_) = await unresolved(actor=partner)
    assert "N-1" not in repr(line)
    assert await unresolved(actor=scene.manager) == []
    with pytest.raises(Blocked, match="went to the partnership"):
        await withdraw_escalation(
            escalation_id=one, reason="No", actor=scene.manager, now=NOW, enqueue=scene.sent
        )


async def test_over_easter_the_clock_moves_it_up_at_nine_on_the_next_working_day(
    scene: Scene, concern: NewConcern
) -> None:
    partner = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    second = await make_actor(Role.SENIOR_MANAGER, agency_id=scene.manager.agency_id)
    one = await raised(scene, concern, scene.police, now=THURSDAY_BEFORE_EASTER)
    nine = datetime(2026, 4, 8, 8, 0, tzinfo=UTC)
    assert not await struck(scene, one, scene.police, nine - timedelta(seconds=1))
    assert await struck(scene, one, scene.police, nine)
    assert not await struck(scene, one, scene.police, nine)
    with pytest.raises(NotAllowed):
        await answered(scene, one, scene.manager, nine)
    course = await seen(one, second)
    assert acts(course)[-2:] == [Step.TIMED_OUT, Step.ASKED]
    assert course.escalation.owner_id == second.person_id
    assert await struck(scene, one, scene.police, datetime(2026, 4, 13, 8, 0, tzinfo=UTC))
    course = await seen(one, partner)
    assert acts(course)[-3:] == [Step.TIMED_OUT, Step.SKIPPED, Step.ASKED]
    assert (course.escalation.stage, course.escalation.owner_id) == (4, partner.person_id)
    assert await struck(scene, one, scene.police, datetime(2026, 5, 1, 8, 0, tzinfo=UTC))
    assert (await seen(one, scene.police)).escalation.state is State.UNRESOLVED


async def test_an_urgent_one_moves_up_at_once_and_what_is_over_moves_no_more(
    scene: Scene, concern: NewConcern
) -> None:
    await make_actor(Role.SENIOR_MANAGER, agency_id=scene.manager.agency_id)
    one = await raised(scene, concern, scene.police, urgent=True)
    midnight = datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
    assert not await struck(scene, one, scene.police, midnight - timedelta(seconds=1))
    assert await struck(scene, one, scene.police, midnight)
    course = await seen(one, scene.police)
    assert course.escalation.due_at == midnight + timedelta(days=1)
    await withdraw_escalation(
        escalation_id=one, reason="Settled.", actor=scene.police, now=midnight, enqueue=scene.sent
    )
    assert not await struck(scene, one, scene.police, midnight + timedelta(days=9))
