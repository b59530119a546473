"""Giving children a key worker and a deputy, and what that lets the person know."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.errors import Blocker, NotFound, block_if
from planning.operations.actions.lock import reason_faults
from planning.operations.rules import clean
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.queries import PersonSeen, people_by_id
from planning.people.rules import Actor, unknown_people
from planning.support.actions.hold import (
    HeldChild,
    hold_child,
    hold_children,
    must_manage,
    open_plans,
    over,
    tell,
)
from planning.support.rules.posts import (
    CONCERN_REASON,
    OPERATION_REASON,
    POST_WORDS,
    Held,
    Post,
    assigning_faults,
)
from planning.transactions import execute, execute_many_rows, fetch_all, fetch_value, transaction

_HELD = """
select child_plan_id, post, person_id from key_worker_spell
where child_plan_id = any($1) and ended_at is null
"""

_END = """
update key_worker_spell set ended_by = $2, ended_at = $3, ended_reason = $4
where child_plan_id = any($1) and post = any($5) and ended_at is null
returning person_id, concern_compartment_id
"""

_LET_OUT = """
update membership m set ended_at = $3
from unnest($1::uuid[], $2::uuid[]) as gone (person_id, compartment_id)
where m.person_id = gone.person_id and m.compartment_id = gone.compartment_id
  and m.as_key_worker and m.ended_at is null
"""
"""What the post gave ends with it; a membership for any other reason stays."""

_BEGIN = """
insert into key_worker_spell (id, compartment_id, concern_compartment_id, child_plan_id, person_id,
                              post, reason, assigned_by, from_at)
select id, compartment_id, concern_compartment_id, child_plan_id, person_id, post, reason,
       assigned_by, from_at
from jsonb_to_recordset($1::jsonb) as t (
    id uuid, compartment_id uuid, concern_compartment_id uuid, child_plan_id uuid, person_id uuid,
    post text, reason text, assigned_by uuid, from_at timestamptz)
"""

_CONFLICTED = """
select exists (select from conflict_block
               where person_id = $1 and compartment_id = any($2) and lifted_at is null)
"""


class Gone(msgspec.Struct, frozen=True):
    """Somebody whose post has ended, and the concern that it had opened."""

    person_id: UUID
    concern_compartment_id: UUID


async def assign_key_worker(
    *,
    operation_id: UUID,
    child_ids: Sequence[UUID],
    post: Post,
    person_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
    replaces: bool = False,
) -> None:
    """Give children of an operation a key worker or deputy; in place of who it is if `replaces`.

    It lets the person into the operation's safeguarding tier and into these children's concerns,
    and whom they follow out of what the post had given. For the lead, and for schedulers and
    senior managers of social care, who are in both. Raises `NotFound`, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        children = await _children(operation_id, child_ids, actor)
        found = await people_by_id([person_id])
        held = await fetch_all(Held, _HELD, list(child_ids))
        block_if(
            over(children)
            + assigning_faults(
                child_ids,
                seen=[one.id for one in children],
                held=held,
                person_id=person_id,
                taken=None if replaces else post,
            )
            + unknown_people([person_id], [one.id for one in found], "person_id")
            + await _conflict_faults(person_id, children)
            + reason_faults(reason)
        )
        await open_plans(children, actor=actor, now=now)
        gone = await end_posts(children, [post], clean(reason), actor=actor, now=now)
        await _begin(children, post, found[0], clean(reason), actor=actor, now=now)
        notice = Notice(NoticeKind.CHILD_GIVEN, uuid4(), Recipient(person_id, found[0].email))
        await enqueue([notice], now=now)
        await let_posts_out(children[0], gone, now=now)


async def release_key_worker(
    *, child_id: UUID, post: Post, reason: str, actor: Actor, now: datetime
) -> None:
    """End a post that nobody takes over now: the child shows as without. Raises as assigning."""
    async with transaction(actor.person_id):
        child = await hold_child(child_id, actor=actor, now=now)
        must_manage(child, actor)
        faults = reason_faults(reason)
        held = await fetch_all(Held, _HELD, [child_id])
        if post not in {one.post for one in held}:
            faults.append(Blocker(f"The child has no {POST_WORDS[post]}."))
        block_if(faults)
        gone = await end_posts([child], [post], clean(reason), actor=actor, now=now)
        await tell([child], "support.released", actor, now, {"post": post})
        await let_posts_out(child, gone, now=now)


async def end_posts(
    children: Sequence[HeldChild],
    posts: Sequence[Post],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> list[Gone]:
    """End whoever holds these posts, in one statement; who they were."""
    ids = [one.id for one in children]
    return await fetch_all(Gone, _END, ids, actor.person_id, now, reason, list(posts))


async def let_posts_out(child: HeldChild, gone: Sequence[Gone], *, now: datetime) -> None:
    """Let them out of what their posts gave; the last of an act, for the actor may be among them.

    Who has another child in the operation stays in it.
    """
    if gone:
        people = [one.person_id for one in gone]
        await execute(_LET_OUT, people, [one.concern_compartment_id for one in gone], now)
        await execute("select accord_let_key_workers_out($1, $2)", child.compartment_id, now)


async def _children(operation_id: UUID, child_ids: Sequence[UUID], actor: Actor) -> list[HeldChild]:
    """The children that the actor may give away; who sees none of them learns nothing."""
    if not await fetch_value("select exists (select from operation where id = $1)", operation_id):
        raise NotFound
    found = await hold_children(child_ids)
    children = [one for one in found if one.operation_id == operation_id]
    if not children:
        block_if(assigning_faults(child_ids, seen=[], held=[], person_id=actor.person_id))
    must_manage(children[0], actor)
    return children


async def _conflict_faults(person_id: UUID, children: Sequence[HeldChild]) -> list[Blocker]:
    walls = {
        wall for one in children for wall in (one.compartment_id, one.concern_compartment_id)
    }  # fmt: skip
    if await fetch_value(_CONFLICTED, person_id, list(walls)):
        return [Blocker("This person has a conflict of interest here.", "person_id")]
    return []


async def _begin(
    children: Sequence[HeldChild],
    post: Post,
    person: PersonSeen,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    await execute_many_rows(
        _BEGIN,
        [
            {
                "id": uuid4(),
                "compartment_id": one.compartment_id,
                "concern_compartment_id": one.concern_compartment_id,
                "child_plan_id": one.id,
                "person_id": person.id,
                "post": post,
                "reason": reason,
                "assigned_by": actor.person_id,
                "from_at": now,
            }
            for one in children
        ],
    )
    grants = [
        Grant(children[0].compartment_id, person.id, OPERATION_REASON, as_key_worker=True),
        *(
            Grant(one.concern_compartment_id, person.id, CONCERN_REASON, as_key_worker=True)
            for one in children
        ),
    ]
    await let_in(grants=grants, granted_by=actor.person_id, now=now)
    detail: dict[str, object] = {"post": post, "person_id": person.id}
    await tell(children, "support.assigned", actor, now, detail)
