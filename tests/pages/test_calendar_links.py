"""Calendar links that people make for their own programs."""

import re
from datetime import timedelta

import httpx
import time_machine
from litestar import Litestar

from planning import clock
from service.auth.feeds import MOST
from tests.clients import PUBLIC_URL, Browser, asgi
from tests.factories import make_actor

HOME = "/account/calendar"
_LINK = re.compile(r"https://accord\.test(/calendars/[\w-]{43}\.ics)")


def link_in(page: httpx.Response) -> str:
    (path,) = set(_LINK.findall(page.text))
    return str(path)


def replaces(page: httpx.Response) -> list[str]:
    return re.findall(r"/account/calendar/[\w-]+/replace", page.text)


async def fetched(app: Litestar, path: str) -> int:
    """As a calendar program that nobody signed in."""
    async with httpx.AsyncClient(transport=asgi(app), base_url=PUBLIC_URL) as program:
        return (await program.get(path)).status_code


async def test_a_person_makes_a_link_sees_it_once_replaces_and_stops_it(
    app: Litestar, browser: Browser
) -> None:
    await browser.sign_in_as(await make_actor())
    assert "Your calendar: see your meetings" in (await browser.get("/account")).text
    made = await browser.submit(f"{HOME}/new", {"name": "Phone"})
    first = link_in(made)
    assert f'href="webcal://accord.test{first}"' in made.text
    assert made.headers["cache-control"] == "no-store"
    listed = await browser.get(HOME)
    assert ("Phone" in listed.text, "Not used yet" in listed.text) == (True, True)
    assert first.removeprefix("/calendars/") not in listed.text
    assert await fetched(app, first) == 200
    assert "Last used on" in (await browser.get(HOME)).text
    (replace,) = replaces(listed)
    assert "Replace the link “Phone”" in (await browser.get(replace)).text
    second = link_in(await browser.submit(replace))
    assert [await fetched(app, path) for path in (first, second)] == [404, 200]
    (again,) = replaces(await browser.get(HOME))
    stopped = await browser.submit(again.replace("/replace", "/revoke"))
    assert stopped.headers["location"] == HOME
    after = await browser.get(HOME)
    assert "The link does not work any more." in after.text
    assert "No calendar links" in after.text
    assert await fetched(app, second) == 404
    assert (await browser.get(again)).status_code == 404
    assert (await browser.submit(again)).status_code == 404


async def test_a_double_click_makes_one_link(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    made = [await browser.submit(f"{HOME}/new", {"name": "Phone"}, key="same") for _ in range(2)]
    assert link_in(made[0]) == link_in(made[1])
    (replace,) = replaces(await browser.get(HOME))
    again = [link_in(await browser.submit(replace, key="other")) for _ in range(2)]
    assert again[0] == again[1]
    assert len(replaces(await browser.get(HOME))) == 1


async def test_an_old_form_brings_no_stopped_link_back(app: Litestar, browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    path = link_in(await browser.submit(f"{HOME}/new", {"name": "Phone"}, key="same"))
    (replace,) = replaces(await browser.get(HOME))
    await browser.submit(replace.replace("/replace", "/revoke"))
    again = await browser.submit(f"{HOME}/new", {"name": "Phone"}, key="same")
    assert again.status_code == 409
    assert "This form was sent already." in again.text
    assert await fetched(app, path) == 404


async def test_making_and_replacing_need_the_password_given_just_now(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    await browser.submit(f"{HOME}/new", {"name": "Phone"})
    (replace,) = replaces(await browser.get(HOME))
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        for path in (f"{HOME}/new", replace):
            for answer in (await browser.get(path), await browser.submit(path, {"name": "Other"})):
                assert answer.status_code == 303
                assert answer.headers["location"].startswith("/confirm-password")
        assert len(replaces(await browser.get(HOME))) == 1


async def test_what_is_wrong_is_named_and_what_was_typed_is_kept(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    empty = await browser.submit(f"{HOME}/new", {"name": " "})
    assert (empty.status_code, "Enter where the link will be used" in empty.text) == (422, True)
    for number in range(MOST):
        await browser.submit(f"{HOME}/new", {"name": f"Device {number}"})
    refused = await browser.submit(f"{HOME}/new", {"name": "Device 0"})
    assert refused.status_code == 422
    for words in ("You have a link of that name already", "You have 5 links", 'value="Device 0"'):
        assert words in refused.text
    assert "the most there can be. Stop one to make another" in (await browser.get(HOME)).text


async def test_nobody_stops_or_replaces_the_link_of_another(
    app: Litestar, browser: Browser
) -> None:
    await browser.sign_in_as(await make_actor())
    path = link_in(await browser.submit(f"{HOME}/new", {"name": "Phone"}))
    (replace,) = replaces(await browser.get(HOME))
    async with Browser(app) as other:
        await other.sign_in_as(await make_actor())
        assert (await other.get(replace)).status_code == 404
        for act in (replace, replace.replace("/replace", "/revoke")):
            assert (await other.submit(act)).status_code == 404
    assert await fetched(app, path) == 200
