"""Drafts are for chair and minute taker alone, and cost as much for many items as for one."""

from uuid import uuid4

import pytest

from planning.access.actions import declare_conflict
from planning.concerns.queries import concern
from planning.errors import NotAllowed, NotFound
from planning.meetings.queries import record_of
from planning.meetings.rules.record import Content, Section
from planning.transactions import Connection, fetch_value, transaction
from tests.planning.recording import Held, running_meeting
from tests.scene import HELD, noting_statements

SECRET = "She is afraid of her uncle"


@pytest.fixture
async def held() -> Held:
    return await running_meeting()


async def test_only_those_who_run_the_meeting_write_and_read_drafts(held: Held) -> None:
    await held.write(held.scene.chair, SECRET)
    for actor, refusal in (
        (held.scene.police, NotAllowed),
        (held.scene.stranger, NotFound),
    ):
        with pytest.raises(refusal):
            await held.write(actor, "Mine")
        with pytest.raises(NotFound):
            await record_of(meeting_id=held.meeting_id, actor=actor, now=HELD)
    with pytest.raises(NotFound):
        await record_of(meeting_id=held.meeting_id, concern_id=uuid4(), actor=held.taker, now=HELD)
    async with transaction(held.scene.stranger.person_id):
        assert await fetch_value("select count(*) from record_text") == 0
        assert await fetch_value("select count(*) from record_item") == 0


async def test_a_minute_taker_in_conflict_sees_and_writes_nothing_of_that_child(
    held: Held,
) -> None:
    await held.write(held.scene.chair, SECRET)
    await held.scene.write(held.meeting_id, Section.JOINT_OTHER, "For all")
    child = await concern(concern_id=held.child_id, actor=held.scene.scheduler, now=HELD)
    await declare_conflict(
        compartment_id=child.compartment_id,
        person_id=held.taker.person_id,
        reason="A cousin",
        actor=held.scene.scheduler,
        now=HELD,
    )
    assert await held.texts() == [["For all"]]
    with pytest.raises(NotFound):
        await held.write(held.taker, "Mine")


async def test_saving_asks_as_often_for_many_items_as_for_one(
    held: Held, rolled_back: Connection
) -> None:
    counts = []
    for many in (1, 30):
        changes = [
            held.about(Section.INFORMATION, Content(body=f"{many} {number}"))
            for number in range(many)
        ]
        with noting_statements(rolled_back) as statements:
            await held.save(held.taker, *changes)
        counts.append(len(statements))
    assert counts[0] == counts[1]
