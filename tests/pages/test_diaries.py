"""The diary's page, the import of a calendar, and the rooms."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
import time_machine

from planning.diaries.queries import diary, rooms
from planning.people.rules import Actor, Role
from service.auth.secret import csrf_token
from tests.calendar.test_busy import calendar
from tests.clients import PUBLIC_URL, Browser
from tests.factories import NOW, make_actor, make_agency


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
async def somebody(browser: Browser) -> Actor:
    actor = await make_actor()
    await browser.sign_in_as(actor)
    return actor


def place(actor: Actor, part: str) -> str:
    return f"/people/{actor.person_id}/diary/{part}"


async def test_a_diary_shows_the_usual_week_until_one_is_said(
    browser: Browser, somebody: Actor
) -> None:
    shown = (await browser.get("/diary")).text
    assert shown.count('value="9am to 5pm"') == 5
    assert "taken for granted until you say otherwise" in shown
    typed = {"monday": "9am to 12:30pm, 2pm to 5pm", "friday": "18:00-midnight"}
    saved = await browser.submit(place(somebody, "hours"), typed)
    assert (saved.status_code, saved.headers["location"]) == (303, "/diary")
    again = (await browser.get("/diary")).text
    assert 'value="9am to 12:30pm, 2pm to 5pm"' in again
    assert 'value="6pm to midnight"' in again


async def test_hours_that_overlap_or_cannot_be_read_are_named_and_kept(
    browser: Browser, somebody: Actor
) -> None:
    typed = {"monday": "9am to 1pm, 12pm to 5pm", "friday": ""}
    refused = await browser.submit(place(somebody, "hours"), typed)
    assert refused.status_code == 422
    assert "9am to 1pm and midday to 5pm overlap" in refused.text
    assert 'value="9am to 1pm, 12pm to 5pm"' in refused.text
    odd = await browser.submit(place(somebody, "hours"), {"monday": "all day"})
    assert "Monday must be times like 9am to 5pm" in odd.text


async def test_leave_is_added_and_removed(browser: Browser, somebody: Actor) -> None:
    day = {"from_on-day": "9", "from_on-month": "3", "from_on-year": "2026"}
    until = {"until_on-day": "13", "until_on-month": "3", "until_on-year": "2026"}
    added = await browser.submit(place(somebody, "absences"), {"kind": "leave", **day, **until})
    assert added.status_code == 303
    busy = {"kind": "busy", **day, "starts": "10am", "ends": "11am"}
    await browser.submit(place(somebody, "absences"), busy)
    shown = (await browser.get("/diary")).text
    assert "Monday 9 March 2026 to Friday 13 March 2026" in shown
    assert "Monday 9 March 2026, 10am to 11am" in shown
    (first, _) = (await diary(person_id=somebody.person_id, actor=somebody, now=NOW)).absences
    removed = await browser.submit(f"/absences/{first.id}/remove")
    assert removed.headers["location"] == "/diary"
    refused = await browser.submit(place(somebody, "absences"), {})
    assert refused.status_code == 422
    assert "Enter the first day" in refused.text


async def bring(browser: Browser, actor: Actor, content: bytes) -> httpx.Response:
    return await browser.post(
        place(actor, "import"),
        data={"_csrf": csrf_token(browser.session_id), "_key": str(UUID(int=len(content)))},
        files={"file": ("mine.ics", content, "text/calendar")},
        headers={"origin": PUBLIC_URL},
    )


async def test_a_calendar_is_imported_and_imported_again(browser: Browser, somebody: Actor) -> None:
    content = calendar("DTSTART:20260304T100000Z\nDTEND:20260304T110000Z")
    assert (await bring(browser, somebody, content)).status_code == 303
    shown = (await browser.get("/diary")).text
    assert "1 busy time imported. No titles are kept." in shown
    assert "1 busy time to come, imported 3 March 2026, 2pm." in shown
    assert "Secret" not in shown
    large = await bring(browser, somebody, b"x" * 5 * 1024 * 1024)
    assert large.status_code == 422
    assert "must be smaller than 2 MB" in large.text
    nothing = await browser.submit(place(somebody, "import"))
    assert "Choose a calendar file." in nothing.text


async def test_an_upload_that_is_none_and_an_upload_elsewhere_are_refused(
    browser: Browser, somebody: Actor
) -> None:
    broken = await browser.post(
        place(somebody, "import"),
        content=b"--x",
        headers={"origin": PUBLIC_URL, "content-type": "multipart/form-data; boundary=y"},
    )
    assert broken.status_code in {400, 403}
    elsewhere = await browser.post(
        place(somebody, "hours"), files={"file": b"x"}, headers={"origin": PUBLIC_URL}
    )
    assert elsewhere.status_code == 415


@pytest.mark.parametrize(
    "part",
    [
        b'name="_key"\r\n\r\n\xff\xfe',
        b'name="_key"\r\nContent-Type: text/plain; charset=tea\r\n\r\nx',
    ],
)
async def test_letters_that_no_upload_should_hold_break_nothing(
    browser: Browser, somebody: Actor, part: bytes
) -> None:
    begins = b"--y\r\nContent-Disposition: form-data; "
    token = csrf_token(browser.session_id).encode()
    sent = b'%sname="_csrf"\r\n\r\n%s\r\n%s%s\r\n--y--\r\n' % (begins, token, begins, part)
    headers = {"origin": PUBLIC_URL, "content-type": "multipart/form-data; boundary=y"}
    told = await browser.post(place(somebody, "import"), content=sent, headers=headers)
    assert (told.status_code, "Choose a calendar file." in told.text) == (422, True)


async def test_a_scheduler_opens_diaries_of_their_own_agency_alone(browser: Browser) -> None:
    agency = await make_agency()
    colleague, stranger = await make_actor(agency_id=agency), await make_actor()
    await browser.sign_in_as(await make_actor(Role.SCHEDULER, agency_id=agency))
    own = await browser.get(f"/people/{colleague.person_id}/diary")
    assert f"Diary of {colleague.name}" in own.text
    saved = await browser.submit(place(colleague, "hours"), {"monday": "9am to 5pm"})
    assert saved.headers["location"] == f"/people/{colleague.person_id}/diary"
    assert (await browser.get(f"/people/{stranger.person_id}/diary")).status_code == 403


async def test_an_administrator_keeps_rooms(browser: Browser) -> None:
    keeper = await make_actor(Role.ADMINISTRATOR)
    await browser.sign_in_as(keeper)
    typed = {"site": "Library", "name": "Attic", "capacity": "12"}
    assert (await browser.submit("/rooms", typed)).status_code == 303
    again = await browser.submit("/rooms", typed)
    assert "There is a room of that name at this site already." in again.text
    (added,) = [room for room in await rooms(actor=keeper) if room.site == "Library"]
    assert 'value="12"' in (await browser.get(f"/rooms/{added.id}")).text
    changed = await browser.submit(f"/rooms/{added.id}", typed | {"capacity": "none"})
    assert "How many it holds must be a whole number" in changed.text
    assert (await browser.submit(f"/rooms/{added.id}", typed | {"name": "Loft"})).status_code == 303
    assert "Library, Loft" in (await browser.get("/rooms")).text
    await browser.submit(f"/rooms/{added.id}/close")
    assert "Library, Loft" not in (await browser.get("/rooms")).text
    await browser.sign_in_as(await make_actor())
    assert (await browser.get("/rooms")).status_code == 403
