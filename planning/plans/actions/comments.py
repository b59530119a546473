"""Speaking about a part of a plan: comments, requests, replies, settling."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocked, Blocker, Invalid, NotAllowed, NotFound
from planning.operations.actions.lock import LockedOperation
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.plans.actions.lock import LockedPlan, lock_plan, tell_plan
from planning.plans.rules.comments import About, CommentKind, about_faults, said_faults
from planning.plans.tables import PlanComment, PlanReply
from planning.transactions import fetch_one, fetch_value, transaction

_PLACE = """
select compartment_id from plan_section where plan_id = $1 and key = $2
union all
select compartment_id from plan_role where plan_id = $1 and id = $3 and removed_at is null
union all
select compartment_id from plan_resource where plan_id = $1 and id = $4 and removed_at is null
"""


class _Kept(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID
    said_by: UUID
    settled_at: datetime | None


async def comment_on(
    *, plan_id: UUID, about: About, kind: CommentKind, text: str, actor: Actor, now: datetime
) -> UUID:
    """Say something about a part of the plan, in the tier of that part; the comment's id.

    Raises `NotFound` for a part that the actor does not see, `Invalid`.
    """
    async with transaction(actor.person_id):
        _, plan = await lock_plan(plan_id)
        faults = about_faults(about) + said_faults(text)
        if faults:
            raise Invalid(faults)
        compartment_id = await fetch_value(
            _PLACE, plan.id, about.section_key, about.role_id, about.resource_id
        )
        if compartment_id is None:
            raise NotFound
        comment_id = uuid4()
        await PlanComment.insert(
            PlanComment(
                id=comment_id,
                compartment_id=compartment_id,
                plan_compartment_id=plan.compartment_id,
                plan_id=plan.id,
                kind=kind.value,
                text=clean(text),
                said_by=actor.person_id,
                said_at=now,
                settled_by=None,
                settled_at=None,
                **msgspec.structs.asdict(about),
            )
        )
        await tell_plan(
            plan, "plan.commented", actor, now,
            {"comment_id": comment_id, "kind": kind}, compartment_id=compartment_id,
        )  # fmt: skip
        return comment_id


async def reply_to(*, comment_id: UUID, text: str, actor: Actor, now: datetime) -> UUID:
    """Answer a comment or request; the reply's id. Raises `NotFound`, `Invalid`, `Blocked`."""
    async with transaction(actor.person_id):
        _, plan, kept = await _hold(comment_id)
        faults = said_faults(text)
        if faults:
            raise Invalid(faults)
        if kept.settled_at:
            raise Blocked([Blocker("This is settled. Start another comment or request.")])
        reply_id = uuid4()
        await PlanReply.insert(
            PlanReply(
                id=reply_id,
                compartment_id=kept.compartment_id,
                comment_id=comment_id,
                text=clean(text),
                said_by=actor.person_id,
                said_at=now,
            )
        )
        await tell_plan(
            plan, "plan.replied", actor, now,
            {"comment_id": comment_id}, compartment_id=kept.compartment_id,
        )  # fmt: skip
        return reply_id


async def settle_comment(*, comment_id: UUID, actor: Actor, now: datetime) -> None:
    """Say that nothing more is to do; for who said it, or the operation's lead.

    Settling it again changes nothing.
    """
    async with transaction(actor.person_id):
        operation, plan, kept = await _hold(comment_id)
        if actor.person_id not in {kept.said_by, operation.lead_id}:
            raise NotAllowed("Only the person who said this, or the operation’s lead, settles it.")
        if kept.settled_at:
            return
        await PlanComment.update(
            {PlanComment.settled_by: actor.person_id, PlanComment.settled_at: now}
        ).where(PlanComment.id == comment_id)
        await tell_plan(
            plan, "plan.settled", actor, now,
            {"comment_id": comment_id}, compartment_id=kept.compartment_id,
        )  # fmt: skip


async def _hold(comment_id: UUID) -> tuple[LockedOperation, LockedPlan, _Kept]:
    plan_id = await fetch_value("select plan_id from plan_comment where id = $1", comment_id)
    if plan_id is None:
        raise NotFound
    operation, plan = await lock_plan(plan_id)
    kept = await fetch_one(
        _Kept,
        "select id, compartment_id, said_by, settled_at from plan_comment where id = $1",
        comment_id,
    )
    if kept is None:  # pragma: no cover - it was there a statement ago and is never deleted
        raise NotFound
    return operation, plan, kept
