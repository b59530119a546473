"""People and agencies: added, invited and closed by administrators, and by nobody else."""

import pytest

from planning.people.rules import Actor, Role
from planning.transactions import fetch_value, transaction
from tests.clients import Browser
from tests.factories import make_actor

PATHS = ["/people", "/people/new", "/agencies"]


@pytest.fixture
async def administrator(browser: Browser) -> Actor:
    actor = await make_actor(Role.ADMINISTRATOR)
    await browser.sign_in_as(actor)
    return actor


def _new(agency_id: object) -> dict[str, str | list[str]]:
    return {
        "name": "Robin <b>Ashdown</b>",
        "email": "Robin@Example.org",
        "agency_id": str(agency_id),
        "roles": ["chair", "scheduler"],
    }


async def test_a_person_is_added_invited_and_closed(browser: Browser, administrator: Actor) -> None:
    added = await browser.submit("/people/new", _new(administrator.agency_id))
    assert (added.status_code, added.headers["location"]) == (303, "/people")
    listed = (await browser.get("/people")).text
    assert "Robin &lt;b&gt;Ashdown&lt;/b&gt; was added. An invitation is on its way." in listed
    assert "robin@example.org" in listed
    async with transaction(None):
        person_id = await fetch_value("select id from person where email = 'robin@example.org'")
    address = f"/people/{person_id}"
    assert "chair, scheduler" in (await browser.get(address)).text
    invited = await browser.submit(f"{address}/invite")
    assert invited.headers["location"] == address
    closed = await browser.submit(f"{address}/close")
    assert closed.headers["location"] == "/people"
    assert (await browser.get(address)).status_code == 404


async def test_a_signatory_is_added_with_their_dates_and_ended(
    browser: Browser, administrator: Actor
) -> None:
    address = f"/people/{administrator.person_id}"
    first = {"from_on-day": "1", "from_on-month": "2", "from_on-year": "2026"}
    added = await browser.submit(f"{address}/signatory", first)
    assert added.headers["location"] == address
    shown = (await browser.get(address)).text
    assert "May sign from Sunday 1 February 2026, with no end." in shown
    async with transaction(None):
        signatory_id = await fetch_value(
            "select id from signatory where person_id = $1", administrator.person_id
        )
    ended = await browser.submit(f"{address}/signatory/{signatory_id}/end")
    assert ended.headers["location"] == address
    assert "with no end" not in (await browser.get(address)).text


async def test_every_fault_of_a_signatory_s_dates_is_told(
    browser: Browser, administrator: Actor
) -> None:
    address = f"/people/{administrator.person_id}/signatory"
    nothing = await browser.submit(address, {"until_on-day": "31", "until_on-month": "2"})
    assert nothing.status_code == 422
    assert "Enter their first day" in nothing.text
    dates = {f"{field}-{part}": value for field, year in (("from_on", "2026"), ("until_on", "2025"))
             for part, value in (("day", "1"), ("month", "3"), ("year", year))}  # fmt: skip
    backwards = await browser.submit(address, dates)
    assert "The last day must not be before the first." in backwards.text


async def test_a_double_click_adds_one_person(browser: Browser, administrator: Actor) -> None:
    for _ in range(2):
        answer = await browser.submit("/people/new", _new(administrator.agency_id), key="same")
        assert answer.status_code == 303
    async with transaction(None):
        found = await fetch_value("select count(*) from person where email = 'robin@example.org'")
    assert found == 1


async def test_every_fault_is_told_and_what_was_typed_stays(
    browser: Browser, administrator: Actor
) -> None:
    faulty = {"name": "Robin", "email": "nonsense", "agency_id": "x"}
    refused = await browser.submit("/people/new", faulty)
    assert refused.status_code == 422
    assert "Email address must be in the correct format" in refused.text
    assert "Agency must be one of the answers shown" in refused.text
    assert 'value="nonsense"' in refused.text
    taken = {**_new(administrator.agency_id), "email": administrator.email}
    again = await browser.submit("/people/new", taken)
    assert again.status_code == 409
    assert "Somebody with that email address is here already." in again.text


async def test_an_agency_is_added_once(browser: Browser, administrator: Actor) -> None:
    fields = {"name": "Northborough hospital", "category": "health"}
    added = await browser.submit("/agencies", fields)
    assert added.headers["location"] == "/agencies"
    assert "Northborough hospital was added." in (await browser.get("/agencies")).text
    again = await browser.submit("/agencies", fields)
    assert again.status_code == 409
    assert "There is an agency of that name already." in again.text


@pytest.mark.parametrize("path", PATHS)
async def test_others_may_not_look(browser: Browser, path: str) -> None:
    await browser.sign_in_as(await make_actor(Role.CHAIR))
    assert (await browser.get(path)).status_code == 403


async def test_others_may_not_act(browser: Browser) -> None:
    actor = await make_actor(Role.CHAIR)
    await browser.sign_in_as(actor)
    for path in (f"/people/{actor.person_id}/close", f"/people/{actor.person_id}/invite"):
        assert (await browser.submit(path)).status_code == 403
    assert (await browser.submit("/people/new", _new(actor.agency_id))).status_code == 403
