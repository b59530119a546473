"""Signing in, staying in, and being put out."""

import re
from datetime import timedelta

import pytest
import time_machine
from litestar import Litestar

from planning import clock
from planning.people.actions import remove_person
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction
from service.auth import throttle
from service.auth.accounts import set_password
from service.auth.cookies import cookie_name
from service.auth.secret import csrf_token
from tests.clients import FORM, Browser
from tests.factories import make_actor

PASSWORD = "lantern cobalt orchard"


@pytest.fixture
async def person() -> Actor:
    actor = await make_actor()
    await set_password(person_id=actor.person_id, password=PASSWORD, now=clock.now())
    return actor


async def test_a_person_signs_in_and_goes_where_they_wanted_to(
    browser: Browser, person: Actor
) -> None:
    asked = await browser.get("/account")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/account")
    came_in = await browser.submit(
        asked.headers["location"], {"email": f" {person.email.upper()} ", "password": PASSWORD}
    )
    assert (came_in.status_code, came_in.headers["location"]) == (303, "/account")
    shown = await browser.get("/account")
    assert shown.status_code == 200
    assert person.name in shown.text


async def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(
    browser: Browser, person: Actor
) -> None:
    answer = await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    attributes = answer.headers["set-cookie"].split("; ")
    assert attributes[0].startswith("__Host-accord=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(attributes)
    assert not any(attribute.lower().startswith("domain") for attribute in attributes)


@pytest.mark.parametrize(
    ("email", "password"),
    [("somebody@example.org", PASSWORD), ("PERSON", "not the password at all")],
)
async def test_a_wrong_address_and_a_wrong_password_are_answered_alike(
    browser: Browser, person: Actor, email: str, password: str
) -> None:
    typed = person.email if email == "PERSON" else email
    answer = await browser.submit("/sign-in", {"email": typed, "password": password})
    assert answer.status_code == 422
    assert answer.text.count("Check your email address and password") == 2
    assert typed in answer.text
    assert password not in answer.text
    assert browser.session_id == ""


async def test_every_missing_answer_is_named_at_once(browser: Browser) -> None:
    answer = await browser.submit("/sign-in")
    assert answer.status_code == 422
    assert "Enter your email address" in answer.text
    assert "Enter your password" in answer.text


async def test_tries_are_counted_for_known_and_unknown_addresses_alike(
    browser: Browser, person: Actor
) -> None:
    for address in (person.email, "nobody@example.org"):
        for _ in range(throttle.PER_SUBJECT):
            tried = await browser.submit("/sign-in", {"email": address, "password": "wrong"})
            assert tried.status_code == 422
        refused = await browser.submit("/sign-in", {"email": address, "password": PASSWORD})
        assert refused.status_code == 429
        assert "There were too many tries. Try again after" in refused.text
    with time_machine.travel(clock.now() + throttle.WINDOW + timedelta(seconds=1)):
        later = await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    assert later.status_code == 303


async def test_the_right_password_clears_what_was_tried_before(
    browser: Browser, person: Actor
) -> None:
    for _ in range(throttle.PER_SUBJECT - 1):
        await browser.submit("/sign-in", {"email": person.email, "password": "wrong"})
    await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    again = await browser.submit("/sign-in", {"email": person.email, "password": "wrong"})
    assert again.status_code == 422


async def test_signing_in_gives_a_new_session_and_ends_the_old(
    app: Litestar, browser: Browser, person: Actor
) -> None:
    await browser.sign_in_as(person)
    old = browser.session_id
    await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    assert browser.session_id not in {"", old}
    async with Browser(app) as thief:
        thief.cookies.set(cookie_name(secure=True), old, domain="accord.test", path="/")
        assert (await thief.get("/account")).status_code == 303


async def test_giving_the_password_again_renews_the_session_and_returns(
    browser: Browser, person: Actor
) -> None:
    await browser.sign_in_as(person)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        asked = await browser.get("/account/tokens/new")
        where = "/confirm-password?next=/account/tokens/new"
        assert (asked.status_code, asked.headers["location"]) == (303, where)
        old = browser.session_id
        wrong = await browser.submit(where, {"password": "wrong"})
        assert wrong.status_code == 422
        right = await browser.submit(where, {"password": PASSWORD})
        assert (right.status_code, right.headers["location"]) == (303, "/account/tokens/new")
        assert browser.session_id != old
        assert (await browser.get("/account/tokens/new")).status_code == 200


async def test_a_form_open_elsewhere_outlives_giving_the_password_again_but_not_signing_in(
    browser: Browser, person: Actor
) -> None:
    await browser.sign_in_as(person)
    open_form = {"_csrf": csrf_token(browser.session_id)}
    await browser.submit("/confirm-password", {"password": PASSWORD})
    renewed = await browser.post("/confirm-password", data=open_form, headers=FORM)
    assert "Enter your password" in renewed.text
    await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    refused = await browser.post("/confirm-password", data=open_form, headers=FORM)
    assert (renewed.status_code, refused.status_code) == (422, 403)


@pytest.mark.parametrize(
    ("wanted", "given"), [("/☃ x", "/%E2%98%83%20x"), ("/a?b=c%2Fd#e", "/a?b=c%2Fd#e")]
)
async def test_whatever_page_was_wanted_is_written_so_that_a_header_can_hold_it(
    browser: Browser, person: Actor, wanted: str, given: str
) -> None:
    answer = await browser.post(
        "/sign-in",
        params={"next": wanted},
        data={"email": person.email, "password": PASSWORD},
        headers=FORM,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, given)


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil", ""])
async def test_nobody_is_sent_to_another_site(
    browser: Browser, person: Actor, elsewhere: str
) -> None:
    answer = await browser.post(
        "/sign-in",
        params={"next": elsewhere},
        data={"email": person.email, "password": PASSWORD},
        headers=FORM,
    )
    assert answer.headers["location"] == "/"


async def test_signing_out_ends_the_session_at_once(
    app: Litestar, browser: Browser, person: Actor
) -> None:
    await browser.sign_in_as(person)
    kept = browser.session_id
    out = await browser.submit("/sign-out")
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    async with Browser(app) as thief:
        thief.cookies.set(cookie_name(secure=True), kept, domain="accord.test", path="/")
        assert (await thief.get("/account")).status_code == 303


async def test_signing_out_everywhere_ends_every_session(
    app: Litestar, browser: Browser, person: Actor
) -> None:
    await browser.sign_in_as(person)
    async with Browser(app) as telephone:
        await telephone.sign_in_as(person)
        await browser.submit("/sign-out-everywhere")
        assert (await telephone.get("/account")).status_code == 303


@pytest.mark.parametrize("wait", [timedelta(minutes=31), timedelta(hours=13)])
async def test_a_session_ends_without_use(browser: Browser, person: Actor, wait: timedelta) -> None:
    await browser.sign_in_as(person)
    with time_machine.travel(clock.now() + wait):
        assert (await browser.get("/account")).status_code == 303


async def test_a_session_in_use_still_ends_in_the_end(browser: Browser, person: Actor) -> None:
    await browser.sign_in_as(person)
    started = clock.now()
    for minutes in range(20, 720, 20):
        with time_machine.travel(started + timedelta(minutes=minutes)):
            assert (await browser.get("/account")).status_code == 200
    with time_machine.travel(started + timedelta(minutes=721)):
        assert (await browser.get("/account")).status_code == 303


async def test_who_has_left_is_out_at_once(browser: Browser, person: Actor) -> None:
    await browser.sign_in_as(person)
    await remove_person(person_id=person.person_id, actor=None, now=clock.now())
    assert (await browser.get("/account")).status_code == 303
    back = await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    assert back.status_code == 422


async def test_the_database_holds_no_cookie(browser: Browser, person: Actor) -> None:
    await browser.submit("/sign-in", {"email": person.email, "password": PASSWORD})
    async with transaction(None):
        stored = await fetch_value(
            "select string_agg(s::text, ' ') from sign_in_session s where person_id = $1",
            person.person_id,
        )
    assert browser.session_id not in stored
    assert re.search(r"\\x[0-9a-f]{64}", stored)
