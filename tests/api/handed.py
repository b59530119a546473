"""A child handed over: for tests over every route."""

from datetime import timedelta
from uuid import UUID

from planning import clock
from planning.meetings.actions import record_held
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.held import Held, HeldChild
from planning.meetings.rules.scheduling import Invitee, Mode
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind, Outcome
from planning.transactions import fetch_value, transaction
from tests.factories import Sent


async def handed_over(boss: Actor, member: Actor, concern_id: UUID) -> UUID:
    """Handed over an hour ago, in an emergency."""
    now = clock.now()
    handed = ChildDraft(Outcome.TRANSFERRED, "A hidden purpose", handed_to="Operation Larch")
    held = Held(
        kind=MeetingKind.INITIAL,
        purpose="A hidden purpose",
        mode=Mode.ROOM,
        starts_at=now - timedelta(hours=1),
        ends_at=now - timedelta(minutes=30),
        chair_id=boss.person_id,
        people=[Invitee(member.person_id)],
        children=[HeldChild(handed, concern_id)],
        emergency_reason="A hidden purpose",
    )
    await record_held(held=held, actor=boss, now=now, enqueue=Sent())
    async with transaction(boss.person_id):
        found = await fetch_value("select id from chain_entry where concern_id = $1", concern_id)
        return UUID(str(found))
