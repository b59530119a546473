"""Which entries of a chain stand, in which order, and what was known of it at some moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

import msgspec

from planning.chains.rules.facts import Entry, Facts, HandOver
from planning.procedures.rules import Outcome

Kept = TypeVar("Kept", bound=Entry)

CORRECTED = "The outcome was corrected."
_HELD = attrgetter("held_at", "entered_at", "id")


def in_order(entries: Sequence[Kept]) -> list[Kept]:
    """By when the meeting was held, whenever it was entered."""
    return sorted(entries, key=_HELD)


def standing(entries: Sequence[Kept]) -> list[Kept]:
    """The entries that no correction replaces, in order.

    An adjournment that is corrected to another keeps the dates that were set, also when it was
    corrected to something else in between: no correction takes a slip away.
    """
    corrections = [entry for entry in entries if entry.replaces_id]
    if not corrections:
        return in_order(entries)
    replaced = {entry.replaces_id for entry in corrections}
    by_id = {entry.id: entry for entry in entries}
    return in_order([_with_dates(entry, by_id) for entry in entries if entry.id not in replaced])


def known(facts: Facts, at: datetime) -> Facts:
    """Only what had been entered by a moment; `carried` is as of today."""
    return Facts(
        entries=[_moves_known(entry, at) for entry in facts.entries if entry.entered_at <= at],
        hand_overs=[_answer_known(one, at) for one in facts.hand_overs],
        reviews=[review for review in facts.reviews if review.reviewed_at <= at],
        carried=facts.carried,
    )


def _with_dates(entry: Kept, by_id: Mapping[UUID, Kept]) -> Kept:
    earlier = _adjourned_before(entry, by_id)
    if earlier is None or entry.outcome is not Outcome.ADJOURNED:
        return entry
    before = _with_dates(earlier, by_id)
    again = entry.next_on if earlier.id != entry.replaces_id else None
    return msgspec.structs.replace(
        entry,
        next_on=before.next_on,
        moved_to=[*before.moved_to, *([again] if again else []), *entry.moved_to],
        moved_at=[*before.moved_at, *([entry.entered_at] if again else []), *entry.moved_at],
        moved_why=[*before.moved_why, *([CORRECTED] if again else []), *entry.moved_why],
    )


def _adjourned_before(entry: Kept, by_id: Mapping[UUID, Kept]) -> Kept | None:
    """The latest adjournment among those that it corrects, one after another."""
    while entry.replaces_id and entry.replaces_id in by_id:
        entry = by_id[entry.replaces_id]
        if entry.outcome is Outcome.ADJOURNED:
            return entry
    return None


def _moves_known(entry: Entry, at: datetime) -> Entry:
    count = sum(moved <= at for moved in entry.moved_at)
    return msgspec.structs.replace(
        entry,
        moved_to=entry.moved_to[:count],
        moved_at=entry.moved_at[:count],
        moved_why=entry.moved_why[:count],
    )


def _answer_known(one: HandOver, at: datetime) -> HandOver:
    if one.recorded_at is None or one.recorded_at <= at:
        return one
    return msgspec.structs.replace(one, answered_on=None, accepted=None, recorded_at=None)
