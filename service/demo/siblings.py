"""Two sisters from referral to final minutes: three meetings, one after the other."""

from datetime import date, datetime, timedelta
from uuid import UUID

from planning.chains.actions import move_clock
from planning.chains.queries import chain_of
from planning.chains.rules import ClockKind
from planning.clock import LONDON, NONE_CLOSED, add_working_days, london_date, today
from planning.concerns.rules import NewChild, Opening
from planning.finding.queries import find_times
from planning.finding.rules.search import Sought
from planning.meetings.actions import (
    NewAddendum,
    NewCorrection,
    add_action,
    add_addendum,
    ask_correction,
    carry_over_action,
    complete_action,
    contribute,
    convene,
    note_arrival,
    note_departure,
    send_deputy,
)
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.record import Nature
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.procedures.rules import MeetingKind, Outcome
from service.demo.plot import working_days_before
from service.demo.sitting import Meeting, attend, call, decided, end, minute, write
from service.demo.stage import Stage, at, no_mail
from service.demo.words import (
    CHRONOLOGY,
    CONTRIBUTED,
    PURPOSE,
    SAFETY_PLAN,
)

SISTERS = (("NB-4101", "Megan Hartley", 13), ("NB-4102", "Jodie Hartley", 11))
TEAM = ("police", "nurse", "school", "support")
SCHOOL_CHILD = "NB-4101"
"""The school is there for one sister only: the other goes elsewhere."""


async def tell_of_siblings(stage: Stage, *, now: datetime) -> list[UUID]:
    """Referral, section 47, two reviews; the sisters' concerns."""
    day = today(now)
    concern_ids, action_id = await _decide(stage, working_days_before(day, 9))
    action_id = await _review(stage, working_days_before(day, 5), concern_ids, action_id)
    await _review_again(stage, working_days_before(day, 1), concern_ids, action_id)
    await _move_conference(stage, concern_ids[0], now)
    return concern_ids


async def _decide(stage: Stage, on: date) -> tuple[list[UUID], UUID]:
    """The first meeting, whose minutes have become final and have an addendum."""
    meeting = Meeting(
        MeetingKind.EXPLOITATION, on, 10, "chair", TEAM,
        opening=_opening(stage, on), only_new={"school": [SCHOOL_CHILD]},
    )  # fmt: skip
    convened = await call(stage, meeting)
    meeting_id, concern_ids = convened.meeting_id, [one.id for one in convened.opened]
    draft = decided(
        Outcome.S47_INITIATED_JOINT, "She is taken out of school by an adult whom nobody knows."
    )
    await attend(stage, meeting, meeting_id, TEAM)
    await write(stage, meeting, meeting_id, dict.fromkeys(concern_ids, draft))
    action_id = await _act(stage, meeting, meeting_id, concern_ids[0], CHRONOLOGY)
    done_id = await _act(stage, meeting, meeting_id, concern_ids[1], SAFETY_PLAN)
    await end(stage, meeting, meeting_id)
    await complete_action(
        action_id=done_id,
        evidence="Read with her and her mother at home; both have a copy.",
        actor=stage.people["support"],
        now=at(add_working_days(on, 1, NONE_CLOSED), 11),
    )
    await minute(stage, meeting, meeting_id, add_working_days(on, 1, NONE_CLOSED), TEAM)
    finished = at(add_working_days(on, 7, NONE_CLOSED), 9)
    await add_addendum(
        meeting_id=meeting_id,
        new=NewAddendum(
            "The vehicle was seen on 3 occasions, not 2: the police have checked the camera.",
            "Came to light after the minutes were final.",
            concern_ids[0],
        ),
        actor=stage.people["chair"],
        now=finished + timedelta(hours=1),
        enqueue=no_mail,
    )
    return concern_ids, action_id


def _opening(stage: Stage, on: date) -> Opening:
    children = [
        NewChild(reference, name, date(on.year - age, 5, 14)) for reference, name, age in SISTERS
    ]
    return Opening(
        children,
        "An adult whom her mother does not know collects her from school.",
        stage.id("seniormanager"),
        "North team",
        referred_on=working_days_before(on, 1),
    )


async def _act(
    stage: Stage,
    meeting: Meeting,
    meeting_id: UUID,
    concern_id: UUID,
    words: tuple[str, str, str],
) -> UUID:
    what, success_test, owner = words
    return await add_action(
        meeting_id=meeting_id,
        concern_id=concern_id,
        what=what,
        success_test=success_test,
        owner_id=stage.id(owner),
        due_on=add_working_days(meeting.on, 3, NONE_CLOSED),
        actor=stage.people["minutes"],
        now=at(meeting.on, meeting.hour, 45),
    )


