"""Who owns a stage: whoever is named for it, their deputy, else who holds the stage's role."""

from collections.abc import Container, Sequence
from uuid import UUID

import msgspec

from planning.escalations.rules.states import LAST_STAGE
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import Ladder, Side


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who has not left; `owns` and `deputises` are the stages they are named for."""

    person_id: UUID
    address: str
    agency_id: UUID
    category: AgencyCategory
    roles: list[Role]
    owns: list[int]
    deputises: list[int]


class Sides(msgspec.Struct, frozen=True):
    """Which agency answers, and which raised it; `manager_id` is the first to be asked.

    Of a concern that is its senior manager, of a plan its operation's lead, unless another agency
    is asked.
    """

    answering: UUID
    raising: UUID
    manager_id: UUID | None


class Ascent(msgspec.Struct, frozen=True):
    """Where it arrives: the stage, its owner (none after the last), the stages without anybody."""

    stage: int
    owner: Candidate | None
    skipped: list[int]


def ascend(
    stage: int,
    ladder: Ladder,
    sides: Sides,
    candidates: Sequence[Candidate],
    passed_over: Container[UUID],
) -> Ascent:
    """From this stage on up, to the first that has an owner."""
    skipped: list[int] = []
    for here in range(stage, LAST_STAGE + 1):
        owner = owner_of(here, ladder, sides, candidates, passed_over)
        if owner:
            return Ascent(here, owner, skipped)
        skipped.append(here)
    return Ascent(LAST_STAGE, None, skipped)


def owner_of(
    stage: int,
    ladder: Ladder,
    sides: Sides,
    candidates: Sequence[Candidate],
    passed_over: Container[UUID],
) -> Candidate | None:
    """Who is asked at the stage; `candidates` by name; none when nobody is to be found."""
    role, side = ladder.roles[stage - 1], ladder.sides[stage - 1]
    free = [one for one in candidates if one.person_id not in passed_over]
    ranked = [
        (rank, one)
        for one in free
        if (rank := _rank(one, stage, role, is_there=_is_on(one, side, sides), sides=sides))
    ]
    return min(ranked, key=lambda found: found[0])[1] if ranked else None


def _rank(one: Candidate, stage: int, role: Role, *, is_there: bool, sides: Sides) -> int:
    """The place in the chain of fallbacks; 0 for none."""
    if stage == 1 and one.person_id == sides.manager_id:
        return 1
    chances = (stage in one.owns, stage in one.deputises, role in one.roles)
    return 2 + chances.index(True) if is_there and any(chances) else 0


def _is_on(one: Candidate, side: Side, sides: Sides) -> bool:
    if side is Side.ANSWERING:
        return one.agency_id == sides.answering
    if side is Side.RAISING:
        return one.agency_id == sides.raising
    return one.category.value == side.value
