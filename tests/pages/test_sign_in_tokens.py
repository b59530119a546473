"""Tokens that people make for their own programs."""

import re
from datetime import timedelta

import time_machine
from litestar import Litestar

from planning import clock
from tests.clients import Browser, Program
from tests.factories import make_actor

FIELDS = {"name": "Rota", "scope": "read", "days": "30"}


async def test_a_person_makes_a_token_sees_it_once_and_revokes_it(
    browser: Browser, program: Program
) -> None:
    actor = await make_actor()
    await browser.sign_in_as(actor)
    made = await browser.submit("/account/tokens/new", FIELDS)
    assert made.status_code == 200
    [secret] = set(re.findall(r"accord_[\w-]{43}", made.text))
    program.headers["authorization"] = f"Bearer {secret}"
    assert (await program.get("/api/v1/me")).json()["name"] == actor.name
    listed = (await browser.get("/account")).text
    assert "Rota" in listed
    assert secret not in listed
    [revoke] = re.findall(r"/account/tokens/[\w-]+/revoke", listed)
    assert (await browser.submit(revoke)).headers["location"] == "/account"
    after = (await browser.get("/account")).text
    assert "The token does not work any more." in after
    assert "Rota" not in after
    assert "The token does not work any more." not in (await browser.get("/account")).text
    assert (await program.get("/api/v1/me")).status_code == 401


async def test_a_double_click_makes_one_token(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    pages = [await browser.submit("/account/tokens/new", FIELDS, key="same") for _ in range(2)]
    assert pages[0].text.count("accord_") == 1
    assert re.findall(r"accord_[\w-]{43}", pages[0].text) == re.findall(
        r"accord_[\w-]{43}", pages[1].text
    )
    listed = (await browser.get("/account")).text
    assert len(re.findall(r"/account/tokens/[\w-]+/revoke", listed)) == 1


async def test_a_token_needs_the_password_given_just_now(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        answer = await browser.submit("/account/tokens/new", FIELDS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/confirm-password")


async def test_every_missing_answer_is_named_at_once(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    refused = await browser.submit("/account/tokens/new", {"days": "4000"})
    assert refused.status_code == 422
    for words in ("Enter what the token is for", "Select what the token may do", "4000"):
        assert words in refused.text


async def test_nobody_revokes_the_token_of_another(app: Litestar, browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    await browser.submit("/account/tokens/new", FIELDS)
    [revoke] = re.findall(r"/account/tokens/[\w-]+/revoke", (await browser.get("/account")).text)
    async with Browser(app) as other:
        await other.sign_in_as(await make_actor())
        assert (await other.submit(revoke)).status_code == 404
