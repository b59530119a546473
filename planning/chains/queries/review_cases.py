"""Reviews that are owed, and what a reviewer must know of each chain to answer in two minutes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec

from planning.chains.queries.facts import facts_of, profiles_for
from planning.chains.queries.reviews import chaired_of
from planning.chains.rules import (
    Chain,
    Facts,
    ReviewAnswer,
    chain_state,
    meetings_of_run,
    review_due,
    standing,
    under_review,
)
from planning.clock import london_date
from planning.concerns.queries import record_concerns_read
from planning.errors import NotFound
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor, Role
from planning.procedures.queries import closed_days, current_profile
from planning.procedures.rules import Profile
from planning.transactions import fetch_all, transaction

LONGEST_LIST = 50


class ReviewOwed(msgspec.Struct, frozen=True):
    """A chain at red that waits for the review of its named senior manager."""

    concern_id: UUID
    child_name: str
    reference: str
    run: int
    due_on: date


class MeetingLine(msgspec.Struct, frozen=True):
    """A meeting of the run that decided nothing: why, and who stayed away."""

    held_at: datetime
    reason_words: str
    reason_agency_name: str | None
    absent_agencies: list[str]
    emergency: bool


class ReviewSeen(msgspec.Struct, frozen=True):
    """A review that was recorded."""

    id: UUID
    concern_id: UUID
    answer: ReviewAnswer
    reason: str
    conference_on: date | None
    reviewed_by_name: str
    reviewed_at: datetime


class ReviewCase(msgspec.Struct, frozen=True):
    """A chain as its reviewer reads it; `chaired`: the reader chaired a meeting of the run.

    `decided_at_red`: it is not at red now, but was when a meeting decided, whose outcome is
    corrected to an adjournment only after a review. Its `meetings` are those before that.
    """

    concern_id: UUID
    child_name: str
    reference: str
    senior_manager_name: str
    state: Chain
    meetings: list[MeetingLine]
    absent_again: list[str]
    reviews: list[ReviewSeen]
    chaired: bool
    decided_at_red: bool


class _Owed(msgspec.Struct, frozen=True):
    concern_id: UUID
    child_name: str
    reference: str
    run: int
    red_on: date
    last_held_at: datetime


class _Concern(msgspec.Struct, frozen=True):
    id: UUID
    child_name: str
    reference: str
    senior_manager_name: str


class _Agency(msgspec.Struct, frozen=True):
    id: UUID
    name: str


_OWED = """
select k.id as concern_id, c.name as child_name, c.reference, s.run, s.red_on, s.last_held_at
from concern k
join chain_state s on s.compartment_id = k.compartment_id and s.concern_id = k.id
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where k.senior_manager_id = $1 and k.closed_at is null and s.red_on <= $2
  and s.review_answer is null and ($4::date is null or (s.red_on, k.id) > ($4, $5::uuid))
order by s.red_on, k.id
limit $3
"""

_REVIEWS = """
select r.id, r.concern_id, r.answer, r.reason, r.conference_on, w.name as reviewed_by_name,
       r.reviewed_at
from senior_review r join person w on w.id = r.reviewed_by
where r.concern_id = any($1)
order by r.reviewed_at desc, r.id
"""

_CONCERNS = """
select k.id, c.name as child_name, c.reference, p.name as senior_manager_name
from concern k
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
join person p on p.id = k.senior_manager_id
where k.id = any($1)
order by c.name, k.id
"""


async def reviews_owed(*, actor: Actor, now: datetime) -> list[ReviewOwed]:
    """The reviews that the actor owes as the named senior manager, the longest owed first.

    Two queries; none for who is no senior manager.
    """
    return (await reviews_owed_page(actor=actor, now=now, limit=LONGEST_LIST)).items


async def reviews_owed_page(
    *, actor: Actor, now: datetime, cursor: str | None = None, limit: int = PAGE
) -> Page[ReviewOwed]:
    """The same, a page at a time; `Invalid` for a bad cursor."""
    after, size = place(cursor), page_size(limit)
    if not actor.has(Role.SENIOR_MANAGER):
        return Page([], None)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            _Owed,
            _OWED,
            actor.person_id,
            london_date(now),
            size + 1,
            after.at.date() if after else None,
            after.id if after else None,
        )
        closed = await closed_days() if rows else frozenset()
    owed = [
        ReviewOwed(
            row.concern_id,
            row.child_name,
            row.reference,
            row.run,
            review_due(row.red_on, row.last_held_at, closed),
        )
        for row in rows
    ]
    return page(owed, [Place(_moment(row.red_on), row.concern_id) for row in rows], size)


async def reviews_of(concern_id: UUID) -> list[ReviewSeen]:
    """All of a concern, the latest first; inside an open transaction."""
    return await fetch_all(ReviewSeen, _REVIEWS, [concern_id])


async def review_cases(
    *, concern_ids: Sequence[UUID], actor: Actor, now: datetime
) -> list[ReviewCase]:
    """These chains for their reviewer, by the children's names; the reading is logged.

    Raises `NotFound` when one of them is hidden. As many queries for one as for fifty.
    """
    as_of = london_date(now)
    async with transaction(actor.person_id):
        concerns = await fetch_all(_Concern, _CONCERNS, list(concern_ids))
        if {one.id for one in concerns} != set(concern_ids):
            raise NotFound
        facts = await facts_of(concern_ids)
        words = (await current_profile(as_of)).profile
        profiles = await profiles_for(facts, beside=words)
        agencies = await fetch_all(_Agency, "select id, name from agency")
        asked = {key: under_review(one, profiles, as_of) or one for key, one in facts.items()}
        runs = {key: meetings_of_run(one) for key, one in asked.items()}
        chaired = await chaired_of([meeting for run in runs.values() for meeting in run])
        reviews = await fetch_all(ReviewSeen, _REVIEWS, list(concern_ids))
        await record_concerns_read(concern_ids, actor=actor, now=now)
    names = {agency.id: agency.name for agency in agencies}
    return [
        _case(
            one,
            chain_state(facts[one.id], profiles, as_of),
            _lines(asked[one.id], runs[one.id], words, names),
            [review for review in reviews if review.concern_id == one.id],
            names,
            chaired=not chaired.isdisjoint(runs[one.id]),
            decided_at_red=asked[one.id] is not facts[one.id],
        )
        for one in concerns
    ]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _case(
    concern: _Concern,
    state: Chain,
    lines: list[MeetingLine],
    reviews: list[ReviewSeen],
    names: dict[UUID, str],
    *,
    chaired: bool,
    decided_at_red: bool,
) -> ReviewCase:
    return ReviewCase(
        concern_id=concern.id,
        child_name=concern.child_name,
        reference=concern.reference,
        senior_manager_name=concern.senior_manager_name,
        state=state,
        meetings=lines,
        absent_again=sorted(names[agency_id] for agency_id in state.absent_again),
        reviews=reviews,
        chaired=chaired,
        decided_at_red=decided_at_red,
    )


def _lines(
    facts: Facts, run: Sequence[UUID], profile: Profile, names: dict[UUID, str]
) -> list[MeetingLine]:
    """The latest first."""
    return [
        MeetingLine(
            held_at=entry.held_at,
            reason_words=profile.no_decision_reasons[entry.no_decision_reason],
            reason_agency_name=names.get(entry.reason_agency_id)
            if entry.reason_agency_id
            else None,
            absent_agencies=sorted(names[agency_id] for agency_id in set(entry.absent_agency_ids)),
            emergency=entry.emergency,
        )
        for entry in reversed(standing(facts.entries))
        if entry.meeting_id in run and entry.no_decision_reason
    ]
