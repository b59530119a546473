"""A form acts only when a page of ours sent it, in this session."""

import pytest

from tests.clients import FORM, PUBLIC_URL, Browser
from tests.factories import make_actor

pytestmark = pytest.mark.usefixtures("rolled_back")
OUT = "/sign-out-everywhere"


async def _post(browser: Browser, token: str, headers: dict[str, str]) -> int:
    answer = await browser.post(
        OUT,
        data={"_csrf": token},
        headers={"content-type": "application/x-www-form-urlencoded", **headers},
    )
    return answer.status_code


async def _token(browser: Browser) -> str:
    return (await browser.get("/account")).text.split('name="_csrf" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": PUBLIC_URL},
        {"sec-fetch-site": "same-origin"},
        {"origin": PUBLIC_URL, "sec-fetch-site": "same-origin"},
    ],
)
async def test_our_own_form_acts(browser: Browser, headers: dict[str, str]) -> None:
    await browser.sign_in_as(await make_actor())
    assert await _post(browser, await _token(browser), headers) == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://accord.test"},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": PUBLIC_URL},
    ],
)
async def test_a_form_from_another_site_does_nothing(
    browser: Browser, headers: dict[str, str]
) -> None:
    await browser.sign_in_as(await make_actor())
    assert await _post(browser, await _token(browser), headers) == 403
    assert (await browser.get("/account")).status_code == 200


async def test_a_form_without_this_sessions_token_does_nothing(browser: Browser) -> None:
    await browser.sign_in_as(await make_actor())
    other_sessions = await _token(browser)
    await browser.sign_in_as(await make_actor())
    for token in ("", "0" * 64, other_sessions):
        assert await _post(browser, token, {"origin": PUBLIC_URL}) == 403


async def test_even_the_sign_in_form_is_refused_from_elsewhere(browser: Browser) -> None:
    answer = await browser.post(
        "/sign-in", data={"email": "a@example.org"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403


async def test_who_comes_from_an_address_that_cannot_be_starts_at_the_start(
    browser: Browser,
) -> None:
    answer = await browser.post("/account/tokens/new", headers={**FORM, "referer": "http://[::1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
