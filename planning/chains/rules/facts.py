"""The facts of a concern that its chain is worked out from; nothing else is asked."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.rules.reviews import Review
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One child at one meeting; a correction is another entry, which replaces the first.

    `next_on` is the date set at the adjournment, `moved_to` those set after it, in order, each at
    its `moved_at` and for its `moved_why`. `follow_up_on` is by when a meeting without quorum is
    followed up. `phone_only`: nobody met in a room or by video; `urgent_since`: of an urgent type
    of meeting, when it was decided to convene. `emergency`: closed or recorded without all that
    is asked.
    """

    id: UUID
    meeting_id: UUID
    held_at: datetime
    entered_at: datetime
    outcome: Outcome
    profile_version: int
    kind: MeetingKind
    lasted_minutes: int
    agencies_present: int
    children_there: int
    no_decision_reason: NoDecisionReason | None = None
    reason_agency_id: UUID | None = None
    next_on: date | None = None
    moved_to: list[date] = []
    moved_at: list[datetime] = []
    moved_why: list[str] = []
    absent_agency_ids: list[UUID] = []
    quorate: bool = True
    follow_up_on: date | None = None
    phone_only: bool = False
    urgent_since: datetime | None = None
    emergency: bool = False
    replaces_id: UUID | None = None


class HandOver(msgspec.Struct, frozen=True):
    """What became of a transfer or redirection; `accepted` is `None` while nobody has answered.

    `answered_on` is when the receiver answered, `recorded_at` when that was entered.
    """

    entry_id: UUID
    receiver: str
    asked_on: date
    answered_on: date | None = None
    accepted: bool | None = None
    recorded_at: datetime | None = None


class Facts(msgspec.Struct, frozen=True):
    """All of one concern; entries and reviews in any order, replaced entries too.

    A hand-over that is not listed waits for its answer since its meeting. `carried`: how often the
    open action that was carried over most often has been.
    """

    entries: list[Entry]
    hand_overs: list[HandOver] = []
    reviews: list[Review] = []
    carried: int = 0
