"""Convening an operation's group: the usual form, its people ticked, and its own act."""

from datetime import datetime
from uuid import UUID

from planning.groups.actions import convene_group
from planning.groups.queries import GroupToConvene, group_to_convene
from planning.groups.rules import KIND_OF, Group
from planning.meetings.actions import Convened, convene
from planning.meetings.rules.scheduling import Convening
from planning.outbox import Enqueue
from planning.people.rules import Actor, Role, require_role
from service.pages.forms import Form


async def group_form(operation_id: UUID, group: Group, actor: Actor, now: datetime) -> Form:
    """The form with everybody who sits in the group. Raises `NotFound`, `NotAllowed`."""
    asked = await group_to_convene(operation_id=operation_id, group=group, actor=actor)
    return Form.filled(
        operation_id=operation_id,
        management_group=group,
        kind=KIND_OF[group],
        decided_at=now,
        minutes=60,
        chair_id=asked.chair_id,
        invitees=[one for one in asked.people if one != asked.chair_id],
    )


async def group_asked(form: Form, actor: Actor) -> GroupToConvene | None:
    """The group that a form convenes, or `None` for any other meeting.

    Raises `NotAllowed` for whoever may not convene it.
    """
    operation_id = form.uuid("operation_id", label="Operation")
    group = form.enum("management_group", label="Group", kind=Group)
    if operation_id is None or group is None:
        require_role(actor, Role.SCHEDULER, Role.CHAIR)
        return None
    return await group_to_convene(operation_id=operation_id, group=group, actor=actor)


async def convene_asked(
    form: Form, convening: Convening, *, actor: Actor, now: datetime, enqueue: Enqueue
) -> Convened:
    """Convene the group that the form names, or any other meeting."""
    asked = await group_asked(form, actor)
    if asked is None:
        return await convene(convening=convening, actor=actor, now=now, enqueue=enqueue)
    return await convene_group(
        operation_id=asked.operation_id,
        group=asked.group,
        convening=convening,
        actor=actor,
        now=now,
        enqueue=enqueue,
    )
