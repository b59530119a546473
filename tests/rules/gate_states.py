"""What may follow a state of the model of `gate_model`, and whether its gate is open."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from tests.rules.gate_model import (
    AGENCIES,
    AGENCY_OF,
    HEALTH,
    LEAD,
    PLANS,
    POLICE,
    SPEAKS_FOR,
    Act,
    Person,
    Phase,
    Plan,
    Signature,
    Slot,
    Term,
    answers,
    edits,
    has_gap,
    since,
    standing,
    submitted,
    view,
)

SUBSETS = [frozenset(some) for size in range(4) for some in combinations(AGENCIES, size)]
NO_CONFLICTS: frozenset[Person] = frozenset()


class State(NamedTuple):
    """The whole of an operation."""

    phase: Phase = Phase.DRAFT
    required: frozenset[int] = SUBSETS[-1]
    told: bool = False
    conflicts: frozenset[Person] = NO_CONFLICTS
    plans: tuple[Plan, ...] = (Plan(), Plan())
    slots: tuple[Slot, ...] = ((),) * 6
    """Of each plan the slots of the agencies in turn."""


LIVE_AT_ONCE = {POLICE: Phase.UNCONFIRMED_BY_POLICE, HEALTH: Phase.UNCONFIRMED_BY_HEALTH}
OVER = {phase: State(phase=phase) for phase in Phase if phase > Phase.LIVE}
"""Without sign-off what was signed matters no more."""


def follow(state: State) -> Iterator[tuple[Act, State]]:
    """Every act that is allowed, and what comes of it."""
    if state.phase > Phase.SIGN_OFF:
        yield from _seconded(state.phase)
        return
    yield from _written(state)
    yield from _answered(state)
    yield from _led(state)
    yield from _gone_live(state)


def _seconded(phase: Phase) -> Iterator[tuple[Act, State]]:
    """Somebody of another agency than the first stands behind it."""
    if phase is Phase.UNCONFIRMED_BY_POLICE:
        yield Act("second", person=HEALTH), OVER[Phase.CONFIRMED]
    if phase is Phase.UNCONFIRMED_BY_HEALTH:
        yield Act("second", person=POLICE), OVER[Phase.CONFIRMED]


def _written(state: State) -> Iterator[tuple[Act, State]]:
    for kind in PLANS:
        plan = state.plans[kind]
        for act, changed in edits(kind, plan):
            if act.person not in state.conflicts:
                yield act, state._replace(plans=_with(state.plans, kind, changed))
        if state.required:
            frozen = _with(state.plans, kind, submitted(plan, state.required))
            yield Act("submit", kind, LEAD), state._replace(phase=Phase.SIGN_OFF, plans=frozen)


def _with(plans: tuple[Plan, ...], kind: int, plan: Plan) -> tuple[Plan, ...]:
    return (plan, plans[1]) if kind == 0 else (plans[0], plan)


def _answered(state: State) -> Iterator[tuple[Act, State]]:
    for place, slot in enumerate(state.slots):
        kind, agency = divmod(place, 3)
        seen = view(state.plans[kind], agency)
        before, after = state.slots[:place], state.slots[place + 1 :]
        possible = answers if agency in state.required else since
        for act, changed in possible(kind, agency, slot, seen, state.conflicts):
            yield act, state._replace(slots=(*before, changed, *after))


def _led(state: State) -> Iterator[tuple[Act, State]]:
    for agency in AGENCIES:
        verb = "release" if agency in state.required else "require"
        changed = state.required ^ {agency}
        yield Act(verb, person=LEAD, agency=agency), state._replace(required=changed)
    for person in SPEAKS_FOR:
        if person not in state.conflicts:
            conflicts = state.conflicts | {person}
            yield Act("conflict", person=person), state._replace(conflicts=conflicts)
    if not state.told:
        yield Act("tell", person=LEAD), state._replace(told=True)


def _gone_live(state: State) -> Iterator[tuple[Act, State]]:
    for person, phase in LIVE_AT_ONCE.items():
        if person not in state.conflicts:
            yield Act("live_without", person=person), OVER[phase]
    if state.phase is Phase.SIGN_OFF and is_open(state):
        yield Act("live", person=LEAD), state._replace(phase=Phase.LIVE)


def held(state: State) -> Iterator[Signature | None]:
    """What stands of each slot."""
    for place, slot in enumerate(state.slots):
        kind, agency = divmod(place, 3)
        yield standing(slot, view(state.plans[kind], agency), state.conflicts)


class Gate(NamedTuple):
    """What the gate reads of a state."""

    required: frozenset[int]
    told: bool
    submitted: tuple[bool, ...]
    gaps: tuple[bool, ...]
    holds: tuple[bool, ...]
    blocking: tuple[bool, ...]


def gate(state: State) -> Gate:
    """The same for many states."""
    found = tuple(held(state))
    return Gate(
        state.required,
        state.told,
        tuple(plan.version is not None for plan in state.plans),
        tuple(map(has_gap, state.plans)),
        tuple(one is not None for one in found),
        tuple(one is not None and one.term is not Term.NONE for one in found),
    )


def unmet(seen: Gate) -> frozenset[str]:
    """The lines that are not met, of those that this model knows."""
    unsigned = [_unsigned(seen, kind) for kind in PLANS]
    blocked = any(seen.blocking[3 * kind + one] for kind in PLANS for one in seen.required)
    lines = {
        "required_agencies": not seen.required,
        "signed_contingency": unsigned[0],
        "signed_victim_support": unsigned[1],
        "resource_gaps": any(seen.gaps) or not all(seen.submitted),
        "partnership_told": not seen.told,
        "blocking_conditions": blocked,
    }
    return frozenset(key for key, shut in lines.items() if shut)


@cache
def _unsigned(seen: Gate, kind: int) -> bool:
    return not seen.required or not all(seen.holds[3 * kind + one] for one in seen.required)


def is_open(state: State) -> bool:
    """Whether the operation may go live; no required agency never passes."""
    return not unmet(gate(state))


def proven(state: State) -> bool:
    """The promise, said once more and another way: never live without this."""
    return bool(state.required) and all(
        any(_proves(state, kind, one) for one in state.slots[3 * kind + agency])
        for kind in PLANS
        for agency in state.required
    )


def _proves(state: State, kind: int, one: Signature) -> bool:
    version = state.plans[kind].version
    if version is None or one.signer in state.conflicts:
        return False
    return (one.shared, one.line) == (version.shared, version.lines[AGENCY_OF[one.signer]])
