"""An administrator sees mail and no case; a scheduler sees their meetings and no other."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from planning.errors import Invalid
from planning.transactions import fetch_value, transaction
from service.mail.queries import invitation_deliveries
from service.mail.undelivered.actions import dismiss, send_all_again
from service.mail.undelivered.queries import Filters, undelivered
from tests.factories import NOW
from tests.mail.undelivered.world import LATER, Post, make_post


async def test_an_administrator_sees_who_and_why_and_nothing_of_the_meeting(post: Post) -> None:
    await post.fail(post.scene.health)
    (seen,) = await post.listed(post.administrator)
    assert (seen.recipient_name, seen.address, seen.problem, seen.about) == (
        post.scene.health.name,
        post.scene.health.email,
        "address refused (550 5.1.1)",
        "invitation",
    )
    assert (seen.meeting_id, seen.reference) == (None, None)
    async with transaction(post.administrator.person_id) as connection:
        told = await connection.fetch(
            "select * from accord_mail_of_service('listed', null, null, now(), null, null, 9)"
        )
        hidden = await connection.fetch("select id from mail_standing")
    assert sorted(told[0].keys()) == sorted(
        ["id", "about", "recipient_id", "address", "state", "channel", "attempts", "problem",
         "queued_at", "next_attempt_at", "standing", "act", "reason", "asked_by", "asked_at",
         "not_sent"]
    )  # fmt: skip
    assert str(post.meeting_id) not in str(told)
    assert hidden == []


async def test_an_administrator_cannot_tell_by_moments_who_is_in_one_meeting(post: Post) -> None:
    """One meeting's mail is queued at one moment: the list tells the hour, and asks for no less."""
    for person in (post.scene.health, post.scene.police):
        await post.fail(person)
    later = await make_post(post.worker, at=NOW + timedelta(minutes=7))
    await later.fail(later.scene.health)
    seen = await post.listed(post.administrator)
    hour = NOW.replace(minute=0)
    assert [(one.queued_at, one.next_attempt_at) for one in seen] == [(hour, hour)] * 3
    for since in (hour, hour + timedelta(minutes=1)):
        narrowed = await post.listed(post.administrator, since=since.isoformat())
        assert len(narrowed) == (3 if since == hour else 0)


async def test_what_those_in_a_meeting_did_and_wrote_stays_among_them(post: Post) -> None:
    lost = await post.fail(post.scene.health)
    await dismiss(message_id=lost, reason="About Ann", actor=post.scene.chair, now=LATER)
    (seen,) = await post.listed(post.administrator, wanted="settled")
    assert (seen.act, seen.reason, seen.asked_by_name, seen.asked_at) == (
        "dismiss", None, None, None,
    )  # fmt: skip
    (own,) = await post.listed(post.scene.scheduler, wanted="settled")
    assert (own.reason, own.asked_by_name) == ("About Ann", post.scene.chair.name)
    scene = post.scene
    for person, reasons in (
        (scene.chair, 1), (scene.scheduler, 1), (scene.health, 1), (scene.police, 0),
        (scene.stranger, 0), (post.administrator, 0),
    ):  # fmt: skip
        async with transaction(person.person_id):
            found = await fetch_value(
                "select count(*) from mail_settling where message_id = $1", lost
            )
        assert found == reasons
    for person, events in ((post.administrator, 0), (post.scene.scheduler, 1)):
        async with transaction(person.person_id):
            found = await fetch_value(
                "select count(*) from history_event where act = 'mail.put_away'"
                " and subject_id = $1 and detail->>'reason' = 'About Ann'",
                lost,
            )
        assert found == events


async def test_those_who_may_change_the_meeting_see_it_and_nobody_else(post: Post) -> None:
    lost = await post.fail(post.scene.health)
    other = await make_post(post.worker)
    await other.fail(other.scene.police)
    for person in (post.scene.scheduler, post.scene.chair):
        (seen,) = await post.listed(person)
        assert (seen.id, seen.meeting_id, seen.address) == (lost, post.meeting_id, None)
    for person in (post.scene.stranger, post.scene.police, post.scene.health):
        assert await post.listed(person) == []
    assert await send_all_again(filters=Filters(), actor=post.scene.stranger, now=LATER) == 0
    assert len(await post.listed(post.administrator)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "select * from accord_calendar_of('{id}', '{id}')",
        "insert into mail_settling (message_id) values ('{id}')",
        "update mail_settling set done_at = now()",
        "update mail_message set sent_again_as = null",
        "select body from mail_message",
        "select return_token from mail_message",
    ],
)
async def test_the_web_side_has_no_other_way(post: Post, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(post.administrator.person_id) as connection:
            await connection.execute(statement.format(id=uuid4()))


async def test_the_worker_reads_no_list_and_settles_nothing(post: Post) -> None:
    for statement in (
        "select * from accord_mail_of_service('listed', null, null, now(), null, null, 9)",
        "select * from accord_settle_mail(array[]::uuid[], 'dismiss', 'x', now())",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await post.worker.execute(statement)


async def test_the_list_is_shown_by_part_agency_and_moment_a_page_at_a_time(post: Post) -> None:
    failed, bounced = await post.fail(post.scene.health), await post.message(post.scene.police)
    await post.become(bounced, "accepted")
    await post.become(bounced, "bounced", "came back (5.1.1)")
    waiting = await post.message(post.scene.chair)
    for person in (post.administrator, post.scene.chair):
        shown = {
            wanted: {one.id for one in await post.listed(person, wanted=wanted)}
            for wanted in ("listed", "failed", "bounced", "settled")
        }
        assert shown == {
            "listed": {failed, bounced},
            "failed": {failed},
            "bounced": {bounced},
            "settled": set(),
        }
        assert waiting in {one.id for one in await post.listed(person, wanted="waiting")}
        agency = str(post.scene.health.agency_id)
        assert [one.id for one in await post.listed(person, agency_id=agency)] == [failed]
        late = (LATER + timedelta(days=1)).isoformat()
        assert await post.listed(person, since=late) == []
        first = await undelivered(filters=Filters(), actor=person, now=LATER, limit=1)
        second = await undelivered(
            filters=Filters(), actor=person, now=LATER, cursor=first.next, limit=1
        )
        assert {first.items[0].id, second.items[0].id} == {failed, bounced}
        assert second.next is None
    with pytest.raises(Invalid):
        await undelivered(filters=Filters(), actor=post.administrator, now=LATER, cursor="x")


async def test_a_stranger_reads_no_delivery(post: Post) -> None:
    await post.fail(post.scene.health)
    for person in (post.scene.stranger, post.administrator):
        assert await invitation_deliveries(meeting_id=post.meeting_id, actor=person) == []
