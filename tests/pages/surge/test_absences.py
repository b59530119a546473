"""Somebody cannot come: said without a reason, worked out, looked at, and confirmed."""

from datetime import date, timedelta

import time_machine

from planning.surge.rules.batches import RunKind
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, text_of
from tests.pages.surge.batches import begun, found, proposed, run_of, seen, who
from tests.planning.surge_world import SurgeWorld

WEDNESDAY = {
    f"{name}-{part}": value
    for name in ("from_on", "until_on")
    for part, value in (("day", "4"), ("month", "3"), ("year", "2026"))
}


async def test_only_what_must_change_changes(browser: Browser, world: SurgeWorld) -> None:
    address, fields = await proposed(browser, world)
    await browser.submit(f"{address}/confirm", fields)
    assert (await browser.get(f"{address}/moves")).status_code == 404
    form = await browser.get(f"{address}/absence")
    _, chair_id = who(await seen(world, address), "Chair", date(2026, 3, 4))
    assert f'<option value="{chair_id}">' in form.text
    assert "Nobody is asked why" in text_of(form)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        said = WEDNESDAY | {"person_id": str(chair_id)}
        answer = await browser.submit(f"{address}/absence", said)
        assert answer.headers["location"] == f"{address}/run"
        await found(world, address)
        assert "See what changes" in text_of(await browser.get(f"{address}/run"))
        board = text_of(await browser.get(address))
        assert "Cannot come Who First day Last day" in board
        assert "Wednesday 4 March 2026 Wednesday 4 March 2026" in board
        must = any(one.must_move for one in (await seen(world, address)).meetings)
        assert ("Must move: 5 people asked again" in board) is must
        changes = text_of(await browser.get(f"{address}/moves"))
        assert "Change 1 meeting" in changes
        assert "Wednesday 4 March 2026, 9am" in changes
        fields = await run_of(browser, f"{address}/moves")
        done = await browser.submit(f"{address}/moves", fields)
        assert done.headers["location"] == address
        after = text_of(await browser.get(address))
        assert "That is done, and everybody concerned is told." in after
        assert "See what changes" not in after
        assert "Must move" not in after


async def test_before_a_batch_is_convened_its_times_are_looked_for_again(
    browser: Browser, world: SurgeWorld
) -> None:
    address, _ = await proposed(browser, world)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        said = WEDNESDAY | {"person_id": str(world.scene.police.person_id)}
        await browser.submit(f"{address}/absence", said)
        run = (await seen(world, address)).run
        assert run
        assert (run.kind, run.stale) == (RunKind.PROPOSAL, False)


async def test_every_fault_of_an_absence_is_shown_and_what_was_typed_stays(
    browser: Browser, world: SurgeWorld
) -> None:
    address = await begun(browser, world)
    bad = await browser.submit(f"{address}/absence", {"from_on-day": "40"})
    assert (bad.status_code, faults_of(bad)) == (
        422,
        [
            "Select who cannot come",
            "First day away must include a month and year",
            "Enter the last day away",
        ],
    )
    assert 'value="40"' in bad.text
    backwards = WEDNESDAY | {"person_id": str(world.scene.police.person_id), "until_on-day": "3"}
    refused = await browser.submit(f"{address}/absence", backwards)
    assert (refused.status_code, len(faults_of(refused))) == (409, 1)
