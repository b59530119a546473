"""What everybody may read, for the routes that change it: a room, an absence, a template."""

from datetime import timedelta
from uuid import UUID, uuid4

from planning import clock
from planning.diaries.actions import add_absence, add_room
from planning.diaries.rules.absences import AbsenceKind, NewAbsence
from planning.diaries.rules.rooms import RoomDraft
from planning.people.rules import Actor
from planning.plans.actions.templates import begin_template
from planning.plans.queries.plans import SectionSeen
from planning.plans.rules.templates import PlanKind


async def a_room(boss: Actor) -> UUID:
    draft = RoomDraft("Everywhere", f"Room {uuid4().hex}", 8)
    return await add_room(draft=draft, actor=boss, now=clock.now())


async def an_absence(member: Actor) -> UUID:
    now = clock.now()
    day = clock.today(now) + timedelta(days=9)
    leave = NewAbsence(AbsenceKind.LEAVE, day, day)
    return await add_absence(person_id=member.person_id, absence=leave, actor=member, now=now)


async def drafted_template(boss: Actor) -> UUID:
    """A draft of the contingency plan's template."""
    return await begin_template(kind=PlanKind.CONTINGENCY, actor=boss, now=clock.now())


def first_row(table: SectionSeen) -> str:
    """The id of the first row that a section begins with."""
    (rows,) = [value for value in table.content.values() if isinstance(value, list)]
    return rows[0]["id"]
