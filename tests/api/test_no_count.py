"""Who is there for one child cannot tell whether the meeting is about others, nor how many."""

import itertools
import re
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
import time_machine
from litestar import Litestar

from planning import clock
from planning.meetings.actions import add_action, approve_minutes
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import Invitee
from planning.procedures.rules import MeetingKind
from planning.transactions import Connection
from service.auth.feeds import make_feed, revoke_feed, working_feeds
from service.web.calendars import feed_url
from tests import factories
from tests.api.test_authorisation_matrix import seen
from tests.api.walking import Ids, read_everything
from tests.clients import Browser, Program, browser
from tests.held import undone
from tests.scene import HELD, Scene, decided, make_scene

__all__ = ["browser"]
READ = HELD + timedelta(days=1)
_DIFFERS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}\b|[A-Za-z0-9_-]{40,}"
)
"""Ids, references of meetings and tokens."""


async def _held(others: int) -> tuple[Scene, Ids]:
    """A school's pupil, and so many other children whom police and health come for as well."""
    scene = await make_scene()
    pupil, *rest = await scene.concerns("N-1", *(f"X-{number}" for number in range(others)))
    there = [pupil.id, *(one.id for one in rest)]
    asked = scene.convening(there)
    school = Invitee(scene.school.person_id, concern_ids=[pupil.id])
    convening = msgspec.structs.replace(
        asked, kind=MeetingKind.EXPLOITATION, invitees=[*asked.invitees, school]
    )
    meeting_id = (await scene.convene(convening)).meeting_id
    await scene.come(meeting_id, scene.chair, scene.police, scene.health, scene.school)
    for concern_id in there:
        await scene.write(meeting_id, Section.ANALYSIS, "What is known", concern_id)
        await scene.decide(meeting_id, concern_id, decided())
        await add_action(
            meeting_id=meeting_id,
            concern_id=concern_id,
            what="Visit",
            owner_id=scene.police.person_id,
            due_on=HELD.date(),
            actor=scene.chair,
            now=HELD,
        )
    return scene, {"meeting_id": [str(meeting_id)], "concern_id": [str(pupil.id)]}


async def _answers(
    app: Litestar, scene: Scene, ids: Ids, client: Browser | Program
) -> dict[str, str]:
    """What the school is answered anywhere, but for what is drawn by lot; long lines unfolded."""
    if isinstance(client, Browser):
        await client.sign_in_as(scene.school)
    else:
        await client.act_for(scene.school)
    answers = {
        alike(place): alike(str(seen(answer)).replace(r"\r\n ", ""))
        async for place, answer in read_everything(app, client, ids)
    }
    return {**answers, "calendar feed": await _feed(scene, client)}


async def _feed(scene: Scene, client: Browser | Program) -> str:
    me, now = scene.school.person_id, clock.now()
    for old in await working_feeds(person_id=me):
        await revoke_feed(feed_id=old.id, person_id=me, now=now)
    made = await make_feed(person_id=me, name="Phone", now=now)
    text = (await client.get(feed_url("", made.secret))).text
    assert "BEGIN:VEVENT" in text
    return alike(text.replace("\r\n ", ""))


def alike(text: str) -> str:
    """The text but for what is drawn by lot."""
    return _DIFFERS.sub("…", text)


@pytest.mark.parametrize("api", [True, False])
async def test_a_school_is_answered_the_same_whether_its_pupil_is_the_only_child_or_one_of_many(
    app: Litestar,
    program: Program,
    browser: Browser,
    rolled_back: Connection,
    monkeypatch: pytest.MonkeyPatch,
    *,
    api: bool,
) -> None:
    client: Browser | Program = program if api else browser
    told: list[list[dict[str, str]]] = []
    for others in (0, 3):
        monkeypatch.setattr(factories, "_number", itertools.count(factories.OF_NOBODY))
        async with undone(rolled_back):
            with time_machine.travel(HELD, tick=False) as clock:
                scene, ids = await _held(others)
                running = await _answers(app, scene, ids, client)
                await scene.close(UUID(ids["meeting_id"][0]))
                closed = await _answers(app, scene, ids, client)
                await approve_minutes(
                    meeting_id=UUID(ids["meeting_id"][0]),
                    actor=scene.chair,
                    now=HELD,
                    enqueue=scene.sent,
                )
                clock.move_to(READ)
                told.append([running, closed, await _answers(app, scene, ids, client)])
    alone, one_of_many = told
    assert "Child N-1" in str(alone)
    assert one_of_many == alone
