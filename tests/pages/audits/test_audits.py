"""Case audits by hand: drawn, given out, answered, counted; no child before the partnership."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from planning.audits.queries import cases_to_audit, chosen_of, samples
from planning.audits.rules import QUESTIONS
from planning.concerns.queries import concerns
from planning.people.rules import Actor, Role
from tests.clients import Browser
from tests.factories import make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.scene import Scene, make_scene

DAY = date(2031, 3, 5)
LATER = datetime(2031, 3, 10, 9, 0, tzinfo=UTC)
FORM = {
    "seed": "spring", "size": "6", "strata": "team",
    "from_on-day": "5", "from_on-month": "3", "from_on-year": "2031",
    "until_on-day": "5", "until_on-month": "3", "until_on-year": "2031",
    "due_on-day": "30", "due_on-month": "4", "due_on-year": "2031",
}  # fmt: skip
Fields = dict[str, str | list[str]]
ALL_WELL = {question.key: "yes" for question in QUESTIONS}


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
async def scene() -> Scene:
    made = await make_scene()
    for one in await made.concerns(*(f"R-{number}" for number in range(6))):
        await made.hold(one.id, made.adjourned(next_on=date(2031, 4, 2)), day=DAY)
    return made


async def _drawn(browser: Browser, partnership: Actor) -> str:
    await browser.sign_in_as(partnership)
    answer = await browser.submit("/audits", FORM)
    assert answer.status_code == 303
    (one,) = await samples(actor=partnership)
    assert answer.headers["location"] == f"/audits/{one.id}"
    return f"/audits/{one.id}"


async def test_from_the_draw_to_the_counts(browser: Browser, scene: Scene) -> None:
    partnership, auditor = await make_actor(Role.PARTNERSHIP), await make_actor(Role.AUDITOR)
    here = await _drawn(browser, partnership)
    assert "0 of 6 cases audited" in text_of(await browser.get(here))
    given: Fields = {"auditor_id": str(auditor.person_id), "numbers": [str(n) for n in range(1, 7)]}
    assert (await browser.submit(here, given)).status_code == 303
    seen = await browser.get(here)
    assert "Child R-" not in seen.text
    await browser.sign_in_as(scene.manager)
    assert "Case audit 3 of a concern" in text_of(await browser.get("/work"))
    await browser.sign_in_as(auditor)
    assert "Audit case 3 Read the record" in text_of(await browser.get("/work"))
    for case in await cases_to_audit(actor=auditor, now=LATER):
        form = f"/audit-cases/{case.id}"
        assert "the concern of Child R-" in text_of(await browser.get(form))
        assert (await browser.submit(form, ALL_WELL)).status_code == 303
    await browser.sign_in_as(partnership)
    whole = text_of(await browser.get(here))
    assert "6 of 6 cases audited" in whole
    table = await browser.get(f"{here}/counts.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="case-audit.csv"'
    lines = table.text.splitlines()
    assert len(lines) == 1 + len(QUESTIONS)
    assert all(line.endswith(",6,0,0,0,0") for line in lines[1:])


async def test_the_partnership_finds_open_samples_and_those_in_the_concern_know(
    browser: Browser, scene: Scene
) -> None:
    partnership = await make_actor(Role.PARTNERSHIP)
    here = await _drawn(browser, partnership)
    assert 'href="/audits"' in (await browser.get("/drift")).text
    work = await browser.get("/work")
    assert "Case audit: 0 of 6 cases audited 6 cases without an auditor." in text_of(work)
    assert f'href="{here}"' in work.text
    (one, *_) = (await concerns(actor=scene.manager)).items
    told = f"Chosen for a case audit on Monday 10 March 2031, 9am, by {partnership.name}."
    await browser.sign_in_as(scene.manager)
    assert told in text_of(await browser.get(f"/concerns/{one.id}"))
    assert "Case audit: 0 of 6" not in text_of(await browser.get("/work"))
    assert await chosen_of(concern_id=one.id, actor=partnership) == []


async def test_every_fault_of_a_draw_is_named(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(await make_actor(Role.PARTNERSHIP))
    refused = await browser.submit("/audits", {"size": "5"})
    assert (refused.status_code, len(faults_of(refused))) == (422, 6)
    many = await browser.submit("/audits", {**FORM, "size": "7"})
    assert (many.status_code, faults_of(many)) == (
        409, ["Fewer concerns had a meeting then. Choose a longer time or a smaller sample."],
    )  # fmt: skip
    assert 'value="spring"' in many.text


async def test_who_is_too_near_is_refused_in_words(browser: Browser, scene: Scene) -> None:
    partnership = await make_actor(Role.PARTNERSHIP)
    here = await _drawn(browser, partnership)
    nothing = await browser.submit(here, {})
    assert faults_of(nothing) == ["Select an auditor", "Select at least one case"]
    near: Fields = {"auditor_id": str(scene.manager.person_id), "numbers": ["2", "1"]}
    refused = await browser.submit(here, near)
    assert (refused.status_code, faults_of(refused)) == (
        409, ["This person cannot audit: case 1, 2. Choose another person."],
    )  # fmt: skip


async def test_findings_are_asked_for_whole(browser: Browser, scene: Scene) -> None:
    partnership, auditor = await make_actor(Role.PARTNERSHIP), await make_actor(Role.AUDITOR)
    here = await _drawn(browser, partnership)
    await browser.submit(here, {"auditor_id": str(auditor.person_id), "numbers": ["1"]})
    await browser.sign_in_as(auditor)
    (case,) = await cases_to_audit(actor=auditor, now=LATER)
    form = f"/audit-cases/{case.id}"
    refused = await browser.submit(form, {**ALL_WELL, "voice": "partly", "consent": ""})
    assert (refused.status_code, sorted(faults_of(refused))) == (
        409,
        ["Answer: If exploitation was possible: were capacity, consent and coercion weighed?",
         "Say what was missing."],
    )  # fmt: skip
    said = {**ALL_WELL, "voice": "partly", "voice_words": "Seen once."}
    assert (await browser.submit(form, said)).status_code == 303
    assert "Partly: Seen once." in text_of(await browser.get(form))
    await browser.sign_in_as(scene.manager)
    assert "Partly: Seen once." in text_of(await browser.get(form))


async def test_samples_are_the_partnerships_alone(browser: Browser, scene: Scene) -> None:
    here = await _drawn(browser, await make_actor(Role.PARTNERSHIP))
    assert "5 March 2031 to 5 March 2031" in text_of(await browser.get("/audits"))
    await browser.sign_in_as(scene.manager)
    for path in ("/audits", "/audits/new", here, f"{here}/counts.csv"):
        assert (await browser.get(path)).status_code == 404
