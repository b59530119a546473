"""What happened before a journey begins: done through planning, on the days before today."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from uuid import UUID

import asyncpg

from planning import clock
from planning.clock import london_date, today
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.meetings.actions import (
    Attendance,
    Convened,
    close,
    convene,
    record_attendance,
    record_child,
)
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from service.demo.stage import Stage, at, no_mail
from tests.journeys.accord import Accord
from tests.journeys.steps.meetings import CONCERN, PURPOSE, Child

_FREE = cycle(range(7, 21))
"""Each meeting has an hour of its own: nobody is at two at once."""


async def given_it_has_begun(accord: Accord, meeting: str) -> date:
    """The meeting, convened for another day, began ten minutes ago. Gives its date."""
    administrator = await asyncpg.connect(accord.database.administrator)
    try:
        await administrator.execute("set session_replication_role = replica")
        starts_at: datetime = await administrator.fetchval(
            _BEGIN, _id(meeting), clock.now() - timedelta(minutes=10)
        )
    finally:
        await administrator.close()
    return london_date(starts_at)


_BEGIN = """
with freed as (delete from person_booking where meeting_id = $1)
update strategy_meeting
set starts_at = $2, ends_at = ends_at - (starts_at - $2), decided_at = decided_at - (starts_at - $2)
where id = $1 returning starts_at
"""


def days_ago(days: int) -> date:
    """A date in England before today."""
    return today(clock.now()) - timedelta(days=days)


async def given_a_meeting_of_yesterday(stage: Stage, *children: Child) -> str:
    """Not closed yet; the school is there for the first child only. Gives the meeting's path."""
    only_first = Invitee(stage.id("school"), references=[children[0].reference])
    invitees = [Invitee(stage.id("police")), Invitee(stage.id("nurse")), only_first]
    opening = _opening(stage, children)
    convened = await _convene(stage, days_ago(1), invitees, [], opening)
    return f"/meetings/{convened.meeting_id}"


async def given_a_meeting_with_a_minute_taker(stage: Stage, child: Child) -> str:
    """Of yesterday, not closed yet. Gives the meeting's path."""
    invitees = [Invitee(stage.id(key)) for key in ("minutes", "police", "nurse")]
    opening = _opening(stage, [child])
    minutes = stage.id("minutes")
    convened = await _convene(stage, days_ago(1), invitees, [], opening, minute_taker_id=minutes)
    return f"/meetings/{convened.meeting_id}"


async def given_it_began(accord: Accord, meeting: str) -> None:
    """The day of a meeting has come."""
    administrator = await asyncpg.connect(accord.database.administrator)
    await administrator.execute(
        "update strategy_meeting set starts_at = now() - interval '2 hours',"
        " ends_at = now() - interval '1 hour' where id = $1",
        _id(meeting),
    )
    await administrator.close()


async def given_meetings(stage: Stage, child: Child, *days: int) -> tuple[list[str], str]:
    """One so many days ago for each, none closed yet. Gives their paths and the concern's."""
    invitees = [Invitee(stage.id("police")), Invitee(stage.id("nurse"))]
    concern_ids: list[UUID] = []
    meetings = []
    for ago in days:
        opening = None if concern_ids else _opening(stage, [child])
        convened = await _convene(stage, days_ago(ago), invitees, concern_ids, opening)
        concern_ids = concern_ids or [convened.opened[0].id]
        meetings.append(f"/meetings/{convened.meeting_id}")
    return meetings, f"/concerns/{concern_ids[0]}"


async def given_it_adjourns(
    stage: Stage, meeting: str, concern: str, draft: ChildDraft | None = None
) -> None:
    """All came and nothing is decided, for a medical unless told otherwise; not closed yet."""
    chair, now, meeting_id = stage.people["chair"], clock.now(), _id(meeting)
    there = [Attendance(stage.id(key), present=True) for key in ("chair", "police", "nurse")]
    await record_attendance(meeting_id=meeting_id, attendance=there, actor=chair, now=now)
    await record_child(
        meeting_id=meeting_id,
        concern_id=_id(concern),
        draft=draft or adjourned(stage),
        version=1,
        actor=chair,
        now=now,
    )


def adjourned(stage: Stage) -> ChildDraft:
    """For a medical, until the day after tomorrow."""
    return ChildDraft(
        outcome=Outcome.ADJOURNED,
        no_decision_reason=NoDecisionReason.MEDICAL,
        next_on=days_ago(-2),
        authorised_by=stage.id("seniormanager"),
    )


async def given_it_is_closed(stage: Stage, meeting: str) -> None:
    """By its chair."""
    chair = stage.people["chair"]
    await close(meeting_id=_id(meeting), actor=chair, now=clock.now(), enqueue=no_mail)


def _id(path: str) -> UUID:
    return UUID(path.rsplit("/", 1)[1])


async def given_a_concern(stage: Stage, child: Child) -> None:
    """Open since this morning, without any meeting."""
    await open_concerns(
        opening=_opening(stage, [child]), actor=stage.people["scheduler"], now=clock.now()
    )


def _opening(stage: Stage, children: Sequence[Child]) -> Opening:
    return Opening(
        children=[NewChild(child.reference, child.name) for child in children],
        reason=CONCERN,
        senior_manager_id=stage.id("seniormanager"),
    )


async def _convene(
    stage: Stage,
    on: date,
    invitees: list[Invitee],
    concern_ids: list[UUID],
    opening: Opening | None = None,
    *,
    minute_taker_id: UUID | None = None,
) -> Convened:
    decided, hour = on - timedelta(days=1), next(_FREE)
    convening = Convening(
        kind=MeetingKind.REVIEW if concern_ids else MeetingKind.INITIAL,
        purpose=PURPOSE,
        mode=Mode.VIDEO,
        decided_at=at(decided, 14),
        times=LocalTimes(on, time(hour), time(hour + 1)),
        chair_id=stage.id("chair"),
        minute_taker_id=minute_taker_id,
        invitees=invitees,
        concern_ids=concern_ids,
        opening=opening,
    )
    scheduler = stage.people["scheduler"]
    return await convene(convening=convening, actor=scheduler, now=at(decided, 15), enqueue=no_mail)
