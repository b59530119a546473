"""Lists of children by what they need: the operation's, and a key worker's own."""

from datetime import date

import pytest

from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild
from planning.errors import Invalid
from planning.operations.actions import attach_children
from planning.support.actions import (
    write_part,
)
from planning.support.queries import support_owed, supported_children
from planning.support.rules.plans import PartDraft, PartKey
from planning.support.rules.posts import Need, Post
from planning.transactions import Connection
from tests.factories import NOW
from tests.planning.support_world import Support, make_support
from tests.scene import noting_statements

TODAY = NOW.date()


async def test_what_is_needed_most_comes_first_page_by_page() -> None:
    support = await make_support()
    child = support.children[0]
    await support.assign(child)
    await write_part(
        child_id=child,
        key=PartKey.EMOTIONAL,
        draft=PartDraft("", due_on=TODAY),
        version=0,
        actor=support.manager,
        now=NOW,
    )

    async def listed(start: int, need: Need | None = None) -> tuple[list[str], int | None, int]:
        found = await supported_children(
            operation_id=support.operation_id,
            actor=support.manager,
            now=NOW,
            need=need,
            start=start,
            limit=1,
        )
        return [one.child.child_name for one in found.items], found.next, found.seen

    assert await listed(0) == (["Child R-2"], 1, 2)
    assert await listed(1) == (["Child R-1"], None, 2)
    assert await listed(0, Need.ASSESSMENT) == (["Child R-1"], None, 1)
    assert await listed(0, Need.TURNS_18) == ([], None, 0)
    with pytest.raises(Invalid, match="Start again"):
        await listed(-1)


async def test_a_key_worker_s_own_list_has_their_children_of_every_operation() -> None:
    support, other = await make_support(), await make_support()
    await support.assign(support.children[0])
    await other.assign(other.children[1], post=Post.DEPUTY, person=support.charity)
    found = await support_owed(actor=support.charity, now=NOW)
    assert [
        (one.child.operation_id, one.post_of(support.charity.person_id), one.needs[0])
        for one in found
    ] == [
        (other.operation_id, Post.DEPUTY, Need.WORKER),
        (support.operation_id, Post.WORKER, Need.DEPUTY),
    ]
    assert found[0].post_of(support.manager.person_id) is None
    assert await support_owed(actor=support.manager, now=NOW) == []


async def test_a_child_of_seventeen_turns_eighteen() -> None:
    support = await make_support()
    opening = support.scene.opening()
    child = NewChild("R-17", "Child R-17", born_on=date(2008, 4, 1))
    (concern,) = await open_concerns(
        opening=type(opening)(
            children=[child], reason="Bruises", senior_manager_id=support.manager.person_id
        ),
        actor=support.scene.scheduler,
        now=NOW,
    )
    await attach_children(
        operation_id=support.operation_id,
        concern_ids=[concern.id],
        reason="Named",
        actor=support.manager,
        now=NOW,
    )
    found = await supported_children(
        operation_id=support.operation_id, actor=support.manager, now=NOW, need=Need.TURNS_18
    )
    assert [(one.child.reference, one.turns_18_on) for one in found.items] == [
        ("R-17", date(2026, 4, 1))
    ]


async def test_statements_do_not_grow_with_children(rolled_back: Connection) -> None:
    support = await make_support()
    few = await _statements(rolled_back, support)
    more = await support.scene.concerns(*(f"M-{number}" for number in range(10)))
    await attach_children(
        operation_id=support.operation_id,
        concern_ids=[one.id for one in more],
        reason="Named",
        actor=support.manager,
        now=NOW,
    )
    assert await _statements(rolled_back, support) == few


async def _statements(connection: Connection, support: Support) -> int:
    with noting_statements(connection) as seen:
        await supported_children(operation_id=support.operation_id, actor=support.manager, now=NOW)
    return len(seen)
