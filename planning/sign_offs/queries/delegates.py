"""Who signs for an agency now and soon, and who are delegates."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import today
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_value, transaction


class SignerSeen(msgspec.Struct, frozen=True):
    """Somebody on the actor's agency's list; of a delegate, who named them and why."""

    id: UUID
    person_id: UUID
    name: str
    job_title: str
    from_on: date
    until_on: date | None
    delegated_by_name: str | None
    delegation_reason: str | None


class SigningList(msgspec.Struct, frozen=True):
    """An agency's list; `may_delegate`: the actor is on it and no delegate."""

    signers: list[SignerSeen]
    may_delegate: bool


_SIGNERS = """
select s.id, s.person_id, p.name, p.job_title, s.from_on, s.until_on, d.name as delegated_by_name,
       s.delegation_reason
from signatory s
join person p on p.id = s.person_id and p.closed_at is null
left join person d on d.id = s.delegated_by
where s.agency_id = $1 and s.withdrawn_at is null and coalesce(s.until_on, 'infinity') >= $2
order by s.delegated_by is not null, p.name, s.from_on
"""


async def signing_list(*, actor: Actor, now: datetime) -> SigningList:
    """Who signs for the actor's own agency, today or later; signatories first, then delegates."""
    async with transaction(actor.person_id):
        return SigningList(
            signers=await fetch_all(SignerSeen, _SIGNERS, actor.agency_id, today(now)),
            may_delegate=bool(
                await fetch_value(
                    "select accord_signs_for($1, $2)", actor.person_id, actor.agency_id
                )
            ),
        )
