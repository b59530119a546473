"""Reminding who owes something in undecided chains: one mail each, decided at that moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planning.access.actions import declare_conflict
from planning.chains.queries import undecided_chains
from planning.errors import Blocked, NotAllowed
from planning.outbox import Reminder
from planning.people.rules import Actor
from planning.procedures.rules import NoDecisionReason
from planning.reminders.actions import chase_chains
from planning.reminders.queries import to_remind
from planning.transactions import fetch_value, transaction
from tests.factories import Sent
from tests.scene import Scene, decided, make_scene

FIRST, SECOND = date(2026, 3, 4), date(2026, 3, 6)
LATER = datetime(2026, 3, 11, 9, tzinfo=UTC)


@pytest.fixture
async def scene() -> Scene:
    """Two chains whose dates passed; in N-1 the police owe information, too."""
    made = await make_scene()
    first, second = await made.concerns("N-1", "N-2")
    owed = made.adjourned(
        NoDecisionReason.INFORMATION_OUTSTANDING,
        agency_id=made.police.agency_id,
        next_on=date(2026, 3, 9),
    )
    await made.hold(first.id, owed, day=FIRST)
    await made.hold(second.id, made.adjourned(next_on=date(2026, 3, 9)), day=SECOND)
    return made


async def chase(scene: Scene, actor: Actor, *references: str, now: datetime = LATER) -> Sent:
    sent = Sent()
    lines = (await undecided_chains(actor=scene.scheduler, now=now)).items
    await chase_chains(
        concern_ids=[line.concern_id for line in lines if line.reference in references],
        actor=actor,
        now=now,
        enqueue=sent,
    )
    return sent


def things(sent: Sent) -> dict[str, int]:
    return {
        message.recipient.address: message.things
        for message in sent.messages
        if isinstance(message, Reminder)
    }


async def test_each_person_gets_one_mail_about_all(scene: Scene) -> None:
    sent = await chase(scene, scene.scheduler, "N-1", "N-2")
    assert things(sent) == {scene.manager.email: 2, scene.police.email: 1}
    lines = (await undecided_chains(actor=scene.scheduler, now=LATER)).items
    after = await to_remind(
        concern_ids=[line.concern_id for line in lines], actor=scene.scheduler, now=LATER
    )
    assert [sorted(one.reminded) for one in after] == [
        sorted([scene.manager.name, scene.police.name]), [scene.manager.name],
    ]  # fmt: skip
    assert [one.cannot for one in after] == [["You can remind them again at 10:00."]] * 2


async def test_nobody_is_reminded_twice_in_an_hour(scene: Scene) -> None:
    await chase(scene, scene.scheduler, "N-2")
    with pytest.raises(Blocked, match="There is nobody to remind"):
        await chase(scene, scene.chair, "N-2", now=LATER + timedelta(minutes=59))
    again = await chase(scene, scene.chair, "N-2", now=LATER + timedelta(hours=1))
    assert things(again) == {scene.manager.email: 1}


async def test_what_was_done_meanwhile_is_not_asked_for(scene: Scene) -> None:
    lines = (await undecided_chains(actor=scene.scheduler, now=LATER)).items
    ids = {line.reference: line.concern_id for line in lines}
    await scene.hold(ids["N-2"], decided(), day=date(2026, 3, 10))
    with pytest.raises(Blocked, match="cannot see one of these"):
        await chase_chains(
            concern_ids=[ids["N-2"]], actor=scene.scheduler, now=LATER, enqueue=Sent()
        )


async def test_who_has_a_conflict_is_told_nothing(scene: Scene) -> None:
    lines = (await undecided_chains(actor=scene.scheduler, now=LATER)).items
    async with transaction(scene.scheduler.person_id):
        compartment = await fetch_value(
            "select compartment_id from concern where id = $1", lines[0].concern_id
        )
    await declare_conflict(
        compartment_id=compartment,
        person_id=scene.manager.person_id,
        reason="Knows the family",
        actor=scene.chair,
        now=LATER,
    )
    assert things(await chase(scene, scene.scheduler, "N-1")) == {scene.police.email: 1}


async def test_only_who_arranges_or_manages_may_and_hidden_children_are_absent(
    scene: Scene,
) -> None:
    with pytest.raises(NotAllowed):
        await chase(scene, scene.police, "N-1")
    with pytest.raises(Blocked, match="cannot see one of these"):
        await chase(scene, scene.stranger, "N-1")
    with pytest.raises(Blocked, match="Tick at least one"):
        await chase(scene, scene.scheduler)
