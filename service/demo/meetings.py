"""Plays the ninety meetings through the same acts that people use, each on its own day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from planning.chains.actions import close_concern, record_clock_met
from planning.chains.rules import ClockKind
from planning.clock import NONE_CLOSED, add_working_days, today
from planning.concerns.rules import NewChild, Opening
from planning.meetings.actions import (
    Attendance,
    acknowledge_minutes,
    add_action,
    answer_invitation,
    approve_minutes,
    close,
    complete_action,
    convene,
    record_attendance,
    record_items,
)
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.procedures.rules import (
    CONCLUDED,
    NO_S47,
    MeetingKind,
    NoDecisionReason,
    Outcome,
)
from service.demo.cast import POLICE
from service.demo.ladder import answer_drift
from service.demo.plot import TEAM, Sitting, Story, parties, working_days_before
from service.demo.records import record_changes
from service.demo.reviewing import review_if_owed
from service.demo.stage import Stage, at, no_mail
from service.demo.words import (
    ACTIONS,
    ADJOURNED_BECAUSE,
    CONCERN,
    DECIDED_BECAUSE,
    FOLLOW_ON,
    PURPOSE,
)

CONFIRMED, UNREAD = 15, 3
"""Working days ago between which meetings were held whose minutes everybody has confirmed."""


@dataclass
class _Child:
    story: Story
    people: tuple[str, ...]
    chair: str
    concern_id: UUID | None = None
    version: int = field(default=1)


@dataclass(frozen=True, slots=True)
class Played:
    """A child of the surge whose meetings were held."""

    name: str
    concern_id: UUID
    chair: str


async def play(stage: Stage, told: Sequence[Story], *, now: datetime) -> list[Played]:
    """Hold every meeting of the stories in the order of their days, then convene what is next.

    Minutes of the latest day are left for their chairs to approve.
    """
    children = [
        _Child(story, people, chair)
        for story, (people, chair) in zip(told, parties(told), strict=True)
    ]
    sittings = [(sitting, child) for child in children for sitting in child.story.sittings]
    latest = max(sitting.on for sitting, _ in sittings)
    for sitting, child in sorted(sittings, key=lambda pair: (pair[0].on, pair[0].hour)):
        meeting_id = await _hold(stage, child, sitting, first=sitting is child.story.sittings[0])
        if sitting.on < latest:
            await _minute(stage, child, sitting, meeting_id)
            await _confirm(stage, child, sitting, meeting_id, now)
    for child, hour in zip(children[:2], (10, 14), strict=True):
        await _convene_next(stage, child, hour, now)
    return [Played(child.story.name, _known(child), child.chair) for child in children]


async def _hold(stage: Stage, child: _Child, sitting: Sitting, *, first: bool) -> UUID:
    meeting_id = await _convene(stage, child, sitting, first=first)
    await _sit(stage, child, sitting, meeting_id)
    return meeting_id


def _convening(stage: Stage, child: _Child, on: date, hour: int, decided: date) -> Convening:
    return Convening(
        kind=MeetingKind.EXPLOITATION if child.concern_id is None else MeetingKind.REVIEW,
        purpose=PURPOSE,
        mode=Mode.VIDEO,
        decided_at=at(decided, 16, 20),
        times=LocalTimes(on, time(hour), time(hour + 1)),
        chair_id=stage.id(child.chair),
        minute_taker_id=stage.id("minutes"),
        invitees=[Invitee(stage.id(key)) for key in child.people],
        concern_ids=[child.concern_id] if child.concern_id else [],
    )


async def _convene(stage: Stage, child: _Child, sitting: Sitting, *, first: bool) -> UUID:
    decided = working_days_before(sitting.on, 1)
    convening = _convening(stage, child, sitting.on, sitting.hour, decided)
    if first:
        new = NewChild(child.story.reference, child.story.name, child.story.born_on)
        convening = _with_opening(convening, new, stage.id("seniormanager"))
    convened = await convene(
        convening=convening,
        actor=stage.people[child.chair],
        now=at(decided, 16, 30),
        enqueue=no_mail,
    )
    if first:
        child.concern_id = convened.opened[0].id
    return convened.meeting_id


def _with_opening(convening: Convening, new: NewChild, senior_manager_id: UUID) -> Convening:
    opening = Opening([new], CONCERN, senior_manager_id, TEAM)
    return Convening(
        **{
            name: getattr(convening, name)
            for name in Convening.__struct_fields__
            if name != "opening"
        },
        opening=opening,
    )


async def _sit(stage: Stage, child: _Child, sitting: Sitting, meeting_id: UUID) -> None:
    chair = stage.people[child.chair]
    now = at(sitting.on, sitting.hour, 5)
    absent = "police" if sitting.reason is NoDecisionReason.KEY_AGENCY_ABSENT else ""
    there = {child.chair, "minutes", *child.people}
    await record_attendance(
        meeting_id=meeting_id,
        attendance=[
            Attendance(stage.id(key), key != absent, "Called to court" if key == absent else "")
            for key in sorted(there)
        ],
        actor=chair,
        now=now,
    )
    await record_items(
        meeting_id=meeting_id,
        changes=record_changes(
            _known(child),
            _draft(stage, child, sitting),
            stage.agencies,
            child.story.sittings.index(sitting),
        ),
        actor=chair,
        now=now + timedelta(minutes=30),
    )
    action_id = await _add_action(stage, child, sitting, meeting_id)
    if sitting.outcome is Outcome.ADJOURNED and child.concern_id:
        await review_if_owed(stage, child.concern_id, now)
    await close(
        meeting_id=meeting_id,
        no_quorum_reason="The police were called away and no deputy could come." if absent else "",
        follow_up_on=sitting.on + timedelta(days=3) if absent else None,
        actor=chair,
        now=at(sitting.on, sitting.hour + 1),
        enqueue=no_mail,
    )
    if sitting.outcome is Outcome.ADJOURNED:
        await answer_drift(stage, child.story, sitting, _known(child), child.chair)
    await _finish_action(stage, child, sitting, action_id)


def _draft(stage: Stage, child: _Child, sitting: Sitting) -> ChildDraft:
    if sitting.outcome is not Outcome.ADJOURNED:
        return ChildDraft(sitting.outcome, DECIDED_BECAUSE[sitting.outcome])
    reason = sitting.reason or NoDecisionReason.OTHER
    names_agency = reason is NoDecisionReason.INFORMATION_OUTSTANDING
    return ChildDraft(
        outcome=Outcome.ADJOURNED,
        outcome_reason=ADJOURNED_BECAUSE[reason],
        no_decision_reason=reason,
        reason_agency_id=stage.agencies[POLICE] if names_agency else None,
        next_on=sitting.next_on,
        authorised_by=stage.id("seniormanager"),
    )


def _owner(child: _Child) -> str:
    return child.people[len(child.story.name) % len(child.people)]


async def _add_action(stage: Stage, child: _Child, sitting: Sitting, meeting_id: UUID) -> UUID:
    what, success_test = ACTIONS[(sitting.on.day + sitting.hour) % len(ACTIONS)]
    return await add_action(
        meeting_id=meeting_id,
        concern_id=_known(child),
        what=what,
        success_test=success_test,
        owner_id=stage.id(_owner(child)),
        due_on=add_working_days(sitting.on, 3, NONE_CLOSED),
        actor=stage.people[child.chair],
        now=at(sitting.on, sitting.hour, 40),
    )


async def _finish_action(stage: Stage, child: _Child, sitting: Sitting, action_id: UUID) -> None:
    """Once the meeting has given it: only the last of each undecided child is not done."""
    if sitting is not child.story.sittings[-1] or sitting.outcome is not Outcome.ADJOURNED:
        await complete_action(
            action_id=action_id,
            evidence="Done; the outcome was shared with the social worker.",
            actor=stage.people[_owner(child)],
            now=at(sitting.on, 17),
        )


async def _minute(stage: Stage, child: _Child, sitting: Sitting, meeting_id: UUID) -> None:
    chair = stage.people[child.chair]
    approved = at(add_working_days(sitting.on, 1, NONE_CLOSED), 15)
    await approve_minutes(meeting_id=meeting_id, actor=chair, now=approved, enqueue=no_mail)
    if sitting.outcome in CONCLUDED | NO_S47:
        await close_concern(
            concern_id=_known(child),
            follow_on=FOLLOW_ON[sitting.outcome],
            actor=chair,
            now=approved,
        )
    if sitting.outcome is Outcome.S47_CONCLUDED_WITH_CONFERENCE:
        await record_clock_met(
            concern_id=_known(child),
            clock=ClockKind.CONFERENCE,
            met_on=approved.date(),
            actor=chair,
            now=approved,
        )


async def _confirm(
    stage: Stage, child: _Child, sitting: Sitting, meeting_id: UUID, now: datetime
) -> None:
    """Those who were there have read the minutes, but for those of the latest days."""
    day = today(now)
    if not working_days_before(day, CONFIRMED) <= sitting.on < working_days_before(day, UNREAD):
        return
    for key in {*child.people, "minutes"}:
        await acknowledge_minutes(
            meeting_id=meeting_id,
            version=1,
            actor=stage.people[key],
            now=at(add_working_days(sitting.on, 2, NONE_CLOSED), 9),
        )


async def _convene_next(stage: Stage, child: _Child, hour: int, now: datetime) -> None:
    """The meeting to come, with real invitations: somebody has answered, somebody has not."""
    day = today(now)
    convening = _convening(
        stage, child, add_working_days(day, 2, NONE_CLOSED), hour, working_days_before(day, 1)
    )
    convened = await convene(
        convening=convening,
        actor=stage.people[child.chair],
        now=now,
        enqueue=stage.enqueue,
    )
    for key, answer in ((child.chair, Answer.ACCEPTED), (child.people[2], Answer.TENTATIVE)):
        await answer_invitation(
            meeting_id=convened.meeting_id, answer=answer, actor=stage.people[key], now=now
        )


def _known(child: _Child) -> UUID:
    if child.concern_id is None:
        raise LookupError(child.story.reference)
    return child.concern_id
