"""Who comes to a meeting that was convened, changed before and while it runs."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.meetings.rules.known import Conflict, PersonKnown
from planning.meetings.rules.scheduling import too_many
from planning.people.rules import unknown_people


class Ticked(msgspec.Struct, frozen=True):
    """Somebody, and the children they are there for; `None`: all that whoever asks can see."""

    person_id: UUID
    concern_ids: list[UUID] | None = None


class PeopleChange(msgspec.Struct, frozen=True):
    """One change: who joins, who is taken off, and who is there for other children than before.

    Who is busy joins, without a place, only when in `ask_although_busy`.
    """

    add: list[Ticked] = []
    remove: list[UUID] = []
    ticks: list[Ticked] = []
    ask_although_busy: list[UUID] = []


class Attending(msgspec.Struct, frozen=True):
    """An attendee as a change meets them; `concern_ids` of the children that the actor sees."""

    id: UUID
    person_id: UUID
    name: str
    present: bool | None
    concern_ids: list[UUID]


class ToChange(msgspec.Struct, frozen=True):
    """What a change looks at; `everywhere`: chair and minute taker, who attend for all."""

    attending: list[Attending]
    everywhere: list[UUID]
    children: dict[UUID, UUID]
    """Concerns that the actor sees, and their compartments."""
    people: list[PersonKnown]
    conflicts: list[Conflict]

    def theirs(self, ticked: Ticked) -> list[UUID]:
        """The concerns that somebody is to be there for."""
        asked = self.children if ticked.concern_ids is None else ticked.concern_ids
        return [concern_id for concern_id in self.children if concern_id in asked]


def change_blockers(change: PeopleChange, now: ToChange) -> list[Blocker]:
    """Every reason why the change cannot be made."""
    if not (change.add or change.remove or change.ticks):
        return [Blocker("Choose somebody to add or to take off, or change what somebody is for.")]
    return [
        *_adding_faults(change, now),
        *_removing_faults(change, now),
        *_tick_faults(change, now),
        *_conflict_faults(change, now),
    ]


def _adding_faults(change: PeopleChange, now: ToChange) -> list[Blocker]:
    names = {person.id: person.name for person in now.people}
    there = {person.person_id for person in now.attending}
    added = Counter(one.person_id for one in change.add)
    staying = there - set(change.remove)
    return [
        *unknown_people(list(added), list(names), "add"),
        *(
            Blocker(f"You added {names[person_id]} twice.", "add")
            for person_id, times in added.items()
            if times > 1 and person_id in names
        ),
        *(
            Blocker(f"{names[person_id]} is invited already.", "add")
            for person_id in added
            if person_id in there and person_id in names
        ),
        *too_many(len(staying | set(added)), "add"),
    ]


def _removing_faults(change: PeopleChange, now: ToChange) -> list[Blocker]:
    by_id = {person.person_id: person for person in now.attending}
    faults = []
    if set(change.remove) - set(by_id):
        faults.append(Blocker("Somebody whom you take off is not invited any more.", "remove"))
    for person in (by_id[key] for key in dict.fromkeys(change.remove) if key in by_id):
        if person.person_id in now.everywhere:
            faults.append(
                Blocker(
                    f"{person.name} chairs the meeting or takes its minutes."
                    " Choose somebody else for that first.",
                    "remove",
                )
            )
        if person.present:
            faults.append(
                Blocker(
                    f"{person.name} is recorded as present. Correct the attendance first.",
                    "remove",
                )
            )
    return faults


def _tick_faults(change: PeopleChange, now: ToChange) -> list[Blocker]:
    by_id = {person.person_id: person for person in now.attending}
    faults = []
    changed = [one.person_id for one in change.ticks]
    if set(changed) - set(by_id) or set(changed) & set(change.remove):
        faults.append(Blocker("Tick children only for people who are invited.", "ticks"))
    if any(set(one.concern_ids or []) - set(now.children) for one in (*change.add, *change.ticks)):
        faults.append(Blocker("Tick only children of this meeting.", "ticks"))
    faults.extend(
        Blocker(f"{by_id[one.person_id].name} is there for every child.", "ticks")
        for one in change.ticks
        if one.person_id in now.everywhere
        and one.person_id in by_id
        and set(now.theirs(one)) != set(now.children)
    )
    return faults


def _conflict_faults(change: PeopleChange, now: ToChange) -> list[Blocker]:
    names = {
        **{person.person_id: person.name for person in now.attending},
        **{person.id: person.name for person in now.people},
    }
    for_them = {
        one.person_id: {now.children[concern_id] for concern_id in now.theirs(one)}
        for one in (*change.add, *change.ticks)
    }
    added = {one.person_id for one in change.add}
    found = [
        Blocker(
            f"{names[conflict.person_id]} has a conflict of interest {about}.",
            "add" if conflict.person_id in added else "ticks",
        )
        for conflict in now.conflicts
        if conflict.person_id in names
        and conflict.person_id in for_them
        and (about := _conflict_about(conflict, now, for_them[conflict.person_id]))
    ]
    return list(dict.fromkeys(found))


def _conflict_about(conflict: Conflict, now: ToChange, theirs: set[UUID]) -> str:
    """What the conflict is about, if it touches what the person is to be there for."""
    if conflict.compartment_id in theirs:
        return "for one of the children"
    return "" if conflict.compartment_id in now.children.values() else "with this meeting"


def joining(change: PeopleChange, now: ToChange) -> dict[UUID, Sequence[UUID]]:
    """For whoever is added, or is there for more than before, the compartments that open."""
    before = {person.person_id: set(person.concern_ids) for person in now.attending}
    return {
        one.person_id: [
            now.children[concern_id]
            for concern_id in now.theirs(one)
            if concern_id not in before.get(one.person_id, set())
        ]
        for one in (*change.add, *change.ticks)
    }


def leaving(change: PeopleChange, now: ToChange) -> dict[UUID, list[UUID]]:
    """For whoever is there for less than before, the compartments that close to them."""
    before = {person.person_id: person.concern_ids for person in now.attending}
    found = {
        one.person_id: [
            now.children[concern_id]
            for concern_id in before[one.person_id]
            if concern_id not in now.theirs(one)
        ]
        for one in change.ticks
    }
    return {person_id: gone for person_id, gone in found.items() if gone}
