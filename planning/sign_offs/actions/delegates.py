"""A signatory names a delegate of their agency for a time, and takes that back."""

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import today
from planning.errors import Blocked, Blocker, NotAllowed, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.rules import clean
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.queries import may_sign, people_by_id
from planning.people.rules import Actor
from planning.people.tables import Signatory
from planning.sign_offs.actions.signers import let_signers_in
from planning.sign_offs.rules import delegation_faults
from planning.transactions import execute, fetch_all, fetch_one, fetch_value, transaction

_HELD = """
select id, agency_id, person_id, withdrawn_at is not null as withdrawn
from signatory where id = $1 and delegated_by is not null for update
"""

_OPERATIONS = """
select o.compartment_id from operation o
join operation_agency r on r.operation_id = o.id and r.agency_id = $1
where o.state not in ('closed', 'stood_down')
"""

_LET_OUT = """
update membership m set ended_at = $3
where m.person_id = $1 and m.ended_at is null and m.until_at is not null
  and m.escalation_id is null and m.meeting_compartment_id is null
  and m.compartment_id in (select o.compartment_id from operation o
                           join operation_agency r on r.operation_id = o.id
                           where r.agency_id = $2)
"""


class _Held(msgspec.Struct, frozen=True):
    id: UUID
    agency_id: UUID
    person_id: UUID
    withdrawn: bool


class _Compartment(msgspec.Struct, frozen=True):
    compartment_id: UUID


async def name_delegate(
    *,
    person_id: UUID,
    from_on: date,
    until_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> UUID:
    """Let a colleague sign for the actor's agency for some time, both dates included.

    For signatories who are no delegates themselves. The delegate is let into the operations that
    require the agency, as far as the actor is in them. Raises `NotAllowed`, `Blocked` with every
    fault.
    """
    async with transaction(actor.person_id):
        await _must_be_signatory(actor)
        found = await people_by_id([person_id])
        colleague = found[0] if found and found[0].agency_id == actor.agency_id else None
        faults = delegation_faults(from_on, until_on, reason, today=today(now))
        if colleague is None or person_id == actor.person_id:
            faults.append(Blocker("Choose a colleague of your agency.", "person_id"))
        elif await may_sign(person_id=person_id, agency_id=actor.agency_id, on=from_on):
            faults.append(Blocker("They are on the list of signatories already.", "person_id"))
        if faults or colleague is None:
            raise Blocked(faults)
        signatory_id = uuid4()
        await Signatory.insert(
            Signatory(
                id=signatory_id,
                agency_id=actor.agency_id,
                person_id=person_id,
                from_on=from_on,
                until_on=until_on,
                delegated_by=actor.person_id,
                delegation_reason=clean(reason),
            )
        )
        operations = await fetch_all(_Compartment, _OPERATIONS, actor.agency_id)
        await let_signers_in(
            [one.compartment_id for one in operations], [actor.agency_id], actor=actor, now=now
        )
        await record(
            [Event("signatory.delegated", "person", person_id)], actor_id=actor.person_id, now=now
        )
        await enqueue(
            [
                Notice(
                    NoticeKind.SIGNING_DELEGATED,
                    signatory_id,
                    Recipient(colleague.id, colleague.email),
                )
            ],
            now=now,
        )
        return signatory_id


async def withdraw_delegate(*, signatory_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a delegation back at once; what the delegate signed stands.

    Any signatory of the agency who is no delegate may; saying it again changes nothing.
    """
    async with transaction(actor.person_id):
        held = await fetch_one(_Held, _HELD, signatory_id)
        if held is None:
            raise NotFound
        if held.agency_id != actor.agency_id:
            raise NotAllowed("Only a signatory of the delegate’s agency can do this.")
        await _must_be_signatory(actor)
        if held.withdrawn:
            return
        await Signatory.update({Signatory.withdrawn_at: now}).where(Signatory.id == held.id)
        await execute(_LET_OUT, held.person_id, held.agency_id, now)
        await record(
            [Event("signatory.delegate_withdrawn", "person", held.person_id)],
            actor_id=actor.person_id,
            now=now,
        )


async def _must_be_signatory(actor: Actor) -> None:
    if not await fetch_value("select accord_signs_for($1, $2)", actor.person_id, actor.agency_id):
        raise NotAllowed("Only a signatory of your agency, not a delegate, can do this.")
