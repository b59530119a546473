"""A child of an operation, and a contact in its log."""

from uuid import UUID

from planning import clock
from planning.operations.actions import attach_children
from planning.operations.queries import operation_children
from planning.people.rules import Actor
from planning.support.actions import log_contact
from planning.support.rules.contact import ContactDraft, ContactKind


async def attached_child(operation_id: UUID, concern_id: UUID, boss: Actor) -> str:
    """The child in the operation, which only who is in both sees; the attachment's id."""
    now = clock.now()
    await attach_children(
        operation_id=operation_id, concern_ids=[concern_id], reason="Named", actor=boss, now=now
    )
    (seen,) = await operation_children(operation_id=operation_id, actor=boss, now=now)
    return str(seen.id)


async def contact_with(child_id: str, boss: Actor) -> str:
    """Logged by the boss today; its id."""
    now = clock.now()
    draft = ContactDraft(clock.today(now), ContactKind.PHONE)
    return str(await log_contact(child_id=UUID(child_id), draft=draft, actor=boss, now=now))
