"""One meeting as its people live it: convened, held, minuted. Each step is an act of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from planning.concerns.rules import Opening
from planning.meetings.actions import (
    Attendance,
    Convened,
    acknowledge_minutes,
    approve_minutes,
    close,
    convene,
    record_attendance,
    record_items,
)
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.procedures.rules import ApologyReason, MeetingKind, Outcome
from service.demo.plot import working_days_before
from service.demo.records import record_changes
from service.demo.stage import Stage, at, no_mail
from service.demo.words import PURPOSE


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of an hour; `only` names people who are there for some of the children."""

    kind: MeetingKind
    on: date
    hour: int
    chair: str
    people: tuple[str, ...]
    concern_ids: Sequence[UUID] = ()
    opening: Opening | None = None
    only: Mapping[str, Sequence[UUID]] = field(default_factory=dict)
    only_new: Mapping[str, Sequence[str]] = field(default_factory=dict)


async def call(stage: Stage, meeting: Meeting) -> Convened:
    """Convene it in the afternoon of the working day before."""
    decided = working_days_before(meeting.on, 1)
    return await convene(
        convening=Convening(
            kind=meeting.kind,
            purpose=PURPOSE,
            mode=Mode.VIDEO,
            decided_at=at(decided, 13),
            times=LocalTimes(meeting.on, time(meeting.hour), time(meeting.hour + 1)),
            chair_id=stage.id(meeting.chair),
            minute_taker_id=stage.id("minutes"),
            invitees=[_invitee(stage, meeting, key) for key in meeting.people],
            concern_ids=list(meeting.concern_ids),
            opening=meeting.opening,
        ),
        actor=stage.people[meeting.chair],
        now=at(decided, 13, 10),
        enqueue=no_mail,
    )


def _invitee(stage: Stage, meeting: Meeting, key: str) -> Invitee:
    ticked, new = meeting.only.get(key), meeting.only_new.get(key)
    return Invitee(
        stage.id(key),
        concern_ids=list(ticked) if ticked is not None else None,
        references=list(new) if new is not None else None,
    )


async def attend(
    stage: Stage, meeting: Meeting, meeting_id: UUID, there: Sequence[str], absent: str = ""
) -> None:
    """Note who came, and who was called to court."""
    rows = [Attendance(stage.id(key), present=True) for key in (meeting.chair, "minutes", *there)]
    if absent:
        rows.append(
            Attendance(
                stage.id(absent),
                present=False,
                apology="Called to court",
                apology_reason=ApologyReason.OTHER_DUTY,
            )
        )
    await record_attendance(
        meeting_id=meeting_id,
        attendance=rows,
        actor=stage.people[meeting.chair],
        now=at(meeting.on, meeting.hour, 5),
    )


async def write(
    stage: Stage, meeting: Meeting, meeting_id: UUID, decisions: Mapping[UUID, ChildDraft]
) -> None:
    """Write the record of each child, with its outcome."""
    changes = [
        change
        for turn, (concern_id, draft) in enumerate(decisions.items())
        for change in record_changes(concern_id, draft, stage.agencies, turn)
        if turn == 0 or change.concern_id
    ]
    await record_items(
        meeting_id=meeting_id,
        changes=changes,
        actor=stage.people["minutes"],
        now=at(meeting.on, meeting.hour, 40),
    )


async def end(
    stage: Stage,
    meeting: Meeting,
    meeting_id: UUID,
    *,
    no_quorum_reason: str = "",
    follow_up_on: date | None = None,
) -> None:
    """Close it on the hour."""
    await close(
        meeting_id=meeting_id,
        no_quorum_reason=no_quorum_reason,
        follow_up_on=follow_up_on,
        actor=stage.people[meeting.chair],
        now=at(meeting.on, meeting.hour + 1),
        enqueue=no_mail,
    )


async def minute(
    stage: Stage, meeting: Meeting, meeting_id: UUID, on: date, read_by: Sequence[str]
) -> None:
    """Approve the minutes in the afternoon of a day; some confirm at once that they read them."""
    approved = at(on, 15)
    await approve_minutes(
        meeting_id=meeting_id, actor=stage.people[meeting.chair], now=approved, enqueue=no_mail
    )
    for key in read_by:
        await acknowledge_minutes(
            meeting_id=meeting_id,
            version=1,
            actor=stage.people[key],
            now=approved + timedelta(minutes=20),
        )


def decided(outcome: Outcome, reason: str) -> ChildDraft:
    """An outcome that decides, and why."""
    return ChildDraft(outcome=outcome, outcome_reason=reason)
