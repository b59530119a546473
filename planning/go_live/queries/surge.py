"""The forecast of meetings, and who has confirmed that there is capacity for it."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import today
from planning.errors import NotFound
from planning.go_live.rules import SURGE_WORDS, has_risen
from planning.people.rules import Actor, AgencyCategory
from planning.surge.forecast import SURGE_DAYS
from planning.surge.queries.history import expected_surge
from planning.transactions import fetch_all, fetch_value, transaction


class SurgeConfirmationSeen(msgspec.Struct, frozen=True):
    """The latest word of one category's lead; `stands` unless the figure has risen too far."""

    category: AgencyCategory
    victims_planning: int
    meetings_forecast: int
    how: str
    confirmed_by_name: str
    confirmed_at: datetime
    stands: bool = True


class SurgeSeen(msgspec.Struct, frozen=True):
    """The forecast for the number to plan for now; `may_confirm` for this reader."""

    victims_planning: int
    meetings_forecast: int
    working_days: int
    confirmations: list[SurgeConfirmationSeen]
    may_confirm: bool


CONFIRMATIONS = """
select distinct on (c.operation_id, c.category) c.operation_id, c.category, c.victims_planning,
       c.meetings_forecast, c.how, p.name as confirmed_by_name, c.confirmed_at
from surge_confirmation c join person p on p.id = c.confirmed_by
where c.operation_id = any($1)
  and not exists (select from conflict_block b
                  where b.person_id = c.confirmed_by and b.compartment_id = c.compartment_id
                    and b.lifted_at is null)
order by c.operation_id, c.category, c.confirmed_at desc, c.id
"""

_LEADS = """
select exists (select from operation where id = $1 and lead_id = $2)
    or exists (select from signatory where person_id = $2 and from_on <= $3
               and (until_on is null or until_on >= $3))
    or exists (select from plan_role r join plan p on p.id = r.plan_id
               where p.operation_id = $1 and r.mandatory and r.removed_at is null
                 and r.accepted_at is not null and $2 in (r.holder_id, r.deputy_id))
"""


async def surge_of(*, operation_id: UUID, actor: Actor, now: datetime) -> SurgeSeen:
    """The forecast and its confirmations. Raises `NotFound`."""
    async with transaction(actor.person_id):
        victims = await fetch_value(
            "select victims_planning from operation where id = $1", operation_id
        )
        if victims is None:
            raise NotFound
        return SurgeSeen(
            victims_planning=victims,
            meetings_forecast=(await expected_surge(today(now))).meetings(victims),
            working_days=SURGE_DAYS,
            confirmations=[
                msgspec.structs.replace(
                    one, stands=not has_risen(confirmed=one.victims_planning, now=victims)
                )
                for one in await fetch_all(SurgeConfirmationSeen, CONFIRMATIONS, [operation_id])
            ],
            may_confirm=actor.agency_category in SURGE_WORDS
            and await leads_for_agency(operation_id, actor, today(now)),
        )


async def leads_for_agency(operation_id: UUID, actor: Actor, on: date) -> bool:
    """Whether the actor speaks for their agency in the operation; in an open transaction.

    Its lead does, a signatory of theirs, and who holds a mandatory role or deputises in it.
    """
    return bool(await fetch_value(_LEADS, operation_id, actor.person_id, on))
