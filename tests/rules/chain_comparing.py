"""The same events as facts of a chain, and what rules and model say of them, side by side."""

from datetime import date
from uuid import UUID

import msgspec

from planning.chains.rules import Chain, Entry, Facts, HandOver, Reckoned, Review
from planning.clock import london_date
from planning.procedures.rules import HANDED_OVER
from tests.rules.chain_model import Log, Met, Model, Version


def facts_of(log: Log) -> Facts:
    """The same events as they are kept: a correction is another entry."""
    entries, hand_overs = [], []
    for met in log.meetings:
        for place, version in enumerate(met.versions):
            entry = _entry(met, place, version)
            entries.append(entry)
            if version.outcome in HANDED_OVER:
                hand_overs.append(_hand_over(entry, version))
    reviews = [
        Review(UUID(int=place), answer, UUID(int=0), at)
        for place, (answer, at) in enumerate(log.reviews)
    ]
    return Facts(entries[::-1], hand_overs, reviews, log.carried)


def _id(number: int, place: int) -> UUID:
    return UUID(int=1000 * number + place + 1)


def _entry(met: Met, place: int, version: Version) -> Entry:
    return Entry(
        id=_id(met.number, place),
        meeting_id=UUID(int=met.number),
        held_at=met.held_at,
        entered_at=version.entered_at,
        outcome=version.outcome,
        profile_version=met.profile,
        kind=met.kind,
        lasted_minutes=met.lasted,
        agencies_present=met.agencies,
        children_there=met.children,
        no_decision_reason=version.reason,
        reason_agency_id=UUID(int=version.agency) if version.agency else None,
        next_on=version.next_on,
        moved_to=[to for to, _ in version.moves],
        moved_at=[at for _, at in version.moves],
        moved_why=["No room" for _ in version.moves],
        absent_agency_ids=[UUID(int=agency) for agency in met.absent],
        emergency=met.emergency,
        replaces_id=_id(met.number, place - 1) if place else None,
    )


def _hand_over(entry: Entry, version: Version) -> HandOver:
    asked = HandOver(entry.id, "Another authority", london_date(entry.held_at))
    if version.answer is None:
        return asked
    accepted, at = version.answer
    return msgspec.structs.replace(
        asked, accepted=accepted, answered_on=london_date(at), recorded_at=at
    )


def told(found: Chain) -> tuple[object, ...]:
    """What a chain shows."""
    return (
        found.meetings,
        found.run,
        found.undecided_since,
        found.days_undecided,
        found.days_since_first,
        found.next_on,
        found.alert,
        bool(found.warnings),
        found.slips,
        found.same_reason,
        [agency.int for agency in found.absent_again],
        found.agency_minutes,
        found.handed_over_on,
        found.refused and found.refused.asked_on,
        found.reported_emergencies,
        found.review_answer,
        found.review.owed,
        found.carried,
    )


def kept(kept: Reckoned) -> tuple[object, ...]:
    """What is kept of it besides."""
    return (
        kept.first_held_on,
        kept.last_held_at,
        kept.last_meeting_kind,
        kept.last_reason,
        kept.last_reason_agency_id.int if kept.last_reason_agency_id else None,
        [agency.int for agency in kept.absent_last],
        kept.waiting_since,
    )


def expected_kept(model: Model) -> tuple[object, ...] | None:
    """The same by the model."""
    if not model.meetings:
        return None
    latest, run = model.meetings[-1], model.run()
    return (
        model.meetings[0].day,
        latest.met.held_at,
        latest.met.kind,
        run[-1].reason if run else None,
        run[-1].agency if run else None,
        sorted(run[-1].met.absent) if run else [],
        model.waiting_since(),
    )


def expected(model: Model, today: date, log: Log) -> tuple[object, ...]:
    """What the model shows."""
    run, waiting, latest = model.run(), model.waiting(), model.meetings[-1:]
    alert = model.alert(today)
    review = model.unused_review() if model.meetings else None
    return (
        len(model.meetings),
        len(run),
        run[0].day if run else None,
        model.worked(run[0].day, today) if run else None,
        model.worked(model.meetings[0].day, today) if latest else None,
        next((one.dates[-1] for one in latest if one in run and one.dates), None),
        alert,
        alert.value != "none",
        len(model.slips()),
        model.same_reason(run),
        model.absent_again(),
        model.agency_minutes(),
        min((one.day for one in waiting), default=None),
        refused.day if (refused := model.refused()) else None,
        sum(one.met.emergency for one in run),
        review,
        alert.value == "red" and review is None,
        log.carried if latest else 0,
    )
