"""What a new concern must say, and when a child's open one is joined instead."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker
from planning.people.rules import Role

LONGEST_NAME, LONGEST_REFERENCE, LONGEST_REASON, LONGEST_WHY_NOT = 200, 40, 4000, 2000


class NewChild(msgspec.Struct, frozen=True):
    """A child to open a concern for.

    `reference` is the number by which social care knows the child. `separate_reason` is a manager's
    reason for not joining an open concern of the same child; empty in most cases.
    """

    reference: str
    name: str
    born_on: date | None = None
    separate_reason: str = ""


class Opening(msgspec.Struct, frozen=True):
    """Children whose concerns open together, each a concern of its own.

    The assessment is counted from `referred_on`; without it, from the day of opening.
    """

    children: list[NewChild]
    reason: str
    senior_manager_id: UUID
    team: str = ""
    referred_on: date | None = None


class NewConcern(msgspec.Struct, frozen=True):
    """One row to be written for a child and its concern."""

    id: UUID
    compartment_id: UUID
    child_id: UUID
    reference: str
    name: str
    born_on: date | None
    reason: str
    team: str
    senior_manager_id: UUID
    separate_reason: str | None
    referred_on: date


class OpenConcern(msgspec.Struct, frozen=True):
    """An open concern that the actor can see, by the child's reference."""

    id: UUID
    reference: str


def opening_blockers(
    opening: Opening,
    *,
    manager_roles: Collection[Role] | None,
    already_open: Sequence[OpenConcern],
    on: date,
) -> list[Blocker]:
    """Every reason why these concerns cannot be opened on a date.

    `manager_roles` is `None` when the senior manager is not in the directory.
    """
    return [
        *_opening_faults(opening, manager_roles, on),
        *(
            blocker
            for number, child in enumerate(opening.children)
            for blocker in _child_faults(child, f"children.{number}", on)
        ),
        *_repeated(opening.children),
        *_open_already(opening.children, already_open),
    ]


def as_known(reference: str) -> str:
    """A child's reference however it was typed: capitals and spaces tell no children apart."""
    return "".join(reference.split()).upper()


def new_concerns(opening: Opening, on: date) -> list[NewConcern]:
    """Rows with fresh random ids, in the children's order, of concerns that open on a date."""
    return [
        NewConcern(
            id=uuid4(),
            compartment_id=uuid4(),
            child_id=uuid4(),
            reference=child.reference.strip(),
            name=child.name.strip(),
            born_on=child.born_on,
            reason=opening.reason.strip(),
            team=opening.team.strip(),
            senior_manager_id=opening.senior_manager_id,
            separate_reason=child.separate_reason.strip() or None,
            referred_on=opening.referred_on or on,
        )
        for child in opening.children
    ]


def _opening_faults(opening: Opening, roles: Collection[Role] | None, on: date) -> list[Blocker]:
    faults = []
    if not opening.children:
        faults.append(Blocker("Enter at least one child.", "children"))
    if not 1 <= len(opening.reason.strip()) <= LONGEST_REASON:
        faults.append(Blocker("Say why you are concerned, in up to 4,000 characters.", "reason"))
    if len(opening.team.strip()) > LONGEST_NAME:
        faults.append(Blocker("Shorten the team’s name to 200 characters.", "team"))
    if roles is None or Role.SENIOR_MANAGER not in roles:
        faults.append(Blocker("Choose a senior manager from the list.", "senior_manager_id"))
    if opening.referred_on and opening.referred_on > on:
        faults.append(Blocker("Enter a date of referral that is not in the future.", "referred_on"))
    return faults


def _child_faults(child: NewChild, field: str, on: date) -> list[Blocker]:
    faults = []
    if not 1 <= len(child.reference.strip()) <= LONGEST_REFERENCE:
        faults.append(
            Blocker("Enter the child’s reference, up to 40 characters.", f"{field}.reference")
        )
    if not 1 <= len(child.name.strip()) <= LONGEST_NAME:
        faults.append(Blocker("Enter the child’s name, up to 200 characters.", f"{field}.name"))
    if child.born_on and child.born_on > on:
        faults.append(
            Blocker("Enter a date of birth that is not in the future.", f"{field}.born_on")
        )
    if len(child.separate_reason.strip()) > LONGEST_WHY_NOT:
        faults.append(
            Blocker("Shorten the reason to 2,000 characters.", f"{field}.separate_reason")
        )
    return faults


def _repeated(children: Sequence[NewChild]) -> list[Blocker]:
    seen: set[str] = set()
    faults = []
    for number, child in enumerate(children):
        reference = as_known(child.reference)
        if reference and reference in seen:
            faults.append(
                Blocker(
                    f"You entered {child.reference.strip()} twice.", f"children.{number}.reference"
                )
            )
        seen.add(reference)
    return faults


def _open_already(
    children: Sequence[NewChild], already_open: Sequence[OpenConcern]
) -> list[Blocker]:
    open_references = {as_known(concern.reference) for concern in already_open}
    return [
        Blocker(
            f"There is an open concern for {child.reference.strip()}. Join it, or say why not.",
            f"children.{number}.separate_reason",
        )
        for number, child in enumerate(children)
        if as_known(child.reference) in open_references and not child.separate_reason.strip()
    ]
