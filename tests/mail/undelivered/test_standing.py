"""Whatever happens to a message, it is in exactly one place, and nothing is lost silently."""

from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.mail.undelivered.actions import dismiss, send_again
from service.mail.undelivered.rules import Standing
from tests.mail.undelivered.world import LATER, Post, make_post

STEPS = ["fail", "accept", "bounce", "again", "dismiss", "work"]


async def _step(post: Post, step: str) -> None:
    """One thing that may happen, to whatever it can happen to."""
    message_id = await post.message(post.scene.health)
    state = await post.worker.fetchval("select state from mail_message where id = $1", message_id)
    match step, state:
        case "fail", "queued":
            await post.become(message_id, "failed", "address refused (550 5.1.1)")
        case "accept", "queued":
            await post.become(message_id, "accepted")
        case "bounce", "accepted":
            await post.become(message_id, "bounced", "came back (5.1.1)")
        case "again", _:
            await send_again(message_id=message_id, actor=post.scene.chair, now=LATER)
        case "dismiss", _:
            await dismiss(message_id=message_id, reason="x", actor=post.scene.chair, now=LATER)
        case "work", _:
            await post.work()


async def _expected(post: Post) -> dict[UUID, Standing]:
    """The same by another way: row by row, in words."""
    rows = await post.worker.fetch(
        "select m.*, s.act, s.done_at from mail_message m"
        " left join mail_settling s on s.message_id = m.id where m.subject_id = $1"
        " order by m.recipient_id, m.sequence, m.queued_at",
        post.meeting_id,
    )
    last = {row["recipient_id"]: row["id"] for row in rows}
    return {row["id"]: _place(row, last[row["recipient_id"]] == row["id"]) for row in rows}


def _place(row: asyncpg.Record, newest: bool) -> Standing:
    if row["state"] in {"queued", "attempting"}:
        return Standing.ON_ITS_WAY
    if row["state"] in {"accepted", "withheld"}:
        return Standing.ACCEPTED if row["state"] == "accepted" else Standing.NOT_MAILED
    if row["act"] == "dismiss":
        return Standing.DISMISSED
    if not newest or row["sent_again_as"] or row["done_at"]:
        return Standing.SUPERSEDED
    return Standing.ON_ITS_WAY if row["act"] else Standing.LISTED


@pytest.fixture
def world(committed: asyncpg.Pool, no_mail: None) -> None:
    """Real transactions; each example has a meeting of its own."""


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
async def test_a_message_stands_in_exactly_one_place(
    world: None, worker_pool: asyncpg.Pool, steps: list[str]
) -> None:
    post = await make_post(worker_pool)
    for step in steps:
        await _step(post, step)
        stands = await post.standings()
        assert stands == await _expected(post)
        listed = {one.id for one in await post.listed(post.scene.chair)}
        assert listed == {key for key, value in stands.items() if value == Standing.LISTED}
    assert await post.worker.fetchval("select count(*) from mail_standing") == (
        await post.worker.fetchval("select count(*) from mail_message")
    )
