"""Versions of the partnership's rules."""

from collections.abc import Iterator
from datetime import date

import pytest

from planning.errors import Blocked, Invalid, NotAllowed
from planning.people.rules import Role
from planning.procedures import queries
from planning.procedures.actions import install_profile, install_shipped_profile
from planning.procedures.queries import current_profile, profile_of
from planning.procedures.shipped import shipped_profile
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor

TODAY = date(2026, 3, 3)
LATER = shipped_profile().replace("red_run = 3", "red_run = 4")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What is installed here is rolled back, so nobody may remember it."""
    queries._known.clear()
    yield
    queries._known.clear()


async def test_the_version_in_force_on_the_date_counts() -> None:
    await install_shipped_profile(now=NOW)
    partnership = await make_actor(Role.PARTNERSHIP)
    version = await install_profile(
        content=LATER, in_force_from=date(2026, 3, 4), actor=partnership, now=NOW
    )
    async with transaction(None):
        before = await current_profile(date(2026, 3, 3))
        after = await current_profile(date(2026, 3, 4))
        assert await current_profile(date(2026, 3, 5)) == after
        assert await profile_of(version) == after
        queries._known.clear()
        assert await profile_of(version) == after
    assert (before.profile.drift.red_run, after.profile.drift.red_run) == (3, 4)
    assert after.version == version == before.version + 1


async def test_without_a_profile_everybody_is_told_what_to_do() -> None:
    async with transaction(None):
        with pytest.raises(Blocked, match="install a procedure profile"):
            await current_profile(date(1999, 1, 1))


async def test_of_two_versions_that_start_on_one_day_the_later_entered_counts() -> None:
    await install_shipped_profile(now=NOW)
    for content in (shipped_profile(), LATER):
        await install_profile(content=content, in_force_from=TODAY, actor=None, now=NOW)
    async with transaction(None):
        assert (await current_profile(TODAY)).profile.drift.red_run == 4


async def test_only_administrator_and_partnership_install_and_only_what_can_be_read() -> None:
    with pytest.raises(NotAllowed):
        await install_profile(
            content=LATER,
            in_force_from=TODAY,
            actor=await make_actor(Role.CHAIR),
            now=NOW,
        )
    with pytest.raises(Invalid):
        await install_profile(content="", in_force_from=TODAY, actor=None, now=NOW)


async def test_the_shipped_profile_is_installed_once() -> None:
    await install_shipped_profile(now=NOW)
    await install_shipped_profile(now=NOW)
    async with transaction(None):
        assert await fetch_value("select count(*) from procedure_profile") == 1
