"""Two worlds that police-sensitive words alone tell apart answer all others alike, to the byte."""

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from litestar import Litestar

from planning import clock
from planning.access.queries import history_of
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.outbox import Notice
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import edit_section
from planning.plans.queries import plan
from planning.sign_offs.actions import submit_for_sign_off
from planning.transactions import Connection, transaction
from service.documents.content import Sheet
from service.documents.sources import SOURCES, Kind
from tests import factories
from tests.api.everything import Everything, make_everything
from tests.api.police_side import ANNEX, WORD, Lots, PoliceSide
from tests.api.test_authorisation_matrix import call, guarded, seen
from tests.api.walking import Ids, places
from tests.clients import Browser, Program, browser
from tests.factories import NOW, Sent, make_actor
from tests.held import undone

__all__ = ["browser"]
QUERIES = {
    "/api/v1/plans/{plan_id}/comparison": ("?older=1&newer=2",),
    "/plans/{plan_id}/compare": ("?older=1&newer=2",),
    "/plans/{plan_id}/comments/new": ("?part=section:media", f"?part=section:{ANNEX}"),
    "/plans/{plan_id}/comments": (f"?part=section:{ANNEX}",),
    "/api/v1/plans/{plan_id}/comments": (f"?section_key={ANNEX}",),
    "/api/v1/plan-versions/{version_id}/changes": ("?since={version_id}&agency_id={agency_id}",),
    "/search": (f"?q={WORD}",),
    "/api/v1/search": (f"?q={WORD}",),
}
"""Beside each address as it is: what it can be asked that could tell."""
_DRAWN = re.compile(
    r'name="(_key|_csrf|seed)"[^>]* value="[^"]*"|\b[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}\b'
)
"""What is drawn by lot outside our ids: keys of forms, seeds, references of meetings."""
SHEET = Sheet(title="Plan", version="Version 2", reader="Sam", made_at="today")
Told = dict[str, object]
Client = Browser | Program


class World:
    """All that there is, who reads it, and what the tier says where it says anything."""

    def __init__(self, everything: Everything, office: Actor, side: PoliceSide) -> None:
        self.everything, self.side = everything, side
        self.readers = [everything.member, everything.stranger, office]
        self.sent = Sent()

    async def edit(self) -> None:
        """A word in a section that everybody reads; a new version of the plan."""
        lead, plan_id = self.everything.boss, UUID(self.everything.ids["plan_id"])
        found = await plan(plan_id=plan_id, actor=lead, now=clock.now())
        media = next(one for one in found.sections if one.section.key == "media")
        await edit_section(
            plan_id=plan_id,
            key="media",
            content={media.section.fields[0].key: "Say nothing yet"},
            version=media.version,
            actor=lead,
            now=clock.now(),
        )

    async def submit(self) -> UUID:
        submitted = await submit_for_sign_off(
            plan_id=UUID(self.everything.ids["plan_id"]),
            actor=self.everything.boss,
            now=clock.now(),
            enqueue=self.sent,
        )
        return submitted.version_id


async def _world(lots: Lots, moving: time_machine.Traveller, *, hidden: bool) -> World:
    """The tier speaks before a version is submitted and after."""
    lots.again("shared")
    office = await make_actor(Role.PARTNERSHIP)
    everything = await make_everything()
    inner = await make_actor(category=AgencyCategory.POLICE)
    await add_members(
        operation_id=UUID(everything.ids["operation_id"]),
        person_ids=[inner.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=everything.boss,
        now=clock.now(),
    )
    world = World(everything, office, PoliceSide(everything, inner, moving))
    await world.edit()
    if hidden:
        with lots.side("police"):
            await world.side.open()
    moving.move_to(NOW + timedelta(hours=3))
    version_id = await world.submit()
    if hidden:
        with lots.side("police"):
            await world.side.go_on(version_id)
    moving.move_to(NOW + timedelta(hours=6))
    everything.ids["version_id"] = str(version_id)
    return world


def _ids(everything: Everything, hidden: Mapping[str, Sequence[UUID]]) -> dict[str, list[str]]:
    """What addresses are asked with: what everybody may see, and what only the tier has."""
    ids = {name: [value] for name, value in everything.ids.items()}
    for name, values in hidden.items():
        ids[name] += [str(one) for one in values]
    ids["key"] += [ANNEX, "media"]
    return ids


async def _answers(app: Litestar, client: Client, ids: Ids) -> Told:
    """What every address answers one reader, with its headers."""
    told: Told = {}
    for path, method, _ in guarded(app, api=isinstance(client, Program)):
        for query in ("", *QUERIES.get(path, ())) if method == "GET" else ():
            for place in places(path + query, ids):
                answer = str(seen(await call(client, "GET", place, None)))
                condition = ids["condition_id"][0]
                told[place.replace(condition, "")] = _DRAWN.sub("", answer.replace(condition, ""))
    return told


async def _beside(world: World, reader: Actor) -> Told:
    """What reaches somebody otherwise: mail, history, and a plan's print."""
    plan_id, version_id = (UUID(world.everything.ids[key]) for key in ("plan_id", "version_id"))
    notices = [*world.sent.messages, *world.side.sent.messages]
    told: Told = {
        "mail": [
            one
            for one in notices
            if isinstance(one, Notice) and one.recipient.person_id == reader.person_id
        ],
        "history": [
            await history_of(subject_id=one, actor=reader)
            for one in (plan_id, world.side.operation_id)
        ],
    }
    if reader is not world.everything.stranger:
        async with transaction(reader.person_id):
            source = await SOURCES[Kind.PLAN](version_id, reader, NOW, NOW)
        told["print"] = (source.content_hash, source.html(SHEET))
    return told


async def _told(app: Litestar, world: World, reader: Actor, ids: Ids, *clients: Client) -> Told:
    told = await _beside(world, reader)
    for client in clients:
        await (client.sign_in_as if isinstance(client, Browser) else client.act_for)(reader)
        told |= await _answers(app, client, ids)
    return told


async def test_who_is_not_in_the_tier_is_answered_alike_whatever_it_says(
    app: Litestar,
    program: Program,
    browser: Browser,
    rolled_back: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lots, told = Lots(monkeypatch), list[list[Told]]()
    hidden: dict[str, list[UUID]] = {}
    for speaks in (True, False):
        monkeypatch.setattr(factories, "_number", itertools.count(factories.OF_NOBODY))
        async with undone(rolled_back):
            with time_machine.travel(NOW, tick=False) as moving:
                world = await _world(lots, moving, hidden=speaks)
                assert (WORD in str(await _beside(world, world.everything.boss))) is speaks
                hidden = hidden or world.side.ids
                ids = _ids(world.everything, hidden)
                lots.again("reading")
                told.append(
                    [await _told(app, world, one, ids, browser, program) for one in world.readers]
                )
    spoken, silent = told
    for loud, quiet in zip(spoken, silent, strict=True):
        assert {place for place, answer in quiet.items() if loud[place] != answer} == set()
