"""Who may adjourn a chain again, and who may review it (design: Fine points, Senior review)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.rules.drift import undecided
from planning.chains.rules.facts import Entry, Facts
from planning.chains.rules.reckoning import review_left
from planning.chains.rules.reviews import Review
from planning.chains.rules.standing import standing
from planning.chains.rules.state import Alert, chain_state
from planning.clock import london_date
from planning.procedures.rules import Outcome, Profile


class Before(msgspec.Struct, frozen=True):
    """A chain before a meeting: whether it was red on that day, and the review that is left."""

    is_red: bool
    unused: Review | None


def before_meeting(
    facts: Facts, profiles: Mapping[int, Profile], *, held_at: datetime, now: datetime
) -> Before:
    """By what was held until then, whenever it was entered; a review counts from when it is told.

    Of a review and an adjournment at the same moment neither knows of the other.
    """
    earlier = [entry for entry in facts.entries if entry.held_at <= held_at]
    state = chain_state(
        msgspec.structs.replace(facts, entries=earlier), profiles, london_date(held_at)
    )
    told = [review for review in facts.reviews if review.reviewed_at < now]
    return Before(
        state.alert is Alert.RED, review_left(msgspec.structs.replace(facts, reviews=told))
    )


def without(facts: Facts, meeting_id: UUID) -> Facts:
    """The chain as if that meeting had not been: what its correction is judged by."""
    others = [entry for entry in facts.entries if entry.meeting_id != meeting_id]
    return msgspec.structs.replace(facts, entries=others)


def under_review(facts: Facts, profiles: Mapping[int, Profile], today: date) -> Facts | None:
    """What a senior review looks at: the chain at red, or as it was before it decided at red.

    Such a decision cannot be corrected to an adjournment unless somebody may still review.
    """
    if chain_state(facts, profiles, today).alert is Alert.RED:
        return facts
    decisions = (one for one in standing(facts.entries) if one.outcome is not Outcome.ADJOURNED)
    before = ((one, _until(facts, one)) for one in decisions)
    return next(
        (
            then
            for one, then in before
            if chain_state(then, profiles, london_date(one.held_at)).alert is Alert.RED
        ),
        None,
    )


def _until(facts: Facts, decision: Entry) -> Facts:
    rest = without(facts, decision.meeting_id)
    earlier = [entry for entry in rest.entries if entry.held_at <= decision.held_at]
    return msgspec.structs.replace(rest, entries=earlier)


def meetings_of_run(facts: Facts) -> list[UUID]:
    """The meetings without a decision: who chaired one of them reviews none."""
    answers = {one.entry_id: one for one in facts.hand_overs}
    return [entry.meeting_id for entry in undecided(standing(facts.entries), answers).run]
