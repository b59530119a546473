"""What measures are worked out from: facts of one concern, without a name or a text."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.rules import Entry, Facts, HandOver, Review
from planning.chains.rules.standing import known
from planning.people.rules import AgencyCategory


class Met(Entry, frozen=True, kw_only=True):
    """An entry with what else is measured of its meeting.

    `quorum` tells of each category that was needed whether it was there; it is empty of meetings
    from before that was kept.
    """

    decided_at: datetime
    approved_at: datetime | None = None
    quorum: dict[AgencyCategory, bool] = msgspec.field(default_factory=dict)


class Conference(msgspec.Struct, frozen=True):
    """That a conference took place, of the enquiry that was started on `anchor_on`."""

    anchor_on: date
    met_on: date
    recorded_at: datetime


class Stage(msgspec.Struct, frozen=True):
    """A stage that an escalation reached; `answered_at` is `None` when nobody answered it."""

    stage: int
    started_at: datetime
    due_at: datetime
    answered_at: datetime | None = None


class Attached(msgspec.Struct, frozen=True):
    """That the child belongs to an operation."""

    operation_id: UUID
    attached_at: datetime
    ended_at: datetime | None = None


class ConcernFacts(msgspec.Struct, frozen=True):
    """All that is measured of one concern."""

    team: str
    entries: list[Met] = []
    hand_overs: list[HandOver] = []
    reviews: list[Review] = []
    conferences: list[Conference] = []
    stages: list[Stage] = []
    operations: list[Attached] = []

    def chain(self) -> Facts:
        """Those of them that runs and alerts are worked out from."""
        return Facts([*self.entries], self.hand_overs, self.reviews)


def known_by(facts: ConcernFacts, at: datetime) -> ConcernFacts:
    """Only what had been entered by a moment: a report of then can be told again."""
    chain = known(facts.chain(), at)
    return ConcernFacts(
        team=facts.team,
        entries=[_approval_known(one, at) for one in chain.entries if isinstance(one, Met)],
        hand_overs=chain.hand_overs,
        reviews=chain.reviews,
        conferences=[one for one in facts.conferences if one.recorded_at <= at],
        stages=[_answer_known(one, at) for one in facts.stages if one.started_at <= at],
        operations=[_end_known(one, at) for one in facts.operations if one.attached_at <= at],
    )


def _approval_known(met: Met, at: datetime) -> Met:
    if met.approved_at is None or met.approved_at <= at:
        return met
    return msgspec.structs.replace(met, approved_at=None)


def _answer_known(stage: Stage, at: datetime) -> Stage:
    if stage.answered_at is None or stage.answered_at <= at:
        return stage
    return msgspec.structs.replace(stage, answered_at=None)


def _end_known(one: Attached, at: datetime) -> Attached:
    return (
        msgspec.structs.replace(one, ended_at=None) if one.ended_at and one.ended_at > at else one
    )
