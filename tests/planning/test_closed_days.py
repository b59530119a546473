"""Days on which the partnership is closed move every deadline that is still to come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planning.access.queries import history_of
from planning.chains.queries import chain_of
from planning.errors import Blocked, NotAllowed, NotFound
from planning.meetings.queries import meeting
from planning.people.rules import Role
from planning.procedures.actions import close_day, take_back_closed_day
from planning.procedures.queries import closed_days_entered, current_profile, job_titles
from planning.transactions import transaction
from tests.factories import NOW, make_actor
from tests.scene import decided, make_scene

FRIDAY = date(2026, 3, 6)


async def test_every_deadline_after_it_moves_and_moves_back_when_it_is_taken_back() -> None:
    scene = await make_scene()
    partnership = await make_actor(Role.PARTNERSHIP)
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.hold(child.id, decided())

    async def due() -> list[date]:
        seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
        chain = await chain_of(concern_id=child.id, actor=scene.chair, now=NOW)
        return [
            seen.minutes_due,
            seen.decisions_out_due,
            *(running.due_on for running in chain.clocks),
        ]

    before = await due()
    closed = await close_day(
        closed_on=FRIDAY, name=" Funeral ", reason="Mourning", actor=partnership, now=NOW
    )
    assert before == [
        date(2026, 3, 11),
        date(2026, 3, 5),
        date(2026, 3, 25),
        date(2026, 5, 8),
    ]
    assert await due() == [
        date(2026, 3, 12),
        date(2026, 3, 5),
        date(2026, 3, 26),
        date(2026, 5, 11),
    ]
    await take_back_closed_day(
        closed_day_id=closed, reason="Another day", actor=partnership, now=NOW
    )
    assert await due() == before


async def test_a_day_is_entered_once_and_taken_back_once_before_it_comes() -> None:
    actor = await make_actor(Role.ADMINISTRATOR)
    closed = await close_day(
        closed_on=FRIDAY, name="Funeral", reason="Mourning", actor=actor, now=NOW
    )
    with pytest.raises(Blocked, match="entered already"):
        await close_day(closed_on=FRIDAY, name="Again", reason="Why", actor=actor, now=NOW)
    with pytest.raises(Blocked, match="only before it comes"):
        await take_back_closed_day(
            closed_day_id=closed, reason="Late", actor=actor, now=NOW + timedelta(days=3)
        )
    await take_back_closed_day(closed_day_id=closed, reason="Moved", actor=actor, now=NOW)
    with pytest.raises(Blocked, match="taken back already"):
        await take_back_closed_day(closed_day_id=closed, reason="Moved", actor=actor, now=NOW)
    again = await close_day(
        closed_on=FRIDAY, name="Funeral", reason="After all", actor=actor, now=NOW
    )
    found = {day.id: day.withdrawal_reason for day in await closed_days_entered(actor=actor)}
    assert found == {closed: "Moved", again: None}
    assert sorted(event.act for event in await history_of(subject_id=closed, actor=actor)) == [
        "procedure.closed_day_taken_back",
        "procedure.day_closed",
    ]


async def test_only_administrator_and_partnership_close_days() -> None:
    actor = await make_actor(Role.CHAIR)
    with pytest.raises(NotAllowed):
        await close_day(closed_on=FRIDAY, name="Off", reason="Why", actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        await take_back_closed_day(
            closed_day_id=actor.person_id, reason="Why", actor=actor, now=NOW
        )
    with pytest.raises(NotFound):
        await take_back_closed_day(
            closed_day_id=actor.person_id,
            reason="Why",
            actor=await make_actor(Role.PARTNERSHIP),
            now=NOW,
        )


async def test_a_partnership_without_rules_offers_no_titles() -> None:
    actor = await make_actor(Role.ADMINISTRATOR)
    before_any = datetime(1980, 1, 1, tzinfo=UTC)
    assert await job_titles(actor=actor, now=before_any) == []
    await make_scene()
    assert "Team manager" in await job_titles(actor=actor, now=NOW)
    async with transaction(None):
        assert (await current_profile(FRIDAY)).profile.closed_days == frozenset()
