"""A key worker is told of missed contact and of what is due, the deputy where there is none."""

from datetime import date, timedelta

import asyncpg
import pytest

from planning.people.rules import Actor
from planning.procedures.queries import current_profile
from planning.reminders.queries import facts_of
from planning.reminders.rules.deciding import due_now
from planning.reminders.rules.kinds import Kind
from planning.support.actions import assess_risk, record_review
from planning.support.rules.plans import ReviewDraft, RiskDraft
from planning.support.rules.posts import Post
from planning.transactions import transaction
from tests.factories import NOW, make_actor
from tests.planning.support_world import Support, make_support
from tests.reminding import at, candidates, remind_at

pytestmark = pytest.mark.usefixtures("committed")
PROMISE = [{"phase": "Before go-live", "contacts_a_week": "1"}]
LONG_AGO = NOW - timedelta(days=20)


async def _kinds(worker_pool: asyncpg.Pool, person: Actor) -> set[Kind]:
    """What of what may be due stands when the person is about to be told."""
    now = at(3, 16)
    found = await candidates(worker_pool, now, person)
    async with transaction(person.person_id):
        profile = (await current_profile(now.date())).profile
        facts = await facts_of(person.person_id, found, profile, now)
    return {fact.kind for fact, profiles in facts if due_now(fact, profiles, now)}


async def _supported() -> Support:
    support = await make_support(LONG_AGO)
    await support.promise(PROMISE)
    await support.assign(support.children[0], now=LONG_AGO)
    return support


async def test_missed_contact_is_told_until_it_is_made_good(worker_pool: asyncpg.Pool) -> None:
    support = await _supported()
    assert await _kinds(worker_pool, support.charity) == {Kind.SUPPORT_CONTACT}
    await support.contact(support.children[0], date(2026, 3, 3))
    assert await _kinds(worker_pool, support.charity) == set()


async def test_it_is_told_once_a_week(worker_pool: asyncpg.Pool) -> None:
    support = await _supported()
    told = await remind_at(worker_pool, at(3, 16), support.charity)
    assert told == {support.charity.email: 1}
    assert await remind_at(worker_pool, at(4, 9), support.charity) == {}


async def test_what_of_the_plan_is_due_first_is_told(worker_pool: asyncpg.Pool) -> None:
    support = await _supported()
    child = support.children[0]
    await support.contact(child, date(2026, 3, 3))
    for draft in (date(2026, 4, 1), date(2026, 3, 5)):
        await assess_risk(
            child_id=child,
            draft=RiskDraft("None", "Online", date(2026, 3, 2), draft),
            actor=support.manager,
            now=NOW,
        )
    assert await _kinds(worker_pool, support.charity) == {Kind.SUPPORT_REVIEW}
    await assess_risk(
        child_id=child,
        draft=RiskDraft("None", "Online", date(2026, 3, 3), date(2026, 4, 1)),
        actor=support.manager,
        now=NOW,
    )
    await record_review(
        child_id=child,
        draft=ReviewDraft(date(2026, 3, 3), "Settled", date(2026, 4, 1)),
        actor=support.manager,
        now=NOW,
    )
    assert await _kinds(worker_pool, support.charity) == set()


async def test_without_a_key_worker_the_deputy_is_told(worker_pool: asyncpg.Pool) -> None:
    support = await _supported()
    deputy = await make_actor()
    for child in support.children:
        await support.assign(child, post=Post.DEPUTY, person=deputy, now=LONG_AGO)
    found = [
        one.subject_id
        for one in await candidates(worker_pool, at(3, 16), deputy)
        if one.kind is Kind.SUPPORT_CONTACT
    ]
    assert found == [support.children[1]]
