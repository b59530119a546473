"""Recording senior reviews: what a manager answers to chains at red, one child or many at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from planning.chains.actions.recording import escalate_red
from planning.chains.actions.refreshing import lock_chains, refresh_chains
from planning.chains.queries import facts_of
from planning.chains.queries.facts import profiles_for
from planning.chains.queries.reviews import chaired_of, names_of
from planning.chains.rules import (
    Facts,
    Reviewable,
    ReviewAnswer,
    Reviewing,
    meetings_of_run,
    review_left,
    reviewing_blockers,
    standing,
    under_review,
)
from planning.chains.tables import SeniorReview
from planning.clock import london_date
from planning.errors import Blocker, Invalid, NotFound, block_if
from planning.escalations.actions import move_drift_up
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import Enqueue
from planning.people.rules import Actor, Role, require_role
from planning.transactions import transaction

MOST_AT_ONCE = 100


async def record_review(
    *, reviews: Sequence[Reviewing], actor: Actor, now: datetime, enqueue: Enqueue
) -> None:
    """Record an answer for each of these children, all or none.

    For senior managers who chaired no meeting of the run. Raises `NotAllowed`, `NotFound` for a
    concern that is hidden, `Invalid` for none, too many or the same child twice, `Blocked` with
    every reason and its child.
    """
    require_role(actor, Role.SENIOR_MANAGER)
    keys = [one.concern_id for one in reviews]
    _check_list(keys)
    async with transaction(actor.person_id):
        compartments = {row.concern_id: row.compartment_id for row in await lock_chains(keys)}
        if compartments.keys() != set(keys):
            raise NotFound
        judged = await _judged(keys, now)
        today = london_date(now)
        block_if(
            [
                fault
                for number, one in enumerate(reviews)
                for fault in reviewing_blockers(
                    one, judged[one.concern_id], field=f"reviews.{number}", today=today
                )
            ]
        )
        await SeniorReview.insert(*(_row(one, compartments, actor, now) for one in reviews))
        await record(
            [_event(one, compartments[one.concern_id]) for one in reviews],
            actor_id=actor.person_id,
            now=now,
        )
        states = await refresh_chains(keys, now=now)
        reasons = {
            one.concern_id: one.reason.strip()
            for one in reviews
            if one.answer is ReviewAnswer.ESCALATE
        }
        moved = await move_drift_up(reasons=reasons, actor=actor, now=now, enqueue=enqueue)
        rest = {key: states[key] for key in reasons.keys() - moved}
        await escalate_red(rest, actor, now, enqueue)


def _check_list(keys: Sequence[UUID]) -> None:
    faults = []
    if not 1 <= len(keys) <= MOST_AT_ONCE:
        faults.append(Blocker("Choose up to 100 children, and at least one.", "reviews"))
    if len(set(keys)) != len(keys):
        faults.append(Blocker("You chose the same child twice.", "reviews"))
    if faults:
        raise Invalid(faults)


async def _judged(keys: Sequence[UUID], now: datetime) -> dict[UUID, Reviewable]:
    """What each answer is judged by; five queries, however many there are."""
    facts = await facts_of(keys)
    profiles = await profiles_for(facts)
    names = await names_of(keys)
    asked = {key: under_review(one, profiles, london_date(now)) for key, one in facts.items()}
    runs = {key: meetings_of_run(one or facts[key]) for key, one in asked.items()}
    chaired = await chaired_of([meeting for run in runs.values() for meeting in run])
    return {
        key: _reviewable(
            one,
            is_red=asked[key] is not None,
            name=names[key],
            chaired=not chaired.isdisjoint(runs[key]),
        )
        for key, one in facts.items()
    }


def _reviewable(facts: Facts, *, is_red: bool, name: str, chaired: bool) -> Reviewable:
    return Reviewable(
        name=name,
        is_red=is_red,
        unused=review_left(facts),
        meetings=len(standing(facts.entries)),
        chaired=chaired,
    )


def _row(
    one: Reviewing, compartments: Mapping[UUID, UUID], actor: Actor, now: datetime
) -> SeniorReview:
    return SeniorReview(
        id=uuid4(),
        compartment_id=compartments[one.concern_id],
        concern_id=one.concern_id,
        answer=one.answer,
        reason=one.reason.strip(),
        conference_on=one.conference_on,
        reviewed_by=actor.person_id,
        reviewed_at=now,
    )


def _event(one: Reviewing, compartment_id: UUID) -> Event:
    return Event(
        "chain.reviewed",
        "concern",
        one.concern_id,
        compartment_id,
        {"answer": one.answer, "conference_on": one.conference_on},
    )
