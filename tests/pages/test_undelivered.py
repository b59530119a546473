"""The pages on which somebody finds, sends again or puts away mail that did not arrive."""

from uuid import UUID, uuid4

import pytest
import time_machine

from planning.people.actions import set_mail_channel
from planning.people.rules import Actor, MailChannel, Role
from planning.transactions import Connection, fetch_value, transaction
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.lost_mail import lose
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


@pytest.fixture
async def meeting_id(scene: Scene) -> UUID:
    (child,) = await scene.concerns("N-1")
    return await scene.meet(child.id)


@pytest.fixture
async def boss(scene: Scene) -> Actor:
    return await make_actor(Role.ADMINISTRATOR, name="Ada Post")


async def show(browser: Browser, actor: Actor, path: str) -> str:
    with time_machine.travel(NOW, tick=False):
        await browser.sign_in_as(actor)
        answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def send(browser: Browser, actor: Actor, path: str, **fields: str) -> tuple[int, str]:
    with time_machine.travel(NOW, tick=False):
        await browser.sign_in_as(actor)
        answer = await browser.submit(path, fields)
        if answer.status_code != 303:
            return answer.status_code, answer.text
        return 303, (await browser.get(answer.headers["location"])).text


@pytest.mark.parametrize(
    "told",
    [
        ("queued", 0, None, "Queued on 3 March 2026, 2pm, not tried yet."),
        ("queued", 2, "no connection to the mail server", "our mail server cannot be reached."),
        ("accepted", 1, None, "On 3 March 2026, 2pm."),
        ("failed", 1, "address refused (550 5.1.1)", "there is no such mailbox (code 550 5.1.1)"),
        ("bounced", 1, "came back (5.2.2)", "the mailbox is full (code 5.2.2)"),
        ("withheld", 0, None, "This agency reads in Accord only."),
    ],
)
async def test_the_meeting_says_where_each_invitation_is(
    browser: Browser,
    scene: Scene,
    meeting_id: UUID,
    rolled_back: Connection,
    told: tuple[str, int, str | None, str],
) -> None:
    state, attempts, reason, words = told
    await lose(rolled_back, meeting_id, scene.health, state=state, reason=reason, attempts=attempts)
    shown = await show(browser, scene.chair, f"/meetings/{meeting_id}")
    assert words in shown
    dead = state in {"failed", "bounced"}
    assert ("Ring them. If the address is wrong, ask an administrator" in shown) is dead
    assert ("Put away" in shown) is dead
    assert words not in await show(browser, scene.police, f"/meetings/{meeting_id}")


async def test_the_scheduler_finds_it_in_their_work_and_deals_with_it(
    browser: Browser, scene: Scene, meeting_id: UUID, rolled_back: Connection
) -> None:
    lost = await lose(rolled_back, meeting_id, scene.health)
    text = f"The invitation did not arrive: {scene.health.name}."
    for person in (scene.scheduler, scene.chair):
        assert text in await show(browser, person, "/work")
    for person in (scene.stranger, scene.health):
        assert text not in await show(browser, person, "/work")
    listed = await show(browser, scene.scheduler, "/undelivered")
    assert "There is no such mailbox (code 550 5.1.1)." in listed
    nothing = await send(browser, scene.scheduler, f"/undelivered/{lost}")
    assert (nothing[0], "Select what to do" in nothing[1]) == (422, True)
    unsaid = await send(browser, scene.scheduler, f"/undelivered/{lost}", what="dismiss")
    assert (unsaid[0], "Say why nobody needs to do anything" in unsaid[1]) == (422, True)
    there = {"what": "again", "to_meeting": "yes"}
    done = await send(browser, scene.scheduler, f"/undelivered/{lost}", **there)
    assert (done[0], "It will leave again." in done[1]) == (303, True)
    assert "Being sent again" in done[1]
    assert text not in await show(browser, scene.chair, "/work")
    with time_machine.travel(NOW, tick=False):
        assert (await browser.get(f"/undelivered/{lost}")).status_code == 404