async def _review(stage: Stage, on: date, concern_ids: list[UUID], action_id: UUID) -> UUID:
    """The second: the police send a deputy, and an action is carried for the first time."""
    meeting = Meeting(
        MeetingKind.REVIEW, on, 13, "chair", TEAM, concern_ids,
        only={"school": concern_ids[:1]},
    )  # fmt: skip
    meeting_id = (await call(stage, meeting)).meeting_id
    await send_deputy(
        meeting_id=meeting_id,
        person_id=stage.id("police.deputy"),
        actor=stage.people["police"],
        now=at(working_days_before(on, 1), 16),
        enqueue=no_mail,
    )
    there = ("police.deputy", *TEAM[1:])
    draft = decided(Outcome.S47_CONTINUES, "Interviews are planned; the safety plan is holding.")
    await attend(stage, meeting, meeting_id, there)
    await write(stage, meeting, meeting_id, dict.fromkeys(concern_ids, draft))
    carried_id = await _carry(stage, meeting, meeting_id, action_id)
    await end(stage, meeting, meeting_id)
    await minute(stage, meeting, meeting_id, add_working_days(on, 1, NONE_CLOSED), there)
    return carried_id


async def _carry(stage: Stage, meeting: Meeting, meeting_id: UUID, action_id: UUID) -> UUID:
    return await carry_over_action(
        meeting_id=meeting_id,
        action_id=action_id,
        due_on=meeting.on,
        actor=stage.people["chair"],
        now=at(meeting.on, meeting.hour, 45),
    )


async def _review_again(stage: Stage, on: date, concern_ids: list[UUID], action_id: UUID) -> None:
    """The third, yesterday: a paper before it, comings and goings, and a correction that waits."""
    everybody = (*TEAM, "youthjustice", "paediatrics")
    meeting = Meeting(
        MeetingKind.REVIEW, on, 9, "chair", everybody, concern_ids,
        only={"school": concern_ids[:1]},
    )  # fmt: skip
    meeting_id = (await call(stage, meeting)).meeting_id
    await contribute(
        meeting_id=meeting_id,
        items=[Written(Nature(nature), text, concern_ids[0]) for nature, text in CONTRIBUTED],
        actor=stage.people["school"],
        now=at(working_days_before(on, 1), 17),
    )
    await attend(stage, meeting, meeting_id, [key for key in everybody if key != "youthjustice"])
    for key, note, minutes in (
        ("youthjustice", note_arrival, 20),
        ("paediatrics", note_departure, 30),
    ):
        await note(
            meeting_id=meeting_id,
            person_id=stage.id(key),
            actor=stage.people["chair"],
            now=at(on, meeting.hour, minutes),
        )
    draft = decided(Outcome.S47_CONTINUES, "She has now been seen alone and heard.")
    await write(stage, meeting, meeting_id, dict.fromkeys(concern_ids, draft))
    await _carry(stage, meeting, meeting_id, action_id)
    await end(stage, meeting, meeting_id)
    await minute(stage, meeting, meeting_id, on, ("nurse", "support"))
    await ask_correction(
        meeting_id=meeting_id,
        new=NewCorrection(
            "outcome_reason",
            "It says that she was seen alone. Her teacher was with her.",
            "She has now been seen, with her teacher, and heard.",
            concern_ids[0],
        ),
        actor=stage.people["school"],
        now=at(on, 16, 30),
        enqueue=no_mail,
    )


async def _move_conference(stage: Stage, concern_id: UUID, now: datetime) -> None:
    manager = stage.people["seniormanager"]
    chain = await chain_of(concern_id=concern_id, actor=manager, now=now)
    clock = next(one for one in chain.clocks if one.kind is ClockKind.CONFERENCE)
    await move_clock(
        concern_id=concern_id,
        clock=clock.kind,
        old_due_on=clock.due_on,
        new_due_on=add_working_days(clock.due_on, 3, NONE_CLOSED),
        reason="The mother is in hospital until then and is to be heard at the conference.",
        actor=manager,
        now=now,
    )


async def convene_where_free(stage: Stage, concern_ids: list[UUID], now: datetime) -> None:
    """The next review, at the best time that Accord finds from the diaries."""
    chair = stage.people["chair"]
    invitees = [Invitee(stage.id(key)) for key in ("police", "nurse", "support")]
    sought = Sought(
        kind=MeetingKind.REVIEW, mode=Mode.VIDEO, decided_at=now, minutes=60, invitees=invitees,
        concern_ids=concern_ids, chair_id=chair.person_id, minute_taker_id=stage.id("minutes"),
    )  # fmt: skip
    found = (await find_times(sought=sought, actor=chair, now=now)).slots
    later = [slot for slot in found if london_date(slot.starts_at) > today(now)]
    slot = (later or found)[0]
    starts, ends = (one.astimezone(LONDON) for one in (slot.starts_at, slot.ends_at))
    await convene(
        convening=Convening(
            kind=sought.kind,
            purpose=PURPOSE,
            mode=sought.mode,
            decided_at=now,
            times=LocalTimes(starts.date(), starts.time(), ends.time()),
            chair_id=chair.person_id,
            minute_taker_id=sought.minute_taker_id,
            invitees=invitees,
            concern_ids=concern_ids,
            room_id=slot.room.id if slot.room else None,
        ),
        actor=chair,
        now=now,
        enqueue=stage.enqueue,
    )
