"""Who may adjourn a chain again, and who may review it (design: Fine points, Senior review)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from planning.chains.rules.drift import undecided
from planning.chains.rules.facts import Facts
from planning.chains.rules.reckoning import review_left
from planning.chains.rules.reviews import Review
from planning.chains.rules.standing import standing
from planning.chains.rules.state import Alert, chain_state
from planning.clock import london_date
from planning.procedures.rules import Profile


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


def meetings_of_run(facts: Facts) -> list[UUID]:
    """The meetings without a decision: who chaired one of them reviews none."""
    answers = {one.entry_id: one for one in facts.hand_overs}
    return [entry.meeting_id for entry in undecided(standing(facts.entries), answers).run]
