"""Which children a meeting is about, changed before it is closed."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.meetings.rules.changing import ToChange
from planning.meetings.rules.known import Conflict
from planning.meetings.rules.scheduling import too_many_children
from planning.procedures.rules import KindRules


class ChildrenChange(msgspec.Struct, frozen=True):
    """Concerns that a meeting is about from now on, and those that it is not about any more."""

    add: list[UUID] = []
    remove: list[UUID] = []


class ChildKnown(msgspec.Struct, frozen=True):
    """An open concern that the actor is in, or a child of the meeting."""

    concern_id: UUID
    compartment_id: UUID
    reference: str
    name: str
    recorded: bool = False


class ChildrenToChange(msgspec.Struct, frozen=True):
    """What a change looks at. `child_count` counts children whom the actor cannot see."""

    child_count: int
    there: list[ChildKnown]
    joining: list[ChildKnown]
    conflicts: list[Conflict]
    people: ToChange


def children_blockers(
    change: ChildrenChange, now: ChildrenToChange, kind: KindRules
) -> list[Blocker]:
    """Every reason why the children cannot be changed so."""
    if not (change.add or change.remove):
        return [Blocker("Choose a child to add or to take off.")]
    after = now.child_count + len(set(change.add)) - len(set(change.remove))
    faults = [*_adding_faults(change, now), *_removing_faults(change, now)]
    faults.extend(too_many_children(after, "add"))
    if kind.needs_child and after < 1:
        faults.append(Blocker("Leave at least one child, or cancel the meeting.", "remove"))
    return faults


def twice(children: Sequence[ChildKnown]) -> list[Blocker]:
    """A blocker for each child of whom several concerns are chosen."""
    times = Counter(child.reference for child in children)
    return [
        Blocker(f"{reference} has two concerns here. Choose the one that it is about.", "add")
        for reference, count in times.items()
        if count > 1
    ]


def there_for_all(now: ChildrenToChange) -> list[UUID]:
    """People who are there for whichever children there are, and so for those who join."""
    seen = {child.concern_id for child in now.there}
    conflicted = {conflict.person_id for conflict in now.conflicts}
    return [
        person.person_id
        for person in now.people.attending
        if set(person.concern_ids) >= seen and person.person_id not in conflicted
    ]


def _adding_faults(change: ChildrenChange, now: ChildrenToChange) -> list[Blocker]:
    there = {child.concern_id: child for child in now.there}
    faults = [
        Blocker(f"{there[concern_id].name} is part of this meeting already.", "add")
        for concern_id in dict.fromkeys(change.add)
        if concern_id in there
    ]
    if set(change.add) - set(there) - {child.concern_id for child in now.joining}:
        faults.append(Blocker("Choose children from the list.", "add"))
    new = [child for child in now.joining if child.concern_id not in there]
    staying = [child for child in now.there if child.concern_id not in change.remove]
    names = {person.person_id: person.name for person in now.people.attending}
    return [
        *faults,
        *twice([*staying, *new]),
        *(
            Blocker(
                f"{names[person_id]} has a conflict of interest for one of the children."
                " Choose another chair or minute taker first.",
                "add",
            )
            for person_id in dict.fromkeys(conflict.person_id for conflict in now.conflicts)
            if person_id in now.people.everywhere
        ),
    ]


def _removing_faults(change: ChildrenChange, now: ChildrenToChange) -> list[Blocker]:
    there = {child.concern_id: child for child in now.there}
    faults = [
        recorded(there[concern_id].name)
        for concern_id in dict.fromkeys(change.remove)
        if concern_id in there and there[concern_id].recorded
    ]
    if set(change.remove) - set(there):
        faults.append(Blocker("A child whom you take off is not part of this meeting.", "remove"))
    return faults


def recorded(name: str) -> Blocker:
    """Why a child stays."""
    return Blocker(
        f"Something is recorded of {name} at this meeting. Record an outcome instead.", "remove"
    )
