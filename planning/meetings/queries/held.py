"""What a discussion held already would be refused for."""

from datetime import datetime

from planning.clock import london_date
from planning.errors import Blocker
from planning.meetings.founding import look
from planning.meetings.judging import judge_held
from planning.meetings.rules.held import Held
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.transactions import transaction


async def held_blockers(*, held: Held, actor: Actor, now: datetime) -> list[Blocker]:
    """Every reason why it cannot be recorded as it is; nothing is written.

    Raises `NotAllowed` without the role of scheduler or chair.
    """
    require_role(actor, Role.SCHEDULER, Role.CHAIR)
    async with transaction(actor.person_id):
        procedure = await current_profile(london_date(now))
        known = await look(held.convening())
        refused, _ = await judge_held(held, known, procedure, now)
    return refused
