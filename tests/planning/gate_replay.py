"""Traces of the gate's model replayed on PostgreSQL by the real actions, each state compared.

Traces share their beginnings: after each one everything is rolled back to where the next leaves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import asyncpg
import pytest

from planning.errors import Blocked, PlanningError
from planning.go_live.queries import gate_of, go_live_record_of
from planning.go_live.rules import Route
from planning.operations.actions import add_members, require_agency
from planning.operations.queries import operation
from planning.operations.rules import OperationState, Tier
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from planning.plans.rules.templates import FieldKind, PlanKind
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW, Sent, make_actor, make_agency
from tests.held import undone
from tests.planning.gate_stage import KINDS, TEXTS, Stage
from tests.planning.operation_world import World, draft, fresh, prepare
from tests.ready import meet_the_rest
from tests.rules.gate_agreement import KEYS
from tests.rules.gate_model import AGENCIES, AGENCY_OF, LEAD, PLANS, Act, Phase, Term
from tests.rules.gate_states import State, follow, gate, held, unmet

LIVE = Act("live", person=LEAD)
IMAGINABLE = [
    Act(verb, kind, person, agency, *values)
    for verb, *values in (("sign", Term.NONE), ("object",), ("withdraw",))
    for kind in PLANS
    for person, agency in enumerate(AGENCY_OF)
]
"""Tried where the model does not allow it."""
PAST = "update operation set state = 'live', live_at = now() where id = $1"


@dataclass
class Node:
    """What follows a beginning that traces share; `state` where one of them ends."""

    following: dict[Act, "Node"] = field(default_factory=dict)
    ends: bool = False


async def make_stage() -> Stage:
    """Three agencies are required; the first has every role, held and accepted."""
    police_id = await make_agency(AgencyCategory.POLICE)
    lead = fresh(await make_actor(Role.OPERATION_LEAD, agency_id=police_id, signatory=True))
    police = fresh(await make_actor(agency_id=police_id, signatory=True))
    health = fresh(await make_actor(category=AgencyCategory.HEALTH, signatory=True))
    nurse = fresh(await make_actor(agency_id=health.agency_id, signatory=True))
    operation_id = await start_operation(
        draft=draft({police_id: "Investigates"}), actor=lead, now=NOW
    )
    plans = {one.kind: one.id for one in await plans_of(operation_id=operation_id, actor=lead)}
    world = World(operation_id, plans, lead, police, health, Sent())
    await _let_in(world, police, health, nurse)
    await prepare(world)
    groups = await meet_the_rest(world)
    senior = groups.seniors[2]
    school = fresh(await make_actor(agency_id=senior.agency_id, signatory=True))
    await _let_in(world, school)
    await groups.declare(lead, nurse, school)
    for actor in (health, school):
        await require_agency(
            operation_id=operation_id,
            agency_id=actor.agency_id,
            reason="Takes part",
            actor=lead,
            now=NOW,
            enqueue=world.sent,
        )
    people = [lead, police, health, nurse, school]
    return Stage(world, people, {kind: await _field(world, kind) for kind in PlanKind})


async def _let_in(world: World, *people: Actor) -> None:
    await add_members(
        operation_id=world.operation_id,
        person_ids=[person.person_id for person in people],
        tier=Tier.SAFEGUARDING,
        reason="Take part in planning",
        actor=world.lead,
        now=NOW,
    )


async def _field(world: World, kind: PlanKind) -> tuple[str, str]:
    """A text that all sign and that was filled in."""
    return next(
        (one.section.key, field.key)
        for one in (await world.seen(kind)).sections
        for field in one.section.fields
        if field.kind is FieldKind.TEXT
        and field.material
        and TEXTS[0] == one.content.get(field.key)
    )


@dataclass
class Replay:
    """One operation, led along traces; raises `AssertionError` where the model differs."""

    connection: Connection
    stage: Stage
    random: Random
    acts: int = 0
    states: int = 0
    refused: int = 0

    async def follow(self, traces: Sequence[Sequence[Act]]) -> None:
        """Each trace from the beginning."""
        root = Node()
        for trace in traces:
            node = root
            for act in trace:
                node = node.following.setdefault(act, Node())
            node.ends = True
        await self._walk(root, State(), 1)

    async def _walk(self, node: Node, state: State, step: int) -> None:
        if node.ends:
            await compare(self.stage, state)
            await self._forbidden(state, step)
            self.states += 1
        allowed = dict(follow(state))
        for act, following in node.following.items():
            async with undone(self.connection):
                await self.stage.do(act, step=step)
                self.acts += 1
                await self._walk(following, allowed[act], step + 1)

    async def _forbidden(self, state: State, step: int) -> None:
        """What the model forbids here is refused, by our actions and past them."""
        if state.phase > Phase.SIGN_OFF:
            return
        allowed = {act for act, _ in follow(state)}
        others = [act for act in IMAGINABLE if act not in allowed]
        for act in self.random.sample(others, min(2, len(others))):
            try:
                await self.stage.do(act, step=step)
            except PlanningError:
                self.refused += 1
            else:
                raise AssertionError((act, state))
        if LIVE not in allowed:
            with pytest.raises(Blocked):
                await self.stage.do(LIVE, step=step)
            await self._past_our_actions()

    async def _past_our_actions(self) -> None:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
            async with transaction(self.stage.world.lead.person_id):
                await self.connection.execute(PAST, self.stage.operation_id)
        assert error.value.constraint_name == "gate_operation_live"


async def compare(stage: Stage, state: State) -> None:
    """What PostgreSQL and our queries say of a state is what the model says."""
    lead = stage.world.lead
    seen = await operation(operation_id=stage.operation_id, actor=lead, now=NOW)
    live = state.phase >= Phase.LIVE
    assert (seen.state is OperationState.LIVE) == live, state
    record = await go_live_record_of(operation_id=stage.operation_id, actor=lead)
    route = Route.THROUGH_GATE if state.phase is Phase.LIVE else Route.WITHOUT_SIGN_OFF
    assert (record.route if record else None) == (route if live else None)
    if state.phase > Phase.LIVE:
        assert record
        assert (record.confirmed_at is not None) == (state.phase is Phase.CONFIRMED)
        return
    await _compare_gate(stage, state)


async def _compare_gate(stage: Stage, state: State) -> None:
    lead = stage.world.lead
    async with transaction(lead.person_id):
        evidence = await evidence_of(stage.operation_id)
        kept = await fetch_value("select accord_signed_by_all($1)", stage.operation_id)
    pairs = [(stage.world.plan_ids[KINDS[kind]], one) for kind in PLANS for one in AGENCIES]
    holding = [evidence.holding(plan_id, stage.agency_id(agency)) for plan_id, agency in pairs]
    signers = {one.id: one.person_id for one in evidence.answers}
    assert [signers[one.id] if one else None for one in holding] == [
        stage.people[one.signer].person_id if one else None for one in held(state)
    ]
    shut = unmet(gate(state))
    unsigned = shut & {"required_agencies", "signed_contingency", "signed_victim_support"}
    assert (evidence.signed_by_all(), kept) == (not unsigned, not unsigned)
    lines = (await gate_of(operation_id=stage.operation_id, actor=lead, now=NOW)).lines
    assert {line.key for line in lines if not line.met} & KEYS == shut, state
