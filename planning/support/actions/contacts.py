"""The contact log of a child."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.errors import Invalid, NotAllowed, NotFound, block_if
from planning.operations.actions.lock import reason_faults
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.support.actions.hold import hold_child, manages, tell
from planning.support.rules.contact import ContactDraft, contact_faults
from planning.support.tables import ChildContact
from planning.transactions import fetch_one, transaction


class _Logged(msgspec.Struct, frozen=True):
    made_by: UUID


async def log_contact(*, child_id: UUID, draft: ContactDraft, actor: Actor, now: datetime) -> UUID:
    """Write a contact into the child's log; for whoever is in the operation and in the concern.

    Raises `NotFound`, `Invalid` with every fault, `Blocked` once support has ended.
    """
    async with transaction(actor.person_id):
        child = await hold_child(child_id, actor=actor, now=now)
        if faults := contact_faults(draft, today=london_date(now)):
            raise Invalid(faults)
        contact_id = uuid4()
        await ChildContact.insert(
            ChildContact(
                id=contact_id,
                compartment_id=child.compartment_id,
                concern_compartment_id=child.concern_compartment_id,
                child_plan_id=child.id,
                happened_on=draft.happened_on,
                kind=draft.kind.value,
                seen=draft.seen,
                note=clean(draft.note),
                made_by=actor.person_id,
                made_at=now,
                struck_by=None,
                struck_at=None,
                struck_reason=None,
            )
        )
        await tell([child], "support.contact_logged", actor, now, {"contact_id": contact_id})
        return contact_id


async def strike_contact(
    *, child_id: UUID, contact_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Strike a wrong entry out, with the reason; it stays to be read and counts no more.

    For who wrote it and who may assign key workers. Raises `NotFound`, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        logged = await fetch_one(
            _Logged,
            "select made_by from child_contact"
            " where id = $1 and child_plan_id = $2 and struck_at is null for update",
            contact_id,
            child_id,
        )
        if logged is None:
            raise NotFound
        child = await hold_child(child_id, actor=actor, now=now)
        if logged.made_by != actor.person_id and not manages(child, actor):
            raise NotAllowed("Only who wrote the entry, or who assigns key workers, can do this.")
        block_if(reason_faults(reason))
        await ChildContact.update(
            {
                ChildContact.struck_by: actor.person_id,
                ChildContact.struck_at: now,
                ChildContact.struck_reason: clean(reason),
            }
        ).where(ChildContact.id == contact_id)
        await tell([child], "support.contact_struck", actor, now, {"contact_id": contact_id})
