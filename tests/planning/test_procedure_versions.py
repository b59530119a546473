"""A new version of the rules: seen by all, in force from its day on, the past as it was."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from planning.chains.queries import chain_of
from planning.errors import Blocked, NotFound
from planning.meetings.queries import meeting
from planning.people.rules import Role
from planning.procedures import queries
from planning.procedures.actions import install_profile
from planning.procedures.queries import procedure_on, version_of, versions
from planning.procedures.rules import MeetingKind, NoDecisionReason
from planning.procedures.shipped import shipped_profile
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.scene import HELD, make_scene

TODAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What is installed here is rolled back, so nobody may remember it."""
    queries._known.clear()
    yield
    queries._known.clear()


async def test_versions_are_listed_with_the_one_in_force_and_who_entered_them() -> None:
    await make_scene()
    actor = await make_actor(Role.PARTNERSHIP)
    later = shipped_profile().replace("red_run = 3", "red_run = 4")
    version = await install_profile(
        content=later, in_force_from=date(2026, 4, 1), actor=actor, now=NOW
    )
    found = await versions(actor=actor, now=NOW)
    assert [(line.version, line.entered_by_name, line.in_force) for line in found] == [
        (version, actor.name, False),
        (version - 1, None, True),
    ]
    seen = await version_of(version=version, actor=actor, now=NOW + timedelta(days=40))
    assert (seen.line.in_force, seen.profile.drift.red_run) == (True, 4)
    assert (await procedure_on(on=TODAY, actor=actor)).version == version - 1
    for unknown in (0, 999, 2**40):
        with pytest.raises(NotFound):
            await version_of(version=unknown, actor=actor, now=NOW)


async def test_a_version_starts_today_or_later() -> None:
    with pytest.raises(Blocked, match="has not passed"):
        await install_profile(
            content=shipped_profile(),
            in_force_from=TODAY - timedelta(days=1),
            actor=await make_actor(Role.PARTNERSHIP),
            now=NOW,
        )


async def test_what_is_stored_are_the_rules_alone() -> None:
    await make_scene()
    async with transaction(None):
        content = await fetch_value("select content from procedure_profile limit 1")
    assert "closed_days" not in content


async def test_a_meeting_and_its_chain_keep_the_rules_it_was_convened_under() -> None:
    """What a meeting owed does not change afterwards, nor how loud a child's chain was."""
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(NoDecisionReason.LEGAL_ADVICE))
    meeting_id = await scene.hold(child.id, scene.adjourned(), day=date(2026, 3, 5))
    stricter = (
        shipped_profile()
        .replace("minutes_working_days = 5", "minutes_working_days = 2", 1)
        .replace("amber_run = 2", "amber_run = 1")
        .replace("red_run = 3", "red_run = 2")
    )
    now = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
    before = await meeting(meeting_id=meeting_id, actor=scene.chair, now=now)
    chain = await chain_of(concern_id=child.id, actor=scene.chair, now=now)
    await install_profile(content=stricter, in_force_from=date(2026, 3, 5), actor=None, now=now)
    after = await meeting(meeting_id=meeting_id, actor=scene.chair, now=now)
    today = await chain_of(concern_id=child.id, actor=scene.chair, now=now)
    assert (after.minutes_due, after.profile_version) == (
        before.minutes_due,
        before.profile_version,
    )
    assert (chain.state.alert, today.state.alert) == ("amber", "amber")
    assert [entry.outcome_words for entry in today.entries] == ["Adjourned, no decision"] * 2


async def test_what_is_retired_can_no_longer_be_chosen_but_meetings_before_go_on() -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    convened = await scene.meet(child.id)
    retiring = (
        shipped_profile()
        .replace("kinds = []", 'kinds = ["initial"]')
        .replace("outcomes = []", 'outcomes = ["transferred"]')
        .replace("no_decision_reasons = []", 'no_decision_reasons = ["medical"]')
    )
    await install_profile(content=retiring, in_force_from=TODAY, actor=None, now=NOW)
    with pytest.raises(Blocked, match="no longer used"):
        await scene.meet(child.id)
    await scene.come(convened)
    await scene.decide(convened, child.id, scene.adjourned(NoDecisionReason.MEDICAL))
    await scene.close(convened)
    seen = await chain_of(concern_id=child.id, actor=scene.chair, now=HELD)
    assert seen.entries[0].reason_words == "Medical"
    review = msgspec.structs.replace(
        scene.convening([child.id], on=date(2026, 3, 9)), kind=MeetingKind.REVIEW
    )
    later = HELD + timedelta(days=5)
    again = (await scene.convene(review)).meeting_id
    await scene.come(again, now=later)
    await scene.decide(again, child.id, scene.adjourned(NoDecisionReason.MEDICAL))
    with pytest.raises(Blocked, match="Choose another reason"):
        await scene.close(again, now=later)
