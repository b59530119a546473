"""What the gate asks besides plans and signatures: groups that have met, capacity for the surge."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from planning.go_live.actions import confirm_surge
from planning.go_live.queries import surge_of
from planning.groups.actions import convene_group, declare_interest, seat_person
from planning.groups.rules import GROUP_WORDS, KIND_OF, Group, Interest, NewSeat, Seat
from planning.meetings.actions import Attendance, close, record_attendance
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from service.demo.cast import PLAYERS
from service.demo.plan_words import INTEREST
from service.demo.stage import Stage, at, no_mail

CHAIR = "chair"
MEMBERS = [player.key for player in PLAYERS if player.signatory or player.key == "legal"]
"""Of both groups: a senior manager of each agency."""
CONFLICTED = "police.deputy"
"""Who has an interest, and sees nothing of the operation since."""
MEETS = {Group.STRATEGIC: 10, Group.INVESTIGATION: 11}
"""From which hour, for an hour."""


async def steer(stage: Stage, operation_id: UUID, *, on: date) -> None:
    """Both groups are seated, declare and meet on the day; the leads confirm their capacity."""
    seated = at(on, 9)
    for group in Group:
        for key in (CHAIR, *MEMBERS):
            await _seat(stage, operation_id, group, key, seated)
    await declare_interests(stage, operation_id, (CHAIR, *MEMBERS), seated)
    for group, hour in MEETS.items():
        await _meet(stage, operation_id, group, on, hour)
    await _confirm(stage, operation_id, at(on, 12))


async def declare_interests(
    stage: Stage, operation_id: UUID, keys: Iterable[str], now: datetime
) -> None:
    """These people say whether they have an interest in the operation; one has."""
    for key in keys:
        conflicted = key == CONFLICTED
        await declare_interest(
            operation_id=operation_id,
            interest=Interest.INTEREST if conflicted else Interest.NONE,
            words=INTEREST if conflicted else "",
            actor=stage.people[key],
            now=now,
        )


async def _seat(stage: Stage, operation_id: UUID, group: Group, key: str, now: datetime) -> None:
    await seat_person(
        operation_id=operation_id,
        seat=NewSeat(
            group,
            stage.id(key),
            Seat.CHAIR if key == CHAIR else Seat.MEMBER,
            now.date(),
            f"Speaks for the agency in the {GROUP_WORDS[group]}",
        ),
        actor=stage.people["lead"],
        now=now,
    )


async def _meet(stage: Stage, operation_id: UUID, group: Group, on: date, hour: int) -> None:
    there = [stage.id(key) for key in (CHAIR, *MEMBERS)]
    convened = await convene_group(
        operation_id=operation_id,
        group=group,
        convening=Convening(
            kind=KIND_OF[group],
            purpose="To agree the plans and what each agency gives",
            mode=Mode.VIDEO,
            decided_at=at(on, 9),
            times=LocalTimes(on, time(hour), time(hour + 1)),
            chair_id=stage.id(CHAIR),
            invitees=[Invitee(stage.id(key)) for key in MEMBERS],
            ask_although_busy=there,
        ),
        actor=stage.people["lead"],
        now=at(on, 9),
        enqueue=no_mail,
    )
    chair = stage.people[CHAIR]
    await record_attendance(
        meeting_id=convened.meeting_id,
        attendance=[Attendance(one, present=True) for one in there],
        actor=chair,
        now=at(on, hour + 1),
    )
    await close(
        meeting_id=convened.meeting_id,
        no_quorum_reason="",
        follow_up_on=None,
        actor=chair,
        now=at(on, hour + 1),
        enqueue=no_mail,
    )


async def _confirm(stage: Stage, operation_id: UUID, now: datetime) -> None:
    seen = await surge_of(operation_id=operation_id, actor=stage.people["lead"], now=now)
    for key, how in (
        ("seniormanager", "Four chairs and two minute takers are kept free each morning."),
        ("police.signatory", "Two officers are released each day, with a third on call."),
    ):
        await confirm_surge(
            operation_id=operation_id,
            victims_planning=seen.victims_planning,
            how=how,
            actor=stage.people[key],
            now=now,
        )
