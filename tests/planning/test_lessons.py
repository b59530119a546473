"""The report of an operation, its lessons, and the reviews of its plans."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from planning.go_live.actions import go_live, go_live_without_sign_off
from planning.go_live.queries import gate_of
from planning.lessons.actions import add_lesson, follow_lesson, write_report
from planning.lessons.queries import lesson, lessons, report_of
from planning.lessons.rules.report import LessonState, Part
from planning.operations.actions import move_operation
from planning.operations.rules import Act, OperationState
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import review_plan
from planning.plans.queries import plan_reviews, reviews_to_make
from planning.plans.rules.templates import PlanKind
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world, submitted_world
from tests.planning.report_world import report_on, say
from tests.ready import open_gate

DUE = date(2026, 5, 1)


async def live_world() -> World:
    world, _ = await open_gate()
    await go_live(operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent)
    return world


async def move(world: World, act: Act) -> OperationState:
    return await move_operation(
        operation_id=world.operation_id,
        act=act,
        reason="It is over",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )


async def learn(world: World, actor: Actor) -> UUID:
    return await add_lesson(
        operation_id=world.operation_id,
        learned="Chairs were found too late",
        agency_id=world.health.agency_id,
        due_on=DUE,
        actor=actor,
        now=NOW,
    )


async def test_an_operation_is_closed_only_with_its_report() -> None:
    world = await live_world()
    await move(world, Act.START_CLOSING)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await move(world, Act.CLOSE)
    assert refused.value.constraint_name == "gate_operation_written"
    seen = await report_of(operation_id=world.operation_id, actor=world.health)
    assert (len(seen.lacks), seen.open, seen.is_lead) == (7, True, False)
    await report_on(world)
    seen = await report_of(operation_id=world.operation_id, actor=world.lead)
    assert (seen.lacks, seen.is_lead) == ([], True)
    assert await move(world, Act.CLOSE) is OperationState.CLOSED
    with pytest.raises(Blocked, match="until the operation is closed"):
        await say(world, Part.WORKED, world.lead)
    with pytest.raises(Blocked, match="until the operation is closed"):
        await learn(world, world.lead)


async def test_each_agency_says_its_own_and_the_lead_the_rest() -> None:
    world = await live_world()
    with pytest.raises(NotAllowed):
        await say(world, Part.WORKED, world.health)
    with pytest.raises(Invalid, match="Enter what the report says"):
        await say(world, Part.WORKED, world.lead, " ")
    assert await say(world, Part.CHANGES, world.health, "More nurses") == 1
    with pytest.raises(Stale):
        await say(world, Part.CHANGES, world.health)
    again = await write_report(
        operation_id=world.operation_id,
        part=Part.CHANGES,
        content="Many more nurses",
        number=1,
        actor=world.health,
        now=NOW,
    )
    seen = await report_of(operation_id=world.operation_id, actor=world.lead)
    said = seen.text(Part.CHANGES, world.health.agency_id)
    assert said
    assert (said.content, said.number, again) == ("Many more nurses", 2, 2)
    assert seen.text(Part.WORKED) is None


async def test_nothing_is_reported_before_go_live_or_from_outside() -> None:
    world, stranger = await make_world(), await make_actor(Role.PARTNERSHIP)
    with pytest.raises(Blocked, match="after go-live"):
        await say(world, Part.WORKED, world.lead)
    with pytest.raises(NotFound):
        await say(world, Part.WORKED, stranger)
    with pytest.raises(NotFound):
        await report_of(operation_id=world.operation_id, actor=stranger)
    with pytest.raises(NotFound):
        await lesson(lesson_id=uuid4(), actor=world.lead)
    with pytest.raises(NotFound):
        await follow(uuid4(), world.lead)


async def follow(
    lesson_id: UUID,
    actor: Actor,
    state: LessonState = LessonState.DONE,
    progress: str = "A list of chairs is kept",
    version: int = 1,
) -> None:
    await follow_lesson(
        lesson_id=lesson_id,
        state=state,
        progress=progress,
        version=version,
        actor=actor,
        now=NOW,
    )


async def test_a_lesson_has_an_owner_a_date_and_outlives_the_operation() -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    world, elsewhere = await live_world(), await make_actor(Role.SCHEDULER)
    lesson_id = await learn(world, world.police)
    second = await learn(world, world.lead)
    with pytest.raises(Invalid) as faulty:
        await add_lesson(
            operation_id=world.operation_id, learned="", agency_id=uuid4(),
            due_on=date(2020, 1, 1), actor=world.lead, now=NOW,
        )  # fmt: skip
    assert [one.field for one in faulty.value.blockers] == ["learned", "agency_id", "due_on"]
    await report_on(world)
    await move(world, Act.START_CLOSING)
    await move(world, Act.CLOSE)
    with pytest.raises(NotAllowed):
        await follow(lesson_id, world.police)
    with pytest.raises(Invalid, match="what was done"):
        await follow(lesson_id, world.health, progress="")
    await follow(lesson_id, world.health)
    with pytest.raises(Stale):
        await follow(lesson_id, world.lead)
    first = await lessons(actor=office, limit=1)
    rest = await lessons(actor=office, limit=1, cursor=first.next)
    assert {one.id for one in (*first.items, *rest.items)} == {lesson_id, second}
    assert (rest.next, (await lessons(actor=elsewhere)).items) == (None, [])
    seen = await lesson(lesson_id=lesson_id, actor=office)
    assert (seen.state, seen.version, seen.may_follow, seen.due_on, seen.changed_at) == (
        LessonState.DONE, 2, False, DUE, NOW,
    )  # fmt: skip
    with pytest.raises(NotFound):
        await lesson(lesson_id=lesson_id, actor=elsewhere)


async def test_a_review_of_a_plan_is_the_lead_s_and_of_a_version() -> None:
    world = await make_world()
    with pytest.raises(Blocked, match="no version to review"):
        await look(world)
    await world.submit()
    with pytest.raises(NotAllowed):
        await review_plan(
            plan_id=world.contingency, changed=False, note="x", actor=world.police, now=NOW
        )
    await look(world, days=3)
    (one,) = await plan_reviews(operation_id=world.operation_id, actor=world.health, now=NOW)
    assert (one.number, one.changed, one.note, one.reviewed_by_name, one.due_on) == (
        1, False, "Still right", world.lead.name, date(2026, 4, 7),
    )  # fmt: skip


async def look(world: World, *, days: int = 0) -> None:
    await review_plan(
        plan_id=world.contingency,
        changed=False,
        note="Still right",
        actor=world.lead,
        now=NOW + timedelta(days=days),
    )


async def test_the_gate_reads_the_last_review() -> None:
    world, _ = await submitted_world()
    later = NOW + timedelta(days=40)

    async def reviewed() -> list[str]:
        gate = await gate_of(operation_id=world.operation_id, actor=world.lead, now=later)
        return next(line for line in gate.lines if line.key == "reviewed").faults

    assert await reviewed() == [
        "The contingency plan was last submitted on 3 March 2026.",
        "The victim-support strategy was last submitted on 3 March 2026.",
    ]
    await look(world, days=1)
    assert (await reviewed())[0] == "The contingency plan was last reviewed on 4 March 2026."
    await look(world, days=39)
    assert await reviewed() == ["The victim-support strategy was last submitted on 3 March 2026."]


async def test_the_lead_of_a_live_operation_is_asked_to_review_in_time() -> None:
    world, _ = await submitted_world()

    async def asked(days: int) -> list[tuple[PlanKind, int]]:
        found = await reviews_to_make(actor=world.lead, now=NOW + timedelta(days=days))
        return [(one.kind, one.days_left) for one in found]

    assert await asked(30) == []
    await go_live_without_sign_off(
        operation_id=world.operation_id, reason="A child cannot wait", actor=world.lead, now=NOW,
        enqueue=world.sent,
    )  # fmt: skip
    assert await asked(10) == []
    assert await asked(28) == [(PlanKind.CONTINGENCY, 0), (PlanKind.VICTIM_SUPPORT, 0)]
    await look(world, days=28)
    assert await asked(29) == [(PlanKind.VICTIM_SUPPORT, -1)]
    assert await reviews_to_make(actor=world.police, now=NOW + timedelta(days=29)) == []
