"""The page of an agency's mail: what each way means, what was set, who may."""

from uuid import uuid4

from planning.people.rules import Role
from planning.transactions import Connection
from tests.clients import Browser
from tests.factories import make_actor, make_agency


async def test_the_mail_of_an_agency_is_set_and_told(
    browser: Browser, rolled_back: Connection
) -> None:
    boss = await make_actor(Role.ADMINISTRATOR, name="Ada Post")
    agency_id = await make_agency(name="Hill School")
    await browser.sign_in_as(boss)
    address = f"/agencies/{agency_id}/mail"
    asked = (await browser.get(address)).text
    assert "Mail that waits already keeps the way that it was queued for." in asked
    assert "What was set before" not in asked
    nothing = await browser.submit(address, {"channel": "pigeon"})
    assert nothing.status_code == 422
    done = await browser.submit(address, {"channel": "portal"})
    assert (done.status_code, done.headers["location"]) == (303, "/agencies")
    assert "Mail to Hill School is set." in (await browser.get("/agencies")).text
    assert "From ordinary mail to Accord only" in (await browser.get(address)).text


async def test_it_is_an_administrator_s_and_of_an_agency_that_is_there(
    browser: Browser, rolled_back: Connection
) -> None:
    await browser.sign_in_as(await make_actor(Role.SCHEDULER))
    assert (await browser.get(f"/agencies/{await make_agency()}/mail")).status_code == 403
    await browser.sign_in_as(await make_actor(Role.ADMINISTRATOR))
    assert (await browser.get(f"/agencies/{uuid4()}/mail")).status_code == 404
