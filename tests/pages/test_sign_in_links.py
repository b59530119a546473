"""Links by mail: they work once, for a while, and tell nothing."""

from datetime import timedelta

import pytest
import time_machine

from planning import clock
from planning.outbox import AccountLink
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction
from service.auth.accounts import ask_for_reset, invite, set_password
from tests.clients import PUBLIC_URL, Browser
from tests.factories import Sent, make_actor

PASSWORD = "lantern cobalt orchard"


async def _invited(actor: Actor) -> str:
    url = await invite(
        person_id=actor.person_id,
        public_url=PUBLIC_URL,
        by=None,
        now=clock.now(),
        enqueue=Sent(),
    )
    return url.removeprefix(PUBLIC_URL)


async def test_an_invited_person_chooses_a_password_and_is_in(browser: Browser) -> None:
    actor = await make_actor()
    link = await _invited(actor)
    for _ in range(2):
        assert (await browser.get(link)).status_code == 200
    chosen = await browser.submit(link, {"password": PASSWORD})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/")
    assert (await browser.get("/account")).status_code == 200
    await browser.submit("/sign-out")
    back = await browser.submit("/sign-in", {"email": actor.email, "password": PASSWORD})
    assert back.status_code == 303


async def test_a_link_works_once(browser: Browser) -> None:
    link = await _invited(await make_actor())
    await browser.submit(link, {"password": PASSWORD})
    for answer in (await browser.get(link), await browser.submit(link, {"password": PASSWORD})):
        assert answer.status_code == 410
        assert "This link does not work any more. Ask for a new one." in answer.text


async def test_a_link_expires(browser: Browser) -> None:
    link = await _invited(await make_actor())
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        assert (await browser.get(link)).status_code == 410


async def test_a_newer_link_ends_the_older(browser: Browser) -> None:
    actor = await make_actor()
    older, newer = await _invited(actor), await _invited(actor)
    assert (await browser.get(older)).status_code == 410
    assert (await browser.get(newer)).status_code == 200


@pytest.mark.parametrize("link", ["/choose-password", "/choose-password?link=%00", "?link=x"])
async def test_a_link_that_never_was_is_told_alike(browser: Browser, link: str) -> None:
    path = link if link.startswith("/") else f"/choose-password{link}"
    assert (await browser.get(path)).status_code == 410


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a password"),
        ("short", "Password must be 12 characters or more"),
        ("x" * 201, "Password must be 200 characters or fewer"),
        ("password123456", "Password is too easy to guess"),
        ("aaaaabbbbbaaaa", "Password is too easy to guess"),
        ("OWN NAME and more", "Password must not contain your name or email address"),
    ],
)
async def test_a_weak_password_is_refused_and_the_link_stays_good(
    browser: Browser, password: str, words: str
) -> None:
    actor = await make_actor(name="Robin Ashdown")
    link = await _invited(actor)
    typed = password.replace("OWN NAME", "robin ashdown")
    refused = await browser.submit(link, {"password": typed})
    assert refused.status_code == 422
    assert words in refused.text
    assert (await browser.get(link)).status_code == 200


async def test_choosing_a_password_signs_out_everywhere_else(browser: Browser) -> None:
    actor = await make_actor()
    await browser.sign_in_as(actor)
    old = browser.session_id
    await browser.submit(await _invited(actor), {"password": PASSWORD})
    assert browser.session_id != old
    async with transaction(None):
        count = await fetch_value(
            "select count(*) from sign_in_session where person_id = $1", actor.person_id
        )
    assert count == 1


async def test_asking_for_a_reset_says_the_same_to_everybody(browser: Browser) -> None:
    actor = await make_actor()
    await set_password(person_id=actor.person_id, password=PASSWORD, now=clock.now())
    answers = [
        await browser.submit("/reset-password", {"email": email})
        for email in (actor.email, "nobody@example.org")
    ]
    assert [(a.status_code, a.headers["location"], a.text) for a in answers] == [
        (303, "/reset-password/sent", "")
    ] * 2
    assert (await browser.get("/reset-password/sent")).status_code == 200
    async with transaction(actor.person_id):
        queued = await fetch_value(
            "select count(*) from mail_message where recipient_id = $1", actor.person_id
        )
    assert queued == 1


async def test_only_a_known_address_gets_mail() -> None:
    actor, sent = await make_actor(), Sent()
    for email in (actor.email.upper(), "nobody@example.org"):
        await ask_for_reset(
            email=email, client="test", public_url=PUBLIC_URL, now=clock.now(), enqueue=sent
        )
    [message] = sent.messages
    assert isinstance(message, AccountLink)
    assert message.recipient.person_id == actor.person_id
    assert message.url.startswith(f"{PUBLIC_URL}/choose-password?link=")
