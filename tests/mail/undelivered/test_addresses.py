"""A corrected address takes the mail, the sign-in and every way in with it."""

from uuid import uuid4

import msgspec
import pytest

from planning.errors import Blocked, NotAllowed, NotFound, ReauthenticationNeeded
from planning.outbox import AccountLinkKind, Recipient
from planning.people.actions import change_address
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction
from service.auth.links import LinkExpired, holder_of_link, send_link
from service.auth.sessions import open_session
from service.mail.undelivered.actions import correct_address
from tests.clients import LIFETIMES
from tests.mail.undelivered.world import LATER, OUT, Post


def fresh(actor: Actor) -> Actor:
    return msgspec.structs.replace(actor, reauthenticated_at=LATER)


async def correct(post: Post, person: Actor, email: str) -> int:
    return await correct_address(
        person_id=person.person_id,
        email=email,
        actor=fresh(post.administrator),
        now=LATER,
        enqueue=OUT,
    )


async def mails_to(post: Post, address: str) -> list[str]:
    rows = await post.worker.fetch(
        "select kind from mail_message where address = $1 order by kind", address
    )
    return [row["kind"] for row in rows]


async def test_what_did_not_arrive_leaves_again_for_the_new_address(post: Post) -> None:
    await post.fail(post.scene.health)
    new = f"nurse{uuid4().hex}@example.org"
    assert await correct(post, post.scene.health, f" {new.upper()} ") == 1
    await post.work()
    assert await mails_to(post, new) == ["meeting_request"]
    assert await mails_to(post, post.scene.health.email) == ["meeting_request"]
    async with transaction(None):
        kept = await fetch_value(
            "select email from person where id = $1", post.scene.health.person_id
        )
    assert kept == new


async def test_an_address_that_works_is_told_and_no_session_or_link_stays(post: Post) -> None:
    sam = post.scene.school
    async with transaction(None):
        await open_session(sam.person_id, lifetimes=LIFETIMES, now=LATER)
        url = await send_link(
            kind=AccountLinkKind.PASSWORD_RESET,
            recipient=Recipient(sam.person_id, sam.email),
            public_url="https://accord.example",
            now=LATER,
            enqueue=OUT,
        )
    assert await correct(post, sam, f"sam{uuid4().hex}@example.org") == 0
    assert await mails_to(post, sam.email) == ["account_address_changed", "account_password_reset"]
    with pytest.raises(LinkExpired):
        await holder_of_link(url.rsplit("=", 1)[-1], now=LATER)
    async with transaction(None):
        count = "select count(*) from sign_in_session where person_id = $1"
        assert await fetch_value(count, sam.person_id) == 0


async def test_only_an_administrator_with_a_fresh_password_does_it(post: Post) -> None:
    who = post.scene.health.person_id
    scheduler = fresh(post.scene.scheduler)
    with pytest.raises(NotAllowed):
        await change_address(person_id=who, email="n@example.org", actor=scheduler, now=LATER)
    boss = post.administrator
    with pytest.raises(ReauthenticationNeeded):
        await change_address(person_id=who, email="n@example.org", actor=boss, now=LATER)


async def test_nobody_gets_an_address_that_is_taken_or_theirs_already(post: Post) -> None:
    for email in (post.scene.police.email, post.scene.health.email.upper()):
        with pytest.raises(Blocked):
            await correct(post, post.scene.health, email)
    stranger = msgspec.structs.replace(post.scene.health, person_id=uuid4())
    with pytest.raises(NotFound):
        await correct(post, stranger, "new@example.org")
