"""What Northborough does this week beside its operation: one of each thing that a team meets."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from planning.clock import LONDON, NONE_CLOSED, add_working_days, odd_hour, today
from planning.concerns.rules import NewChild, Opening
from planning.diaries.queries import rooms
from planning.meetings.actions import (
    Attendance,
    add_action,
    answer_invitation,
    contribute,
    convene,
    record_attendance,
    record_held,
    record_items,
)
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.held import Held, HeldAction, HeldChild
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.record import Change, Content, Nature, Section
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.procedures.actions import close_day
from planning.procedures.rules import MeetingKind, Outcome
from service.demo.plot import working_days_before
from service.demo.siblings import convene_where_free, tell_of_siblings
from service.demo.sitting import Meeting, attend, call, decided, end, minute, write
from service.demo.stage import Stage, at, no_mail
from service.demo.words import ACTIONS, JOINT, PAPER, PURPOSE, TWO_VOICES, WELCOME

CLOSED_IN = 15
"""Working days from today until the offices are closed."""


async def fill_week(stage: Stage, *, now: datetime) -> UUID:
    """Two sisters, a telephone call, a meeting without the police and its follow-up, one that is
    on now, and a day on which offices are closed. Gives the concern that the police missed.
    """
    day = today(now)
    sisters = await tell_of_siblings(stage, now=now)
    await _told_by_telephone(stage, working_days_before(day, 1))
    concern_id = await _without_police(stage, working_days_before(day, 2))
    await _convene_tomorrow(stage, concern_id, now)
    await _begin(stage, now)
    await convene_where_free(stage, sisters, now)
    await close_day(
        closed_on=add_working_days(day, CLOSED_IN, NONE_CLOSED),
        name="Move to the new Council House",
        reason="No office is open and no line is staffed.",
        actor=stage.people["partnership"],
        now=now,
    )
    return concern_id


def _opening(stage: Stage, children: list[NewChild], on: date, reason: str) -> Opening:
    return Opening(children, reason, stage.id("seniormanager"), "North team", referred_on=on)


async def _told_by_telephone(stage: Stage, on: date) -> None:
    """A discussion that was held by telephone in an emergency: a reason is owed, and a meeting."""
    chair, police = stage.id("scheduler"), stage.id("police.deputy")
    await record_held(
        held=Held(
            kind=MeetingKind.INITIAL,
            purpose="Kayla was found with an adult at a hotel; decide what happens tonight.",
            mode=Mode.PHONE,
            starts_at=at(on, 17),
            ends_at=at(on, 17, 20),
            chair_id=chair,
            people=[Invitee(chair), Invitee(police), Invitee(stage.id("nurse"))],
            opening=_opening(
                stage,
                [NewChild("NB-4203", "Kayla Sharp", date(on.year - 15, 2, 3))],
                on,
                "Found by the police in a hotel room with an adult who is not family.",
            ),
            children=[
                HeldChild(
                    outcome=ChildDraft(outcome=Outcome.S47_INITIATED_JOINT),
                    reference="NB-4203",
                    actions=[HeldAction("Bring Kayla to her aunt tonight.", police, on)],
                )
            ],
            emergency_reason="Kayla had to be brought to a safe place before the night.",
        ),
        actor=stage.people["scheduler"],
        now=at(on, 17, 45),
        enqueue=no_mail,
    )


async def _without_police(stage: Stage, on: date) -> UUID:
    """Decided without quorum, because she could not wait; the follow-up is owed by tomorrow."""
    team = ("police", "nurse", "school", "support")
    meeting = Meeting(
        MeetingKind.INITIAL, on, 15, "chair", team,
        opening=_opening(
            stage,
            [NewChild("NB-4304", "Ellie Brand", date(on.year - 14, 9, 21))],
            working_days_before(on, 1),
            "She told a teacher that she owes money to an adult who waits for her.",
        ),
    )  # fmt: skip
    convened = await call(stage, meeting)
    (concern,) = convened.opened
    draft = decided(
        Outcome.S47_INITIATED_SOCIAL_CARE, "She is not safe on her way home and cannot wait."
    )
    await attend(stage, meeting, convened.meeting_id, team[1:], absent="police")
    await write(stage, meeting, convened.meeting_id, {concern.id: draft})
    what, success_test = ACTIONS[2]
    await add_action(
        meeting_id=convened.meeting_id,
        concern_id=concern.id,
        what=what,
        success_test=success_test,
        owner_id=stage.id("police"),
        due_on=add_working_days(on, 3, NONE_CLOSED),
        actor=stage.people["chair"],
        now=at(on, meeting.hour, 45),
    )
    await end(
        stage,
        meeting,
        convened.meeting_id,
        no_quorum_reason="The police were called to court, and she could not wait another day.",
        follow_up_on=add_working_days(on, 3, NONE_CLOSED),
    )
    next_day = add_working_days(on, 1, NONE_CLOSED)
    await minute(stage, meeting, convened.meeting_id, next_day, ("nurse", "support"))
    return concern.id


async def _convene_tomorrow(stage: Stage, concern_id: UUID, now: datetime) -> None:
    """The follow-up: one person comes from leave, one has not answered, one has written."""
    chair, day = stage.people["chair"], today(now)
    free = next(room for room in await rooms(actor=chair) if room.name == "Room 2")
    convened = await convene(
        convening=Convening(
            kind=MeetingKind.REVIEW,
            purpose=PURPOSE,
            mode=Mode.ROOM,
            decided_at=now,
            times=LocalTimes(add_working_days(day, 1, NONE_CLOSED), time(10), time(11)),
            chair_id=chair.person_id,
            minute_taker_id=stage.id("minutes"),
            invitees=[Invitee(stage.id(key)) for key in ("police", "paediatrics", "camhs")]
            + [Invitee(stage.id("support"))],
            concern_ids=[concern_id],
            room_id=free.id,
            ask_although_busy=[stage.id("camhs")],
        ),
        actor=chair,
        now=now,
        enqueue=stage.enqueue,
    )
    for key in ("chair", "minutes", "paediatrics", "support"):
        await answer_invitation(
            meeting_id=convened.meeting_id,
            answer=Answer.ACCEPTED,
            actor=stage.people[key],
            now=now,
        )
    await contribute(
        meeting_id=convened.meeting_id,
        items=[Written(Nature.FACT, PAPER, concern_id)],
        actor=stage.people["support"],
        now=now,
    )


async def _begin(stage: Stage, now: datetime) -> None:
    """A meeting of two sisters that is on: nothing is decided, and one text is there twice."""
    chair, on = stage.people["chair"], working_days_before(today(now), 1)
    times = _around(now)
    team = ("police", "nurse", "school")
    convened = await convene(
        convening=Convening(
            kind=MeetingKind.INITIAL,
            purpose=PURPOSE,
            mode=Mode.VIDEO,
            decided_at=at(on, 13),
            times=times,
            chair_id=chair.person_id,
            minute_taker_id=stage.id("minutes"),
            invitees=[
                Invitee(stage.id(key), references=["NB-4405"] if key == "school" else None)
                for key in team
            ],
            opening=_opening(
                stage,
                [
                    NewChild("NB-4405", "Ruby Whitfield", date(on.year - 12, 7, 2)),
                    NewChild("NB-4406", "Paige Whitfield", date(on.year - 10, 4, 19)),
                ],
                on,
                "Both sisters have money and telephones that nobody at home gave them.",
            ),
        ),
        actor=chair,
        now=at(on, 13, 10),
        enqueue=no_mail,
    )
    for key in ("chair", "minutes", *team):
        await answer_invitation(
            meeting_id=convened.meeting_id,
            answer=Answer.ACCEPTED,
            actor=stage.people[key],
            now=at(on, 15),
        )
    await record_attendance(
        meeting_id=convened.meeting_id,
        attendance=[Attendance(stage.id(key), present=True) for key in ("chair", "minutes", *team)],
        actor=chair,
        now=now,
    )
    ruby, joint = (
        convened.opened[0].id,
        [(Section.JOINT_WELCOME, WELCOME), (Section.JOINT_INFORMATION, JOINT)],
    )
    changes = [Change(section=section, content=Content(body=body)) for section, body in joint]
    await record_items(
        meeting_id=convened.meeting_id, changes=changes, actor=stage.people["minutes"], now=now
    )
    for key, body in zip(("minutes", "chair"), TWO_VOICES, strict=True):
        change = Change(section=Section.CHILD_VOICE, concern_id=ruby, content=Content(body=body))
        await record_items(
            meeting_id=convened.meeting_id, changes=[change], actor=stage.people[key], now=now
        )


def _around(now: datetime) -> LocalTimes:
    """From a few minutes ago to an hour on, at times that the clocks do not skip or repeat."""
    starts, ends = (
        (now + minutes).astimezone(LONDON).replace(second=0, microsecond=0)
        for minutes in (timedelta(minutes=-10), timedelta(minutes=50))
    )
    while odd_hour(starts.date(), starts.time(), ""):
        starts -= timedelta(minutes=30)
    while odd_hour(ends.date(), ends.time(), ""):
        ends += timedelta(minutes=30)
    return LocalTimes(starts.date(), starts.time(), ends.time(), ends.date())
