"""A seat in a group, for tests over every route."""

from uuid import UUID

from planning import clock
from planning.groups.actions import seat_person
from planning.groups.rules import Group, NewSeat, Seat
from planning.people.rules import Actor


async def seated(boss: Actor, member: Actor, operation_id: str) -> str:
    """The id of a seat that the operation's lead gave somebody who is in it already."""
    now = clock.now()
    seat = NewSeat(Group.STRATEGIC, member.person_id, Seat.MEMBER, clock.today(now), "Speaks")
    made = await seat_person(operation_id=UUID(operation_id), seat=seat, actor=boss, now=now)
    return str(made)
