"""Two answer a hand-over, or correct an outcome, at the same moment: one of them is told."""

import asyncio
from collections.abc import Awaitable
from datetime import date

import msgspec
import pytest

from planning.chains.actions import record_hand_over_answer
from planning.chains.queries import chain_of
from planning.chains.rules.correcting import Disposition
from planning.chains.rules.handing import AnswerGiven
from planning.errors import Blocked
from planning.meetings.actions import correct_outcome
from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import Outcome
from tests.scene import HELD, make_scene

pytestmark = pytest.mark.usefixtures("committed")

HANDED = ChildDraft(
    outcome=Outcome.TRANSFERRED, outcome_reason="The family has moved.", handed_to="Southmere"
)
YES = AnswerGiven(
    accepted=True,
    answered_on=date(2026, 3, 4),
    answered_by_name="Kit Moss",
    evidence="Their email",
)


async def lost(*acts: Awaitable[object]) -> int:
    results = await asyncio.gather(*acts, return_exceptions=True)
    refused = [one for one in results if isinstance(one, BaseException)]
    assert all(isinstance(one, Blocked) for one in refused)
    return len(refused)


async def test_of_two_answers_and_two_corrections_one_stands() -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, HANDED)
    (entry,) = (await chain_of(concern_id=child.id, actor=scene.chair, now=HELD)).entries

    async def answer(*, accepted: bool) -> None:
        await record_hand_over_answer(
            concern_id=child.id,
            entry_id=entry.id,
            given=msgspec.structs.replace(YES, accepted=accepted),
            actor=scene.chair,
            now=HELD,
            enqueue=scene.sent,
        )

    async def correct(outcome: Outcome) -> None:
        await correct_outcome(
            concern_id=child.id,
            entry_id=entry.id,
            new=Disposition(outcome),
            reason="Typed wrongly",
            actor=scene.chair,
            now=HELD,
            enqueue=scene.sent,
        )

    assert await lost(answer(accepted=True), answer(accepted=False)) == 1
    corrections = (Outcome.NO_S47_EARLY_HELP, Outcome.NO_S47_NO_FURTHER_ACTION)
    assert await lost(*(correct(outcome) for outcome in corrections)) == 1
    after = await chain_of(concern_id=child.id, actor=scene.chair, now=HELD)
    assert (len(after.entries), len(after.corrections)) == (1, 1)
