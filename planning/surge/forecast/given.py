"""What is known of an operation before anybody asks “what if”, and the same with their changes."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, structs

from planning.errors import Blocker, Invalid
from planning.surge.forecast.assumptions import (
    ASSUMED,
    CHANGEABLE,
    VICTIM_FIGURES,
    Assumptions,
    assumption_faults,
    bound_faults,
)
from planning.surge.forecast.curve import fitted, rhythm_faults
from planning.surge.forecast.figures import Pool, Role, Victims

_MORE = {"more_chairs": Role.CHAIRS, "more_minute_takers": Role.MINUTE_TAKERS}
_PLACES = 2
"""As many as people are shown and type: what they left as it was is not changed."""
_WHOLE = frozenset(one.field for one in CHANGEABLE if one.kind == "whole")


class Basis(StrEnum):
    """Where a figure comes from."""

    DEFAULT = "default"
    PLAN = "plan"
    HISTORY = "history"
    CHANGED = "changed"


class Given(Struct, frozen=True):
    """`bases` names where each changeable figure comes from; what it leaves out is a default."""

    victims: Victims
    assumptions: Assumptions
    bases: dict[str, Basis]
    more: dict[str, int] = {}


def given(victims: Victims, from_history: Mapping[str, float], ratio: float | None) -> Given:
    """Defaults, what the partnership has seen itself, and the plan's ratio of key workers."""
    history = sound(from_history)
    plan = sound({} if ratio is None else {"victims_per_key_worker": ratio})
    assumptions = fitted(victims, structs.replace(Assumptions(), **history, **plan))
    bases = dict.fromkeys(history, Basis.HISTORY) | dict.fromkeys(plan, Basis.PLAN)
    bases |= {one.field: Basis.PLAN for one in VICTIM_FIGURES}
    return Given(victims, assumptions, bases)


def sound(figures: Mapping[str, float]) -> dict[str, float]:
    """Those that an assumption can take; what is out of its bounds is left out."""
    return {
        one.field: figures[one.field]
        for one in ASSUMED
        if one.field in figures and not bound_faults(one, figures[one.field])
    }


def changed(before: Given, changes: Mapping[str, float]) -> Given:
    """With other figures. Raises `Invalid` with every fault, each naming its figure."""
    wrong = _out_of_bounds(changes)
    own = _own(before, {fault.field for fault in wrong}, changes)
    victims = structs.replace(
        before.victims,
        **{key.removeprefix("victims_"): own[key] for key in _victims() & own.keys()},
    )
    assumptions = structs.replace(
        before.assumptions,
        **{one.field: own[one.field] for one in ASSUMED if one.field in own},
    )
    faults = [*_unknown(changes), *wrong, *_too_few(victims), *assumption_faults(assumptions)]
    if faults := faults or rhythm_faults(victims, assumptions):
        raise Invalid(faults)
    return Given(
        victims,
        assumptions,
        before.bases | dict.fromkeys(own, Basis.CHANGED),
        {key: int(own[key]) for key in _MORE.keys() & own.keys()},
    )


def _own(before: Given, wrong: set[str], changes: Mapping[str, float]) -> dict[str, float]:
    """Those that can be and differ from what was."""
    now = figures_of(before)
    return {
        key: int(number) if key in _WHOLE else number
        for key, number in changes.items()
        if key in now and key not in wrong and round(number, _PLACES) != round(now[key], _PLACES)
    }


def figures_of(known: Given) -> dict[str, float]:
    """Every changeable figure by its name."""
    return {
        **{one: float(getattr(known.victims, one.removeprefix("victims_"))) for one in _victims()},
        **{one.field: float(getattr(known.assumptions, one.field)) for one in ASSUMED},
        **{key: float(known.more.get(key, 0)) for key in _MORE},
    }


def with_more(pools: tuple[Pool, ...], more: Mapping[str, int]) -> tuple[Pool, ...]:
    """More chairs or minute takers in every week of which it is known how many there are."""
    added = {_MORE[key]: number for key, number in more.items()}
    return tuple(
        structs.replace(
            pool,
            capacity=tuple(
                None if there is None else there + added.get(pool.role, 0)
                for there in pool.capacity
            ),
        )
        for pool in pools
    )


def _victims() -> set[str]:
    return {one.field for one in VICTIM_FIGURES}


def _unknown(changes: Mapping[str, float]) -> list[Blocker]:
    known = {one.field for one in CHANGEABLE}
    return [Blocker("The forecast has no such figure.", key) for key in changes if key not in known]


def _out_of_bounds(changes: Mapping[str, float]) -> list[Blocker]:
    return [
        fault
        for one in CHANGEABLE
        if one.field in changes
        for fault in bound_faults(one, changes[one.field])
    ]


def _too_few(victims: Victims) -> list[Blocker]:
    if victims.planning >= victims.known:
        return []
    return [Blocker("Plan for at least as many victims as are known.", "victims_planning")]
