"""What stands behind the rules: nobody writes in another's name, elsewhere, or past their time."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.access.actions import let_in, let_out, move_invitations, open_compartments
from planning.access.queries import members_of
from planning.access.rules import CompartmentKind, Grant, NewCompartment
from planning.people.rules import Actor
from planning.transactions import Connection, execute, fetch_value, savepoint, transaction
from tests.database.meeting_rows import insert
from tests.factories import NOW
from tests.scene import Scene, make_scene

HANDS = {
    "record_text": "written_by",
    "minutes_correction": "asked_by",
    "minutes_correction_answer": "answered_by",
    "minutes_addendum": "written_by",
    "minutes_acknowledgement": "person_id",
    "meeting_action_event": "by_id",
    "closed_day": "entered_by",
    "closed_day_withdrawal": "withdrawn_by",
    "clock_move": "moved_by",
    "chain_entry": "entered_by",
    "chain_next_date": "set_by",
    "hand_over_answer": "recorded_by",
}
BESIDE = ("record_item", "meeting_action", "held_debt", "contribution")
YEARS = timedelta(days=3650)


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


async def a_compartment(member: Actor) -> UUID:
    compartment_id = uuid4()
    async with transaction(member.person_id):
        await open_compartments(
            compartments=[NewCompartment(compartment_id, CompartmentKind.MEETING)],
            grants=[Grant(compartment_id, member.person_id, "Test")],
            granted_by=member.person_id,
            now=NOW,
        )
    return compartment_id


async def refused(actor: Actor, statement: str, *values: object) -> bool:
    """Whether the walls refuse it; what they let through may fail by another constraint."""
    async with transaction(actor.person_id):
        try:
            async with savepoint():
                await execute(statement, *values)
        except asyncpg.InsufficientPrivilegeError:
            return True
        except asyncpg.IntegrityConstraintViolationError:
            return False
    return False


def literal(value: UUID) -> str:
    return f"'{value}'"


@pytest.mark.parametrize("table", HANDS)
async def test_nothing_is_written_in_another_s_name(scene: Scene, table: str) -> None:
    me, other = scene.police, scene.health
    compartment = {"compartment_id": literal(await a_compartment(me))}
    place = {} if table.startswith("closed_day") else compartment
    tries = [
        await refused(me, insert(table, **place, **{HANDS[table]: literal(hand.person_id)}))
        for hand in (me, other)
    ]
    assert tries == [False, True]


@pytest.mark.parametrize("table", BESIDE)
async def test_nothing_is_written_into_a_meeting_that_one_is_not_in(
    scene: Scene, table: str
) -> None:
    me = scene.police
    mine, theirs = await a_compartment(me), await a_compartment(scene.health)
    author = {"author_id": literal(me.person_id)} if table == "contribution" else {}
    tries = [
        await refused(
            me,
            insert(
                table,
                compartment_id=literal(mine),
                meeting_compartment_id=literal(meeting),
                **author,
            ),
        )
        for meeting in (mine, theirs)
    ]
    assert tries == [False, True]


async def test_nobody_notes_that_another_had_their_digest(scene: Scene) -> None:
    note = "insert into reminder_mail values ($1, $2, $3, $4)"
    tries = [
        await refused(scene.police, note, uuid4(), person.person_id, day, NOW)
        for person, day in (
            (scene.police, NOW.date()),
            (scene.health, None),
            (scene.health, NOW.date()),
        )
    ]
    assert tries == [False, False, True]


async def test_a_reminder_is_one_s_own_or_asked_for_in_one_s_name(scene: Scene) -> None:
    compartment_id = await a_compartment(scene.police)
    note = (
        "insert into reminder (id, compartment_id, mail_id, kind, subject_id, person_id,"
        " happens_at, number, sent_at, asked_by) values ($1, $2, $1, 'chased', $1, $3, $4, 1,"
        " $4, $5)"
    )
    me, other = scene.police.person_id, scene.health.person_id
    tries = [
        await refused(scene.police, note, uuid4(), compartment_id, person, NOW, asked_by)
        for person, asked_by in ((me, None), (other, me), (other, None), (other, other))
    ]
    assert tries == [False, False, True, True]


async def test_only_who_keeps_a_diary_writes_in_it(scene: Scene) -> None:
    hours = "insert into working_hours values ($1, $2, 1, 540, 720)"
    own = await refused(scene.police, hours, uuid4(), scene.police.person_id)
    assert (own, await refused(scene.police, hours, uuid4(), scene.health.person_id)) == (
        False,
        True,
    )
    assert await refused(scene.health, "insert into diary values ($1)", scene.police.person_id)
    async with transaction(scene.health.person_id):
        await execute("delete from working_hours where person_id = $1", scene.police.person_id)
        assert await fetch_value("select count(*) from working_hours") == 1


async def test_rooms_are_the_administrators(scene: Scene) -> None:
    room = "insert into room values ($1, 'Hall', 'One', false, 4, null)"
    assert await refused(scene.scheduler, room, uuid4())


async def until(compartment_id: UUID, person: Actor, as_seen_by: Actor) -> datetime | None:
    (found,) = [
        member.until_at
        for member in await members_of(compartment_id=compartment_id, actor=as_seen_by)
        if member.person_id == person.person_id
    ]
    return found


async def meeting_compartment(scene: Scene) -> tuple[UUID, UUID]:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    async with transaction(scene.chair.person_id):
        found = await fetch_value(
            "select compartment_id from strategy_meeting where id = $1", meeting_id
        )
    return UUID(str(found)), child.compartment_id


async def test_who_was_invited_does_not_stay_by_themselves(scene: Scene) -> None:
    _, child = await meeting_compartment(scene)
    me = scene.police
    ends = await until(child, me, scene.scheduler)
    grants = [
        Grant(child, me.person_id, "For good"),
        Grant(child, me.person_id, "For long", NOW + YEARS),
        Grant(
            child,
            me.person_id,
            "By another meeting",
            NOW + YEARS,
            await a_compartment(scene.health),
        ),
    ]
    for grant in grants:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(me.person_id), savepoint():
                await let_in(grants=[grant], granted_by=me.person_id, now=NOW)
    assert await until(child, me, scene.scheduler) == ends


async def test_a_senior_manager_stays_for_the_escalations_that_they_own(scene: Scene) -> None:
    _, child = await meeting_compartment(scene)
    me = scene.manager.person_id
    async with transaction(me):
        await let_out(compartment_ids=[child], person_id=me, now=NOW)
    async with transaction(scene.scheduler.person_id):
        guest = [Grant(child, me, "Guest", NOW + YEARS)]
        await let_in(grants=guest, granted_by=scene.scheduler.person_id, now=NOW)
    async with transaction(me):
        await let_in(grants=[Grant(child, me, "Escalation")], granted_by=me, now=NOW)
    members = await members_of(compartment_id=child, actor=scene.scheduler)
    assert None in {member.until_at for member in members if member.person_id == me}


async def test_only_who_moves_a_meeting_moves_what_it_gave_and_not_for_ever(scene: Scene) -> None:
    meeting, child = await meeting_compartment(scene)
    ends = await until(child, scene.police, scene.scheduler)
    for actor, far in ((scene.police, NOW + timedelta(days=300)), (scene.chair, NOW + YEARS)):
        async with transaction(actor.person_id):
            await move_invitations(meeting_compartment_id=meeting, until_at=far)
    assert await until(child, scene.police, scene.scheduler) == ends


async def test_who_was_let_out_stays_out(scene: Scene) -> None:
    compartment_id = await a_compartment(scene.police)
    async with transaction(scene.police.person_id):
        guest = [Grant(compartment_id, scene.health.person_id, "Guest")]
        await let_in(grants=guest, granted_by=scene.police.person_id, now=NOW)
    async with transaction(scene.health.person_id):
        await execute(
            "update membership set ended_at = $1 where person_id = $2 and compartment_id = $3",
            NOW, scene.health.person_id, compartment_id,
        )  # fmt: skip
    async with transaction(scene.police.person_id):
        changed = await execute(
            "update membership set ended_at = null where compartment_id = $1 and ended_at"
            " is not null",
            compartment_id,
        )
    assert changed == 0
    ends = "update membership set ended_at = null where compartment_id = $1"
    assert await refused(scene.police, ends, compartment_id)


async def test_whether_a_concern_has_a_meeting_is_told_to_those_who_are_in_it(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.meet(child.id)
    told = []
    for actor in (scene.manager, scene.stranger):
        async with transaction(actor.person_id):
            told.append(await fetch_value("select accord_has_meeting_ahead($1)", child.id))
    assert told == [True, False]


async def test_the_worker_does_not_ask_who_is_busy(worker_pool: asyncpg.Pool) -> None:
    for function in ("accord_people_busy", "accord_rooms_busy"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await worker_pool.fetch(f"select {function}('{{}}', 'empty', null)")
