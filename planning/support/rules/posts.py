"""Who supports a child, how often that changed, and what a child's plan still needs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.people.rules import Actor, AgencyCategory, Role
from planning.support.rules.contact import ContactState
from planning.support.rules.plans import turns_18_soon

CHILDREN_AT_ONCE = 100
CHILDREN_FIELD = "child_ids"
CONCERN_REASON = "Key worker for the child"
OPERATION_REASON = "Key worker of a child in the operation"
SOON = timedelta(days=7)
"""What is due by then is shown to who owes it."""


class Post(StrEnum):
    """The two people whom a child can turn to."""

    WORKER = "worker"
    DEPUTY = "deputy"


POST_WORDS = {Post.WORKER: "key worker", Post.DEPUTY: "deputy key worker"}


class Need(StrEnum):
    """What a child's plan needs, the most pressing first."""

    WORKER = "worker"
    DEPUTY = "deputy"
    CONTACT = "contact"
    RISK = "risk"
    REVIEW = "review"
    ASSESSMENT = "assessment"
    TURNS_18 = "turns_18"


URGENCY = tuple(Need)


class Held(msgspec.Struct, frozen=True):
    """Who holds a post of a child now."""

    child_plan_id: UUID
    post: Post
    person_id: UUID


class Spell(msgspec.Struct, frozen=True):
    """A time for which somebody held a post."""

    person_id: UUID
    person_name: str
    agency_name: str
    post: Post
    reason: str
    from_at: datetime
    ended_at: datetime | None
    ended_reason: str | None


class Dates(msgspec.Struct, frozen=True):
    """What of a child's plan hangs on a date."""

    risk_due_on: date | None
    review_due_on: date | None
    assessment_due_on: date | None
    born_on: date | None


def may_assign(actor: Actor, *, lead_id: UUID, only_own: bool) -> bool:
    """The lead, and social care's schedulers and senior managers, who are in with the child.

    `only_own`: the actor is in the operation as a key worker alone, and gives no child away.
    """
    manages = actor.has(Role.SCHEDULER) or actor.has(Role.SENIOR_MANAGER)
    is_care = actor.agency_category is AgencyCategory.SOCIAL_CARE
    return actor.person_id == lead_id or (manages and is_care and not only_own)


def assigning_faults(
    wanted: Sequence[UUID],
    *,
    seen: Sequence[UUID],
    held: Sequence[Held],
    person_id: UUID,
    taken: Post | None = None,
) -> list[Blocker]:
    """Why these children cannot be given to a person; absent and hidden ones are told alike.

    `taken` is the post that must be free, unless the person is to follow whoever holds it.
    """
    if not wanted:
        return [Blocker("Choose at least one child.", CHILDREN_FIELD)]
    faults = []
    if len(set(wanted)) > CHILDREN_AT_ONCE:
        faults.append(
            Blocker(f"Choose {CHILDREN_AT_ONCE} children or fewer at once.", CHILDREN_FIELD)
        )
    if set(wanted) - set(seen):
        faults.append(Blocker("You cannot see one of these children.", CHILDREN_FIELD))
    if any(one.person_id == person_id for one in held):
        faults.append(
            Blocker("This person is key worker or deputy of one of these children.", "person_id")
        )
    elif taken and any(one.post is taken for one in held):
        faults.append(
            Blocker(
                f"One of these children has a {POST_WORDS[taken]} already. "
                "Open the child’s plan to replace them.",
                CHILDREN_FIELD,
            )
        )
    return faults


def breaks(spells: Sequence[Spell]) -> int:
    """How often a key worker left the child, whoever came after."""
    return sum(one.post is Post.WORKER and one.ended_at is not None for one in spells)


def needs(
    *, worker: bool, deputy: bool, contact: ContactState, dates: Dates, today: date
) -> list[Need]:
    """What the plan needs on a date, the most pressing first."""
    owed = {
        Need.WORKER: not worker,
        Need.DEPUTY: not deputy,
        Need.CONTACT: contact is ContactState.OVERDUE,
        Need.RISK: dates.risk_due_on is None or dates.risk_due_on < today,
        Need.REVIEW: is_due(dates.review_due_on, today),
        Need.ASSESSMENT: is_due(dates.assessment_due_on, today),
        Need.TURNS_18: turns_18_soon(dates.born_on, today=today) is not None,
    }
    return [need for need in URGENCY if owed[need]]


def is_due(day: date | None, by: date) -> bool:
    """Whether something falls due by a date."""
    return day is not None and day <= by


def urgency(needed: Sequence[Need]) -> int:
    """Where a child comes in the list: by the most pressing need, last without one."""
    return URGENCY.index(needed[0]) if needed else len(URGENCY)
