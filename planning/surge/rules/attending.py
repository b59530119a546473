"""Who must come to a waiting meeting, and who usually does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.people.rules import AgencyCategory
from planning.procedures.rules import KindRules
from planning.surge.rules.building import decides
from planning.surge.rules.world import PersonRow

MOST_PREFERRED = 10


class Usual(msgspec.Struct, frozen=True):
    """Somebody who was there for a child, beside chair and minute taker: how often, and last."""

    concern_id: UUID
    person_id: UUID
    times: int
    last_at: datetime


class KeyWorker(msgspec.Struct, frozen=True):
    """A child's key worker of today."""

    concern_id: UUID
    person_id: UUID


def required_of(
    children: Sequence[UUID],
    workers: Sequence[KeyWorker],
    usual: Sequence[Usual],
    people: Mapping[UUID, PersonRow],
) -> list[UUID]:
    """Each child's lead social worker: the key worker, else who of social care came most often."""
    found = []
    for child in children:
        named = [one.person_id for one in workers if one.concern_id == child]
        often = sorted(
            (one for one in usual if one.concern_id == child and _is_social_care(one, people)),
            key=lambda one: (-one.times, -one.last_at.timestamp(), one.person_id),
        )
        found += (named or [one.person_id for one in often])[:1]
    return [key for key in dict.fromkeys(found) if key in people]


def preferred_of(
    children: Sequence[UUID],
    usual: Sequence[Usual],
    required: Sequence[UUID],
    kind: KindRules,
    people: Mapping[UUID, PersonRow],
) -> list[UUID]:
    """The children's other usual attendees, the most constant first.

    Not whoever decides for a category that is needed anyway: one of these is named, not two.
    """
    theirs = sorted(
        (one for one in usual if one.concern_id in children),
        key=lambda one: (-one.times, -one.last_at.timestamp(), one.person_id),
    )
    found = [
        one.person_id
        for one in theirs
        if one.person_id in people
        and one.person_id not in required
        and not (
            people[one.person_id].category in kind.required and decides(people[one.person_id], kind)
        )
    ]
    return list(dict.fromkeys(found))[:MOST_PREFERRED]


def _is_social_care(one: Usual, people: Mapping[UUID, PersonRow]) -> bool:
    found = people.get(one.person_id)
    return found is not None and found.category is AgencyCategory.SOCIAL_CARE
