"""The manager named for a child is told while nobody has answered a hand-over."""

from datetime import date

import asyncpg
import pytest

from planning.chains.actions import record_hand_over_answer
from planning.chains.queries import chain_of
from planning.chains.rules.handing import AnswerGiven
from planning.meetings.rules.closing import ChildDraft
from planning.procedures.queries import current_profile
from planning.procedures.rules import Outcome
from planning.reminders.queries import facts_of
from planning.reminders.rules.deciding import due_now
from planning.reminders.rules.kinds import Kind
from planning.transactions import transaction
from tests.reminding import at, candidates
from tests.scene import make_scene

pytestmark = pytest.mark.usefixtures("committed")
HANDED = date(2026, 3, 4)


async def test_after_two_working_days_without_an_answer(worker_pool: asyncpg.Pool) -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    draft = ChildDraft(
        outcome=Outcome.TRANSFERRED, outcome_reason="The family moved.", handed_to="Southmere"
    )
    await scene.hold(child.id, draft, day=HANDED)
    me = scene.manager.person_id
    found = await candidates(worker_pool, at(6, 10), scene.manager)
    (waiting,) = [one for one in found if one.kind is Kind.HAND_OVER]
    assert waiting.subject_id == child.id
    async with transaction(me):
        profile = (await current_profile(HANDED)).profile
        ((fact, profiles),) = await facts_of(me, [waiting], profile, at(6, 10))
    told = {day: due_now(fact, profiles, at(day, 10)) for day in (5, 6, 11, 18)}
    assert {day: due and due.number for day, due in told.items()} == {5: None, 6: 1, 11: 2, 18: 3}
    (entry,) = (await chain_of(concern_id=child.id, actor=scene.chair, now=at(6, 11))).entries
    await record_hand_over_answer(
        concern_id=child.id,
        entry_id=entry.id,
        given=AnswerGiven(
            accepted=True, answered_on=date(2026, 3, 6), answered_by_name="Kit", evidence="Email"
        ),
        actor=scene.manager,
        now=at(6, 11),
        enqueue=scene.sent,
    )
    after = await candidates(worker_pool, at(6, 12), scene.manager)
    assert Kind.HAND_OVER not in {one.kind for one in after}
