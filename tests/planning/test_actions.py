"""What a meeting gives people to do: drafts until it closes, then in everybody's lists."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from planning.errors import Blocked, NotAllowed, NotFound, Stale
from planning.meetings.actions import (
    change_action,
    remove_action,
)
from planning.meetings.queries import WhichActions, actions_out, my_actions, running
from planning.meetings.queries import agency_actions as of_agency
from planning.meetings.rules.action import ActionDraft
from planning.outbox import Notice, NoticeKind
from planning.people.rules import AgencyCategory, Role
from tests.factories import make_actor
from tests.planning.action_world import add, change, done, given, met, seen, written
from tests.scene import HELD, Scene, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def test_a_draft_is_changed_by_version_and_removed(scene: Scene) -> None:
    meeting_id, child = await met(scene)
    action_id = await add(scene, meeting_id, child.id)
    draft = ActionDraft("Telephone", scene.health.person_id, date(2026, 3, 6), "")
    key = change(meeting_id, action_id, 1)
    assert await change_action(draft=draft, actor=scene.chair, **key) == 2  # type: ignore[arg-type]
    with pytest.raises(Stale):
        await change_action(draft=draft, actor=scene.chair, **key)  # type: ignore[arg-type]
    (line,) = (
        (await running(meeting_id=meeting_id, actor=scene.chair, now=HELD)).children[0].actions
    )
    assert (line.what, line.owner_name, line.owner_agency_name, line.version) == (
        "Telephone",
        scene.health.name,
        line.owner_agency_name,
        2,
    )
    with pytest.raises(NotAllowed):
        await remove_action(actor=scene.police, **change(meeting_id, action_id, 2))  # type: ignore[arg-type]
    await remove_action(actor=scene.chair, **change(meeting_id, action_id, 2))  # type: ignore[arg-type]
    assert await written(scene, meeting_id) == []
    with pytest.raises(NotFound):
        await remove_action(actor=scene.chair, **change(meeting_id, action_id, 3))  # type: ignore[arg-type]


async def test_a_draft_is_nobody_s_until_the_meeting_closes(scene: Scene) -> None:
    meeting_id, child = await met(scene)
    action_id = await add(scene, meeting_id, child.id)
    with pytest.raises(NotFound):
        await seen(action_id, scene.police)
    with pytest.raises(NotFound):
        await done(action_id, scene.police)
    assert (await my_actions(actor=scene.police, now=HELD)).items == []
    await scene.close(meeting_id)
    assert [one.id for one in (await my_actions(actor=scene.police, now=HELD)).items] == [action_id]
    with pytest.raises(Blocked, match="closed already"):
        await remove_action(actor=scene.chair, **change(meeting_id, action_id, 2))  # type: ignore[arg-type]


async def test_closing_tells_each_owner_once_and_everybody_else_that_it_closed(
    scene: Scene,
) -> None:
    meeting_id, child = await met(scene)
    await add(scene, meeting_id, child.id)
    await add(scene, meeting_id, None)
    scene.sent.messages.clear()
    await scene.close(meeting_id)
    told = [
        (one.kind, one.recipient.person_id)
        for one in scene.sent.messages
        if isinstance(one, Notice)
    ]
    assert sorted(told) == sorted(
        [
            (NoticeKind.ACTION_GIVEN, scene.police.person_id),
            (NoticeKind.MEETING_CLOSED, scene.chair.person_id),
            (NoticeKind.MEETING_CLOSED, scene.health.person_id),
        ]
    )


async def test_an_action_of_the_whole_meeting_is_for_those_of_the_meeting(scene: Scene) -> None:
    action_id = await given(scene, scene.health, joint=True)
    shown = await seen(action_id, scene.police)
    assert (shown.concern_id, shown.child_name) == (None, None)
    assert shown.meeting_reference is not None
    with pytest.raises(NotFound):
        await seen(action_id, scene.manager)


async def test_lists_are_paged_soonest_first_and_filtered_by_late(scene: Scene) -> None:
    meeting_id, child = await met(scene)
    ids = [await add(scene, meeting_id, child.id, scene.chair, in_days=n) for n in (3, 1, 2)]
    await scene.close(meeting_id)
    first = await my_actions(actor=scene.chair, now=HELD, limit=2)
    rest = await my_actions(actor=scene.chair, now=HELD, limit=2, cursor=first.next)
    assert [one.what for one in (*first.items, *rest.items)] == [f"Visit in {n}" for n in (1, 2, 3)]
    assert rest.next is None
    evening = datetime(2026, 3, 6, 23, 59, tzinfo=UTC)
    late = await my_actions(actor=scene.chair, now=evening, which=WhichActions.LATE)
    assert [one.what for one in late.items] == ["Visit in 1"]
    for action_id in ids:
        await done(action_id, scene.chair)
    begin = await my_actions(actor=scene.chair, now=HELD, which=WhichActions.DONE, limit=2)
    end = await my_actions(
        actor=scene.chair, now=HELD, which=WhichActions.DONE, limit=2, cursor=begin.next
    )
    assert {one.id for one in (*begin.items, *end.items)} == set(ids)


async def test_an_agency_s_list_holds_what_its_reader_may_know(scene: Scene) -> None:
    action_id = await given(scene, scene.chair)
    in_it = await of_agency(actor=scene.manager, now=HELD)
    assert [(one.id, one.owner_name) for one in in_it.items] == [(action_id, scene.chair.name)]
    colleague = await make_actor(Role.SCHEDULER, agency_id=scene.chair.agency_id)
    assert (await of_agency(actor=colleague, now=HELD)).items == []
    other = await make_actor(Role.SCHEDULER, category=AgencyCategory.HEALTH)
    assert (await of_agency(actor=other, now=HELD)).items == []
    assert [one.id for one in (await of_agency(actor=scene.chair, now=HELD)).items] == [action_id]


async def test_what_went_out_is_for_those_of_the_meeting(scene: Scene) -> None:
    meeting_id, child = await met(scene)
    await add(scene, meeting_id, child.id)
    assert await actions_out(meeting_id=meeting_id, actor=scene.chair) is None
    await scene.close(meeting_id)
    out = await actions_out(meeting_id=meeting_id, actor=scene.chair)
    assert out is not None
    assert (out.in_time, len(out.actions)) == (True, 1)
    assert await actions_out(meeting_id=meeting_id, actor=scene.stranger) is None


async def test_a_child_who_is_not_at_the_meeting_gets_no_action(scene: Scene) -> None:
    meeting_id, _ = await met(scene)
    (other,) = await scene.concerns("N-2")
    for concern_id in (other.id, uuid4()):
        with pytest.raises(NotFound):
            await add(scene, meeting_id, concern_id)
