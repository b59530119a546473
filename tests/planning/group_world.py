"""The groups of a synthetic operation: seated, declared, and met with quorum."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from planning.clock import in_london, london_date
from planning.groups.actions import convene_group, declare_interest, seat_person
from planning.groups.rules import KIND_OF, Group, Interest, NewSeat, Seat
from planning.meetings.actions import Attendance, Convened, close, record_attendance
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.people.rules import Actor, AgencyCategory, Role
from planning.procedures.actions import install_shipped_profile
from tests.factories import NOW, Sent, make_actor
from tests.planning.operation_world import World

YESTERDAY = NOW - timedelta(days=1)


@dataclass
class Groups:
    """Both groups with the same people; the chair is of social care, all are senior managers."""

    world: World
    chair: Actor
    seniors: list[Actor]
    sent: Sent = field(default_factory=Sent)

    @property
    def operation_id(self) -> UUID:
        return self.world.operation_id

    def convening(self, group: Group, *, on: date, **changes: Any) -> Convening:
        """Two till three, with everybody of the group, who come busy or not."""
        asked = Convening(
            kind=KIND_OF[group],
            purpose="To steer",
            mode=Mode.ROOM,
            decided_at=in_london(on, time(9)),
            times=LocalTimes(on, time(14, 30), time(15, 30)),
            chair_id=self.chair.person_id,
            invitees=[Invitee(one.person_id) for one in self.seniors],
            ask_although_busy=[one.person_id for one in (self.chair, *self.seniors)],
        )
        return msgspec.structs.replace(asked, **changes)

    async def convene(
        self, group: Group, *, now: datetime = NOW, actor: Actor | None = None, **changes: Any
    ) -> Convened:
        """Convene the group as the lead for the same day."""
        return await convene_group(
            operation_id=self.operation_id,
            group=group,
            convening=self.convening(group, on=london_date(now), **changes),
            actor=actor or self.world.lead,
            now=now,
            enqueue=self.sent,
        )

    async def hold(self, group: Group, *, now: datetime = NOW, absent: list[Actor] = []) -> UUID:  # noqa: B006 - never changed
        """Convene, hold and close a meeting of the group on that day."""
        meeting_id = (await self.convene(group, now=now)).meeting_id
        afterwards = in_london(london_date(now), time(15, 30))
        await self.come(meeting_id, *self.seniors, absent=absent, now=afterwards)
        await self.finish(meeting_id, now=afterwards, quorate=not absent)
        return meeting_id

    async def finish(self, meeting_id: UUID, *, now: datetime, quorate: bool = True) -> None:
        """Close it; without quorum with all that it then needs."""
        await close(
            meeting_id=meeting_id,
            no_quorum_reason="" if quorate else "It could not wait",
            follow_up_on=None if quorate else london_date(now) + timedelta(days=1),
            actor=self.chair,
            now=now,
            enqueue=self.sent,
        )

    async def come(
        self, meeting_id: UUID, *people: Actor, absent: list[Actor], now: datetime
    ) -> None:
        """Record who was there, the chair among them."""
        gone = {one.person_id for one in absent}
        await record_attendance(
            meeting_id=meeting_id,
            attendance=[
                Attendance(one.person_id, present=one.person_id not in gone)
                for one in (self.chair, *people)
            ],
            actor=self.chair,
            now=now,
        )

    async def declare(self, *people: Actor) -> None:
        """Each says that they have no interest in the operation."""
        for person in people:
            await declare_interest(
                operation_id=self.operation_id,
                interest=Interest.NONE,
                words="",
                actor=person,
                now=NOW,
            )


def new_seat(person: Actor, group: Group = Group.STRATEGIC, **changes: Any) -> NewSeat:
    """A member's seat without a fault."""
    seat = NewSeat(group, person.person_id, Seat.MEMBER, london_date(NOW), "Speaks for the agency")
    return msgspec.structs.replace(seat, **changes)


async def make_groups(world: World) -> Groups:
    """Senior managers of all that either group needs, those of police and health its own."""
    await install_shipped_profile(now=NOW)
    agencies = {
        AgencyCategory.POLICE: world.police.agency_id,
        AgencyCategory.HEALTH: world.health.agency_id,
    }
    needed = [*agencies, AgencyCategory.EDUCATION, AgencyCategory.LEGAL, AgencyCategory.PARTNERSHIP]
    return Groups(
        world,
        await make_actor(Role.CHAIR, Role.SENIOR_MANAGER),
        [
            await make_actor(Role.SENIOR_MANAGER, category=one, agency_id=agencies.get(one))
            for one in needed
        ],
    )


async def seat_everybody(groups: Groups) -> None:
    """Both groups with their chair and members."""
    for group in Group:
        for person in (groups.chair, *groups.seniors):
            seat = Seat.CHAIR if person is groups.chair else Seat.MEMBER
            await seat_person(
                operation_id=groups.operation_id,
                seat=new_seat(person, group, seat=seat),
                actor=groups.world.lead,
                now=NOW,
            )


async def steered(world: World) -> Groups:
    """All that the gate asks of groups: seated, declared, and both met the day before."""
    groups = await make_groups(world)
    await seat_everybody(groups)
    await groups.declare(groups.chair, *groups.seniors, world.police, world.health)
    for group in Group:
        await groups.hold(group, now=YESTERDAY)
    return groups
