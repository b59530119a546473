"""An operation of three agencies on which acts of the gate's model are done by the real actions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.access.actions import declare_conflict
from planning.errors import NotFound
from planning.go_live.actions import confirm_go_live, go_live, go_live_without_sign_off
from planning.operations.actions import release_agency, require_agency, tell_partnership
from planning.people.rules import Actor
from planning.plans.actions import add_resource, change_resource, edit_section, remove_resource
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import confirm_condition, meet_condition, sign, withdraw
from planning.sign_offs.queries.evidence import evidence_of
from planning.sign_offs.rules import Answer, NewCondition
from planning.transactions import fetch_one, transaction
from tests.factories import NOW
from tests.planning.operation_world import World, resource
from tests.rules.gate_model import AGENCY_OF, OUT, SHORT, Act, Term

KINDS = tuple(PlanKind)
TEXTS = ("As the group agreed", "As the group agreed, by day and by night")


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    version: int


class _Text(msgspec.Struct, frozen=True):
    content: dict[str, object]
    version: int


@dataclass
class Stage:
    """The people by the model's numbers, and the field of each plan in which they write."""

    world: World
    people: list[Actor]
    written: dict[PlanKind, tuple[str, str]]

    @property
    def operation_id(self) -> UUID:
        return self.world.operation_id

    def agency_id(self, agency: int) -> UUID:
        return self.people[AGENCY_OF.index(agency)].agency_id

    def kind(self, act: Act) -> PlanKind:
        return KINDS[act.plan]

    async def do(self, act: Act, *, step: float) -> None:
        """The act that the model names, so many seconds after the start; raises as actions do."""
        now = NOW + timedelta(seconds=step)
        verbs: dict[str, Callable[[Act, datetime], Awaitable[object]]] = {
            "write": self._write,
            "line": self._line,
            "submit": self._submit,
            "sign": self._sign,
            "object": self._object,
            "ask": self._ask,
            "withdraw": self._withdraw,
            "meet": self._meet,
            "confirm": self._confirm,
            "conflict": self._conflict,
            "require": self._require,
            "release": self._release,
            "tell": self._tell,
            "live": self._live,
            "live_without": self._live_without,
            "second": self._second,
        }
        await verbs[act.verb](act, now)

    def plan_id(self, act: Act) -> UUID:
        return self.world.plan_ids[self.kind(act)]

    async def version_id(self, act: Act) -> UUID:
        """The current version of the act's plan."""
        found = await self._row(
            "select id, number as version from plan_version where plan_id = $1"
            " order by number desc limit 1",
            self.plan_id(act),
        )
        return found.id

    async def _row(self, sql: str, *arguments: object) -> _Row:
        async with transaction(self.world.lead.person_id):
            found = await fetch_one(_Row, sql, *arguments)
        if found is None:
            raise NotFound
        return found

    async def _write(self, act: Act, now: datetime) -> None:
        section, field = self.written[self.kind(act)]
        async with transaction(self.world.lead.person_id):
            kept = await fetch_one(
                _Text,
                "select content, version from plan_section where plan_id = $1 and key = $2",
                self.plan_id(act), section,
            )  # fmt: skip
        assert kept
        await edit_section(
            plan_id=self.plan_id(act),
            key=section,
            content={**kept.content, field: TEXTS[act.value]},
            version=kept.version,
            actor=self.people[act.person],
            now=now,
        )

    async def _line(self, act: Act, now: datetime) -> None:
        actor, agency_id = self.people[act.person], self.agency_id(act.agency)
        committed = Decimal(3 if act.value == SHORT else 4)
        wanted = resource(agency_id, committed=committed)
        async with transaction(self.world.lead.person_id):
            kept = await fetch_one(
                _Row,
                "select id, version from plan_resource"
                " where plan_id = $1 and agency_id = $2 and removed_at is null",
                self.plan_id(act), agency_id,
            )  # fmt: skip
        if kept is None:
            await add_resource(plan_id=self.plan_id(act), draft=wanted, actor=actor, now=now)
        elif act.value == OUT:
            await remove_resource(resource_id=kept.id, version=kept.version, actor=actor, now=now)
        else:
            await change_resource(
                resource_id=kept.id, draft=wanted, version=kept.version, actor=actor, now=now
            )

    async def _submit(self, act: Act, now: datetime) -> None:
        await self.world.submit(self.kind(act), now=now)

    async def _sign(self, act: Act, now: datetime) -> None:
        """Conditions are owned by the lead; a signature of nothing may say "no role"."""
        condition = NewCondition(
            "A night nurse is found", self.world.lead.person_id, date(2026, 3, 20), blocking=True
        )
        answer = Answer.SIGNED
        if act.value == Term.OPEN:
            answer = Answer.SIGNED_WITH_CONDITIONS
        elif now.second % 2 and await self._asks_nothing(act):
            answer = Answer.NO_ROLE
        await self._answer(
            act, now, answer, conditions=[condition] if act.value == Term.OPEN else []
        )

    async def _asks_nothing(self, act: Act) -> bool:
        async with transaction(self.world.lead.person_id):
            evidence = await evidence_of(self.operation_id)
        current = evidence.current(self.plan_id(act), self.agency_id(act.agency))
        return current is not None and current.is_empty

    async def _object(self, act: Act, now: datetime) -> None:
        answer = Answer.REFUSED if now.second % 2 else Answer.CHANGES_REQUESTED
        await self._answer(act, now, answer, note="Nobody is free at night")

    async def _ask(self, act: Act, now: datetime) -> None:
        await self._answer(act, now, Answer.ASKED, note="Who is on call?")

    async def _answer(
        self,
        act: Act,
        now: datetime,
        answer: Answer,
        *,
        note: str = "",
        conditions: list[NewCondition] | None = None,
    ) -> None:
        await sign(
            plan_version_id=await self.version_id(act),
            answer=answer,
            note=note,
            conditions=conditions or [],
            actor=self.people[act.person],
            now=now,
        )

    async def _withdraw(self, act: Act, now: datetime) -> None:
        found = await self._row(
            "select id, 0 as version from sign_off where plan_id = $1 and agency_id = $2"
            " and answer in ('signed', 'signed_with_conditions', 'no_role')"
            " order by answered_at desc limit 1",
            self.plan_id(act), self.agency_id(act.agency),
        )  # fmt: skip
        await withdraw(
            sign_off_id=found.id, reason="A change at home", actor=self.people[act.person], now=now
        )

    async def _condition(self, act: Act) -> UUID:
        async with transaction(self.world.lead.person_id):
            evidence = await evidence_of(self.operation_id)
        held = evidence.holding(self.plan_id(act), self.agency_id(act.agency))
        return next(one.id for one in evidence.conditions if held and one.sign_off_id == held.id)

    async def _meet(self, act: Act, now: datetime) -> None:
        await meet_condition(
            condition_id=await self._condition(act),
            evidence="She starts on Monday",
            actor=self.people[act.person],
            now=now,
        )

    async def _confirm(self, act: Act, now: datetime) -> None:
        await confirm_condition(
            condition_id=await self._condition(act), actor=self.people[act.person], now=now
        )

    async def _conflict(self, act: Act, now: datetime) -> None:
        compartment = await self._row(
            "select compartment_id as id, 0 as version from operation where id = $1",
            self.operation_id,
        )
        await declare_conflict(
            compartment_id=compartment.id,
            person_id=self.people[act.person].person_id,
            reason="Knows the family",
            actor=self.world.lead,
            now=now,
        )

    async def _require(self, act: Act, now: datetime) -> None:
        await require_agency(
            operation_id=self.operation_id,
            agency_id=self.agency_id(act.agency),
            reason="Is needed",
            actor=self.world.lead,
            now=now,
            enqueue=self.world.sent,
        )

    async def _release(self, act: Act, now: datetime) -> None:
        await release_agency(
            operation_id=self.operation_id,
            agency_id=self.agency_id(act.agency),
            reason="Is not needed",
            actor=self.world.lead,
            now=now,
            enqueue=self.world.sent,
        )

    async def _tell(self, act: Act, now: datetime) -> None:
        await tell_partnership(
            operation_id=self.operation_id,
            actor=self.people[act.person],
            now=now,
            enqueue=self.world.sent,
        )

    async def _live(self, act: Act, now: datetime) -> None:
        await go_live(
            operation_id=self.operation_id,
            actor=self.people[act.person],
            now=now,
            enqueue=self.world.sent,
        )

    async def _live_without(self, act: Act, now: datetime) -> None:
        await go_live_without_sign_off(
            operation_id=self.operation_id,
            reason="A child is in danger tonight",
            actor=self.people[act.person],
            now=now,
            enqueue=self.world.sent,
        )

    async def _second(self, act: Act, now: datetime) -> None:
        await confirm_go_live(
            operation_id=self.operation_id, actor=self.people[act.person], now=now
        )
