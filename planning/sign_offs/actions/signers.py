"""Letting an agency's signatories into an operation; a delegate for the time of the delegation."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.clock import end_of_day, today
from planning.outbox import Recipient
from planning.people.rules import Actor
from planning.transactions import fetch_all

_SIGNERS = """
select p.id as person_id, p.agency_id, p.email as address,
       a.mail_channel <> 'portal' as by_mail,
       case when bool_and(s.delegated_by is not null) then max(s.until_on) end as until_on
from signatory s
join person p on p.id = s.person_id and p.closed_at is null
join agency a on a.id = p.agency_id and a.closed_at is null
where s.agency_id = any($1) and s.withdrawn_at is null
  and $2 between s.from_on and coalesce(s.until_on, 'infinity')
group by p.id, a.id order by p.id
"""


class Signer(msgspec.Struct, frozen=True):
    """Somebody who may sign for an agency today; a delegate `until_on`.

    `by_mail` unless their agency reads in Accord only.
    """

    person_id: UUID
    agency_id: UUID
    address: str
    by_mail: bool
    until_on: date | None

    @property
    def recipient(self) -> Recipient:
        """As a message names them."""
        return Recipient(person_id=self.person_id, address=self.address)


async def let_signers_in(
    compartment_ids: Sequence[UUID], agency_ids: Sequence[UUID], *, actor: Actor, now: datetime
) -> list[Signer]:
    """Let those who sign for these agencies today into compartments that the actor is in.

    Inside an open transaction; who they are.
    """
    signers = await fetch_all(Signer, _SIGNERS, list(agency_ids), today(now))
    await let_in(
        grants=[
            Grant(
                compartment_id=compartment,
                person_id=one.person_id,
                reason="Signs for an agency that the operation requires",
                until_at=end_of_day(one.until_on) if one.until_on else None,
            )
            for compartment in compartment_ids
            for one in signers
        ],
        granted_by=actor.person_id,
        now=now,
    )
    return signers
