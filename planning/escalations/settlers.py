"""Who may say what an answer is worth."""

from typing import Protocol
from uuid import UUID

from planning.escalations.rules import EscalationKind
from planning.people.rules import Actor, Role
from planning.transactions import fetch_value

_SETTLERS = frozenset({Role.SCHEDULER, Role.CHAIR, Role.SENIOR_MANAGER})
_LEADS = """
select exists (select from plan n
               join operation o on o.compartment_id = n.compartment_id and o.id = n.operation_id
               where n.id = $1 and o.lead_id = $2)
"""
_HAS_LEFT = "select closed_at is not null from person where id = $1"


class Settled(Protocol):
    """What it hangs on."""

    @property
    def kind(self) -> EscalationKind:
        """What it is about."""

    @property
    def plan_id(self) -> UUID | None:
        """The plan, unless it is about a concern."""

    @property
    def owner_id(self) -> UUID | None:
        """Who is asked now."""

    @property
    def raised_by(self) -> UUID:
        """Who raised it, or lent their eyes to the clock."""

    @property
    def raised_from(self) -> UUID:
        """The agency that raised it."""

    @property
    def by_clock(self) -> bool:
        """Whether nobody raised it."""


async def may_settle(found: Settled, actor: Actor) -> bool:
    """Whoever raised it; of drift also who works with the concern, of a plan that the clock raised
    its operation's lead, but for the owner; of somebody who has left, their colleagues. Inside a
    transaction of somebody who sees it.
    """
    if actor.person_id == found.raised_by and not found.by_clock:
        return True
    if actor.person_id == found.owner_id:
        return False
    if found.kind is EscalationKind.DRIFT and actor.roles & _SETTLERS:
        return True
    if found.by_clock and await fetch_value(_LEADS, found.plan_id, actor.person_id):
        return True
    has_left = await fetch_value(_HAS_LEFT, found.raised_by)
    return bool(has_left) and actor.agency_id == found.raised_from
