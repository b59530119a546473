"""The outcome in the record: its inputs, and other people's outcomes in words."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.meetings.queries import ItemSeen
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import BLANK
from planning.procedures.rules import HANDED_OVER, Outcome, Profile
from service.pages.presenters.dates import short_day
from service.pages.presenters.record import Other, numbers_beside, own_text, written_by


class Naming(NamedTuple):
    """What the parts of an outcome are called."""

    profile: Profile
    people: Mapping[UUID, str]
    agencies: Mapping[UUID, str]


def outcome_values(item: ItemSeen | None, reader_id: UUID) -> dict[str, object]:
    """What the inputs of the outcome hold."""
    if item is None:
        return {"version": BLANK}
    own = own_text(item, reader_id)
    return {
        "version": own.number,
        "outcome_others": numbers_beside(item, own.number),
        **msgspec.structs.asdict(own.decision or ChildDraft()),
    }


def outcome_others(item: ItemSeen | None, read: str, naming: Naming) -> list[Other]:
    """Other outcomes that stand beside the one on the page."""
    return [
        Other(
            text.number,
            written_by(text),
            outcome_words(text.decision or ChildDraft(), naming),
            text.decision.outcome_reason if text.decision else "",
        )
        for text in (item.texts if item else [])
        if str(text.number) != read
    ]


def outcome_words(saved: ChildDraft, naming: Naming) -> str:
    """An outcome with all that belongs to it."""
    if saved.outcome is None:
        return "No outcome chosen"
    profile, people, agencies = naming
    words = [profile.outcomes[saved.outcome]]
    if saved.outcome is Outcome.ADJOURNED:
        if saved.no_decision_reason:
            words.append(profile.no_decision_reasons[saved.no_decision_reason])
        if saved.reason_agency_id:
            words.append(f"owed by {agencies.get(saved.reason_agency_id, 'another agency')}")
        if saved.next_on:
            words.append(f"next on {short_day(saved.next_on)}")
        if saved.authorised_by:
            words.append(f"authorised by {people.get(saved.authorised_by, 'somebody else')}")
    if saved.outcome in HANDED_OVER and saved.handed_to:
        words.append(f"to {saved.handed_to}")
    return ", ".join(words)