async def test_an_administrator_sends_all_of_an_agency_again_and_puts_one_away(
    browser: Browser, scene: Scene, meeting_id: UUID, boss: Actor, rolled_back: Connection
) -> None:
    await lose(rolled_back, meeting_id, scene.health)
    kept = await lose(rolled_back, meeting_id, scene.police, state="bounced")
    work = await show(browser, boss, "/work")
    assert "2 messages, the latest to" in work
    shown = await show(browser, boss, "/undelivered")
    async with transaction(scene.chair.person_id):
        reference = await fetch_value(
            "select reference from strategy_meeting where id = $1", meeting_id
        )
    assert (scene.health.name in shown, reference in shown) == (True, False)
    assert str(meeting_id) not in shown
    agency = str(scene.health.agency_id)
    sent = await send(browser, boss, "/undelivered/send-again", agency=agency, wanted="listed")
    assert "1 message will leave again." in sent[1]
    again = await send(browser, boss, "/undelivered/send-again", agency=agency)
    assert "There was nothing to send again." in again[1]
    away = await send(
        browser, boss, f"/undelivered/{kept}", what="dismiss", reason="Told by telephone"
    )
    assert "It is put away." in away[1]
    settled = await show(browser, boss, "/undelivered?wanted=settled")
    assert "See to mail that did not arrive" not in await show(browser, boss, "/work")
    assert "Put away by Ada Post on 3 March 2026, 2pm: Told by telephone" in settled


@pytest.mark.parametrize("query", ["?wanted=everything", "?agency=x", "?since=yesterday"])
async def test_filters_that_are_not_are_told(
    browser: Browser, scene: Scene, boss: Actor, query: str
) -> None:
    await browser.sign_in_as(boss)
    assert (await browser.get(f"/undelivered{query}")).status_code == 422


async def test_a_link_to_an_account_can_only_be_put_away(
    browser: Browser, scene: Scene, boss: Actor, rolled_back: Connection
) -> None:
    lost = await lose(rolled_back, uuid4(), scene.health, kind="account_invitation")
    shown = await show(browser, boss, f"/undelivered/{lost}")
    assert ("Send it again" in shown, "Put it away" in shown) == (False, True)
    refused = await send(browser, boss, f"/undelivered/{lost}", what="again")
    assert (refused[0], "A link to an account cannot be sent again." in refused[1]) == (409, True)


async def test_nobody_is_reminded_by_mail_that_does_not_arrive(
    browser: Browser, scene: Scene, meeting_id: UUID, boss: Actor, rolled_back: Connection
) -> None:
    for person in (scene.health, scene.chair):
        await lose(rolled_back, meeting_id, person)
    shown = await show(browser, scene.scheduler, f"/meetings/{meeting_id}/remind")
    assert "The invitation did not arrive: ring them" in shown
    await set_mail_channel(
        agency_id=scene.police.agency_id, channel=MailChannel.PORTAL, actor=boss, now=NOW
    )
    remind = f"/meetings/{meeting_id}/remind"
    assert "Reads in Accord only: ring them" in await show(browser, scene.scheduler, remind)
    refused = await send(browser, scene.scheduler, f"/meetings/{meeting_id}/remind")
    assert (refused[0], "Mail does not reach" in refused[1]) == (409, True)


async def test_an_address_is_corrected_with_the_password(
    browser: Browser, scene: Scene, meeting_id: UUID, boss: Actor, rolled_back: Connection
) -> None:
    await lose(rolled_back, meeting_id, scene.health)
    path = f"/people/{scene.health.person_id}/address"
    assert "Your password" not in await show(browser, boss, path)
    for email in ("", "nobody", scene.police.email):
        status, _ = await send(browser, boss, path, email=email)
        assert status in {409, 422}
    done = await send(browser, boss, path, email="right@example.org")
    assert "The address is corrected. 1 message will leave again." in done[1]
    with time_machine.travel(NOW, tick=False):
        await browser.sign_in_as(scene.scheduler)
        assert (await browser.get(path)).status_code == 403
