"""All that is said in the police-sensitive tier of an operation, and of which nobody else knows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Protocol
from uuid import UUID

import pytest

from planning import clock
from planning.access.actions import declare_conflict
from planning.escalations.actions import Raising, answer_escalation, raise_escalation
from planning.escalations.rules import EscalationKind
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.plans.actions import comment_on, edit_section, reply_to, settle_comment
from planning.plans.queries import comments_of, plan, texts_of, version
from planning.plans.rules.comments import About, CommentKind
from planning.transactions import fetch_value, transaction
from service.documents.asking import ask
from service.documents.sources import Kind
from tests.api.everything import Everything
from tests.factories import Sent

WORD = "Nightjar"
"""In every text of this side."""
ANNEX = "police_annex"


class Lots:
    """Draws ids by lot, the same in each world; one side's draws leave the other's alone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._drawn = os.urandom
        self._lots: dict[str, Random] = {}
        self._side = ""
        monkeypatch.setattr(os, "urandom", self._draw)

    def again(self, side: str) -> None:
        """Draw for this side from the start."""
        self._side, self._lots[side] = side, Random(side)

    @contextmanager
    def side(self, name: str) -> Iterator[None]:
        """Draw for another side meanwhile."""
        before, self._side = self._side, name
        self._lots.setdefault(name, Random(name))
        yield
        self._side = before

    def _draw(self, size: int) -> bytes:
        lot = self._lots.get(self._side)
        return lot.randbytes(size) if lot and size == 16 else self._drawn(size)


class Moving(Protocol):
    """The clock of a test."""

    def shift(self, delta: timedelta) -> None: ...


class PoliceSide:
    """Says things in the tier, each some minutes after the one before."""

    def __init__(self, everything: Everything, inner: Actor, moving: Moving) -> None:
        self.lead, self.inner, self.moving = everything.boss, inner, moving
        self.operation_id = UUID(everything.ids["operation_id"])
        self.plan_id = UUID(everything.ids["plan_id"])
        self.sent = Sent()
        self.ids: dict[str, list[UUID]] = {"comment_id": [], "escalation_id": [], "document_id": []}

    async def open(self) -> None:
        """Somebody is let in, writes, asks, is answered, and it goes up the ladder."""
        await add_members(
            operation_id=self.operation_id,
            person_ids=[self.inner.person_id],
            tier=Tier.POLICE,
            reason=f"{WORD} is theirs",
            actor=self.lead,
            now=self._later(),
        )
        for person in (self.inner, self.lead):
            await self._write(person)
        await self._talk()
        await self._escalate()

    async def go_on(self, version_id: UUID) -> None:
        """After a version was submitted: more words, readings, a print and a conflict."""
        await self._write(self.inner)
        await self._talk()
        await texts_of(plan_id=self.plan_id, key=ANNEX, actor=self.inner)
        await comments_of(plan_id=self.plan_id, actor=self.inner)
        await version(plan_version_id=version_id, actor=self.inner)
        self.ids["document_id"].append(
            await ask(kind=Kind.PLAN, subject_id=version_id, actor=self.inner, now=self._later())
        )
        async with transaction(self.lead.person_id):
            tier = await fetch_value(
                "select police_compartment_id from operation where id = $1", self.operation_id
            )
        await declare_conflict(
            compartment_id=UUID(str(tier)),
            person_id=self.inner.person_id,
            reason=f"{WORD} is a cousin",
            actor=self.lead,
            now=self._later(),
        )

    def _later(self) -> datetime:
        self.moving.shift(timedelta(minutes=7))
        return clock.now()

    async def _write(self, person: Actor) -> None:
        seen = await plan(plan_id=self.plan_id, actor=person, now=self._later())
        annex = next(one for one in seen.sections if one.section.key == ANNEX)
        said = {field.key: f"{WORD} by {person.name}" for field in annex.section.fields}
        await edit_section(
            plan_id=self.plan_id,
            key=ANNEX,
            content=said,
            version=annex.version,
            actor=person,
            now=self._later(),
            complete=person is self.lead,
        )

    async def _talk(self) -> None:
        for kind in CommentKind:
            said = await comment_on(
                plan_id=self.plan_id,
                about=About(section_key=ANNEX),
                kind=kind,
                text=f"{WORD}?",
                actor=self.inner,
                now=self._later(),
            )
            self.ids["comment_id"].append(said)
            await reply_to(comment_id=said, text=f"{WORD}.", actor=self.lead, now=self._later())
        await settle_comment(
            comment_id=self.ids["comment_id"][-1], actor=self.inner, now=self._later()
        )

    async def _escalate(self) -> None:
        raising = Raising(
            EscalationKind.PLAN, self.plan_id, WORD, f"{WORD} is away", police_sensitive=True
        )
        for _ in range(2):
            self.ids["escalation_id"].append(
                await raise_escalation(
                    raising=raising, actor=self.inner, now=self._later(), enqueue=self.sent
                )
            )
        await answer_escalation(
            escalation_id=self.ids["escalation_id"][-1],
            outcome=f"{WORD} goes on",
            child_safe_meanwhile=f"{WORD} is away",
            actor=self.lead,
            now=self._later(),
            enqueue=self.sent,
        )
