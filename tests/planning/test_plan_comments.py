"""Comments and requests about parts of a plan: threads, each in the tier of its part."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.plans.actions import (
    add_resource,
    brief_in,
    change_role,
    comment_on,
    reply_to,
    settle_comment,
)
from planning.plans.queries import comments_of, plan, thread, versions_of
from planning.plans.queries.comments import SpokenOf
from planning.plans.rules.comments import About, CommentKind
from planning.sign_offs.queries import answers_of
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world, resource, role_draft
from tests.planning.test_plans import the_role

MEDIA = About(section_key="media")


async def say(world: World, about: About = MEDIA, **changes: Any) -> UUID:
    asked: dict[str, Any] = {
        "kind": CommentKind.REQUEST,
        "text": "Name the spokesperson",
        "actor": world.health,
        "now": NOW,
        **changes,
    }
    return await comment_on(plan_id=world.contingency, about=about, **asked)


async def test_a_request_is_answered_and_settled_by_who_asked() -> None:
    world = await make_world()
    comment_id = await say(world)
    await reply_to(comment_id=comment_id, text=" The gold commander ", actor=world.lead, now=NOW)
    with pytest.raises(NotAllowed):
        await settle_comment(comment_id=comment_id, actor=world.police, now=NOW)
    for _ in range(2):
        await settle_comment(comment_id=comment_id, actor=world.health, now=NOW)
    found = await thread(comment_id=comment_id, actor=world.police)
    assert (found.section_key, found.kind, found.open) == ("media", CommentKind.REQUEST, False)
    assert (found.said_by_name, found.settled_by_name) == (world.health.name, world.health.name)
    assert [(one.text, one.said_by_name) for one in found.replies] == [
        ("The gold commander", world.lead.name)
    ]
    with pytest.raises(Blocked, match="settled"):
        await reply_to(comment_id=comment_id, text="Late", actor=world.lead, now=NOW)


async def test_the_lead_settles_anything() -> None:
    world = await make_world()
    comment_id = await say(world)
    await settle_comment(comment_id=comment_id, actor=world.lead, now=NOW)
    assert (await thread(comment_id=comment_id, actor=world.lead)).settled_at == NOW


async def test_what_is_said_of_a_police_section_stays_in_its_tier() -> None:
    world = await make_world()
    annex = About(section_key="police_annex")
    before = await plan(plan_id=world.contingency, actor=world.health, now=NOW)
    comment_id = await say(world, annex, actor=world.lead)
    assert (await world.seen()).spoken_of == [SpokenOf("police_annex", None, None, 1, 1)]
    assert await plan(plan_id=world.contingency, actor=world.health, now=NOW) == before
    for act in (
        thread(comment_id=comment_id, actor=world.health),
        say(world, annex),
        reply_to(comment_id=comment_id, text="Seen", actor=world.health, now=NOW),
        settle_comment(comment_id=comment_id, actor=world.health, now=NOW),
    ):
        with pytest.raises(NotFound):
            await act
    found = await comments_of(plan_id=world.contingency, actor=world.health)
    assert found.items == []


async def test_roles_and_resource_lines_are_spoken_of_too() -> None:
    world = await make_world()
    role = await the_role(world, "Health lead")
    line_id = await add_resource(
        plan_id=world.contingency, draft=resource(world.health.agency_id), actor=world.lead, now=NOW
    )
    await say(world, About(role_id=role.id))
    of_line = await say(world, About(resource_id=line_id), kind=CommentKind.COMMENT)
    assert (await world.seen()).spoken_of == [
        SpokenOf(None, role.id, None, 1, 1),
        SpokenOf(None, None, line_id, 1, 0),
    ]
    found = await comments_of(
        plan_id=world.contingency, about=About(resource_id=line_id), actor=world.police
    )
    assert [(one.id, one.part, one.open) for one in found.items] == [
        (of_line, "Social workers", False)
    ]


async def test_a_long_list_is_paged_newest_first() -> None:
    world = await make_world()
    said = [await say(world, text=f"No {n}", now=NOW + timedelta(minutes=n)) for n in range(3)]
    first = await comments_of(plan_id=world.contingency, actor=world.lead, limit=2)
    assert [one.id for one in first.items] == [said[2], said[1]]
    rest = await comments_of(
        plan_id=world.contingency, about=MEDIA, actor=world.lead, cursor=first.next, limit=2
    )
    assert ([one.id for one in rest.items], rest.next) == ([said[0]], None)


@pytest.mark.parametrize(
    ("about", "text", "fields"),
    [
        (About(), " ", ["about", "text"]),
        (About(section_key="media", role_id=uuid4()), "x" * 4001, ["about", "text"]),
    ],
)
async def test_every_fault_is_named(about: About, text: str, fields: list[str]) -> None:
    world = await make_world()
    with pytest.raises(Invalid) as refused:
        await say(world, about, text=text)
    assert [one.field for one in refused.value.blockers] == fields
    comment_id = await say(world)
    with pytest.raises(Invalid):
        await reply_to(comment_id=comment_id, text="", actor=world.lead, now=NOW)


async def test_a_hidden_plan_s_lists_are_absent() -> None:
    world = await make_world()
    stranger = await make_actor()
    for asked in (
        versions_of(plan_id=world.contingency, actor=stranger),
        answers_of(plan_id=world.contingency, actor=stranger),
        comments_of(plan_id=world.contingency, actor=stranger),
    ):
        with pytest.raises(NotFound):
            await asked


async def test_a_holder_is_briefed_in_until_another_holds_the_role() -> None:
    world = await make_world()
    role = await the_role(world, "Health lead")
    with pytest.raises(Blocked, match="Nobody holds"):
        await brief_in(role_id=role.id, actor=world.lead, now=NOW)
    held = role_draft(role, holder_id=world.health.person_id)
    await change_role(role_id=role.id, draft=held, version=1, actor=world.lead, now=NOW)
    with pytest.raises(NotAllowed):
        await brief_in(role_id=role.id, actor=world.police, now=NOW)
    for moment in (NOW, NOW + timedelta(hours=1)):
        await brief_in(role_id=role.id, actor=world.lead, now=moment)
    briefed = await the_role(world, "Health lead")
    assert (briefed.briefed_in_at, briefed.briefed_in_by_name) == (NOW, world.lead.name)
    reachable = role_draft(briefed, contact_24h="01632 960001")
    await change_role(role_id=role.id, draft=reachable, version=2, actor=world.lead, now=NOW)
    assert (await the_role(world, "Health lead")).briefed_in_at == NOW
    nobody = role_draft(briefed, holder_id=None)
    await change_role(role_id=role.id, draft=nobody, version=3, actor=world.lead, now=NOW)
    assert (await the_role(world, "Health lead")).briefed_in_at is None
