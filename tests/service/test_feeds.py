"""Calendar feeds as credentials: one's own only, a few, ended at once, never read back."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from planning.errors import Invalid, NotFound
from planning.people.actions import remove_person
from planning.people.rules import Role
from planning.transactions import Connection, fetch_value, transaction
from service.auth.feeds import (
    MOST,
    FeedSeen,
    make_feed,
    note_fetch,
    replace_feed,
    resolve_feed,
    revoke_feed,
    working_feeds,
)
from tests.factories import NOW, make_actor

LATER = NOW + timedelta(days=1)


@pytest.mark.usefixtures("rolled_back")
async def test_a_feed_opens_with_its_secret_until_it_is_revoked() -> None:
    actor = await make_actor()
    made = await make_feed(person_id=actor.person_id, name=" Phone ", now=NOW)
    found = await resolve_feed(made.secret)
    assert found is not None
    assert (found.feed_id, found.owner_id) == (made.id, actor.person_id)
    assert len(made.secret) == 43
    assert await working_feeds(person_id=actor.person_id) == [FeedSeen(made.id, "Phone", NOW, None)]
    await revoke_feed(feed_id=made.id, person_id=actor.person_id, now=NOW)
    assert await resolve_feed(made.secret) is None
    assert await working_feeds(person_id=actor.person_id) == []
    with pytest.raises(NotFound):
        await revoke_feed(feed_id=made.id, person_id=actor.person_id, now=NOW)


@pytest.mark.usefixtures("rolled_back")
async def test_a_replaced_feed_has_another_secret_and_the_same_name() -> None:
    actor = await make_actor()
    old = await make_feed(person_id=actor.person_id, name="Outlook", now=NOW)
    new = await replace_feed(feed_id=old.id, person_id=actor.person_id, now=NOW)
    assert new.name == "Outlook"
    assert await resolve_feed(old.secret) is None
    assert await resolve_feed(new.secret) is not None
    with pytest.raises(NotFound):
        await replace_feed(feed_id=old.id, person_id=actor.person_id, now=NOW)


@pytest.mark.usefixtures("rolled_back")
async def test_the_same_form_sent_twice_makes_one_feed() -> None:
    me = (await make_actor()).person_id
    once = [await make_feed(person_id=me, name="Phone", now=NOW, random="r" * 43) for _ in "ab"]
    assert once[0] == once[1]
    again = [
        await replace_feed(feed_id=once[0].id, person_id=me, now=NOW, random="s" * 43) for _ in "ab"
    ]
    assert again[0] == again[1]
    assert [feed.id for feed in await working_feeds(person_id=me)] == [again[0].id]


@pytest.mark.usefixtures("rolled_back")
async def test_nobody_sees_ends_or_replaces_the_feed_of_another() -> None:
    owner, other = await make_actor(), await make_actor()
    made = await make_feed(person_id=owner.person_id, name="Phone", now=NOW)
    assert await working_feeds(person_id=other.person_id) == []
    with pytest.raises(NotFound):
        await revoke_feed(feed_id=made.id, person_id=other.person_id, now=NOW)
    with pytest.raises(NotFound):
        await replace_feed(feed_id=made.id, person_id=other.person_id, now=NOW)
    async with transaction(other.person_id):
        assert await fetch_value("select count(*) from calendar_feed where name = 'Phone'") == 0
    assert await resolve_feed(made.secret) is not None


@pytest.mark.usefixtures("rolled_back")
async def test_what_is_wrong_with_a_new_feed_is_said_all_at_once() -> None:
    me = (await make_actor()).person_id
    for number in range(MOST):
        await make_feed(person_id=me, name=f"Device {number}", now=NOW)
    with pytest.raises(Invalid) as refused:
        await make_feed(person_id=me, name="device 0", now=NOW)
    assert [(one.field, one.message.split(".")[0]) for one in refused.value.blockers] == [
        ("name", "You have a link of that name already"),
        ("", "You have 5 links, the most there can be"),
    ]
    for name in (" ", "x" * 51):
        with pytest.raises(Invalid):
            await make_feed(person_id=(await make_actor()).person_id, name=name, now=NOW)


@pytest.mark.usefixtures("rolled_back")
async def test_a_closed_account_ends_its_feeds() -> None:
    actor = await make_actor()
    made = await make_feed(person_id=actor.person_id, name="Phone", now=NOW)
    await remove_person(person_id=actor.person_id, actor=None, now=NOW)
    assert await resolve_feed(made.secret) is None


async def test_the_feeds_of_a_closed_agency_end(rolled_back: Connection) -> None:
    actor = await make_actor()
    made = await make_feed(person_id=actor.person_id, name="Phone", now=NOW)
    await rolled_back.execute("update agency set closed_at = now() where id = $1", actor.agency_id)
    assert await resolve_feed(made.secret) is None


@pytest.mark.usefixtures("rolled_back")
async def test_a_change_is_always_a_second_later_than_the_one_before() -> None:
    actor = await make_actor()
    made = await make_feed(person_id=actor.person_id, name="Phone", now=NOW)
    feed = await resolve_feed(made.secret)
    assert feed is not None
    seen = [
        await note_fetch(feed, version=version, now=now)
        for version, now in (("a", NOW), ("a", LATER), ("b", LATER), ("a", LATER), ("a", LATER))
    ]
    assert seen == [
        NOW, NOW, LATER, LATER + timedelta(seconds=1), LATER + timedelta(seconds=1)
    ]  # fmt: skip
    assert [one.last_used_on for one in await working_feeds(person_id=actor.person_id)] == [
        LATER.date()
    ]
    await revoke_feed(feed_id=made.id, person_id=actor.person_id, now=LATER)
    assert await note_fetch(feed, version="c", now=LATER) == LATER


async def test_the_digest_of_a_secret_cannot_be_read_back(rolled_back: Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with rolled_back.transaction():
            await rolled_back.fetch("select secret_hash from calendar_feed")


async def test_an_ended_feed_is_never_begun_again(rolled_back: Connection) -> None:
    me = (await make_actor()).person_id
    made = await make_feed(person_id=me, name="Phone", now=NOW)
    await revoke_feed(feed_id=made.id, person_id=me, now=NOW)
    async with transaction(me):
        done = await rolled_back.execute("update calendar_feed set ended_at = null")
    assert done == "UPDATE 0"


@pytest.mark.usefixtures("committed")
async def test_a_burst_makes_no_more_feeds_than_there_may_be() -> None:
    me = (await make_actor()).person_id

    async def one(number: int) -> bool:
        try:
            await make_feed(person_id=me, name=f"Device {number}", now=NOW)
        except Invalid:
            return False
        return True

    assert sum(await asyncio.gather(*(one(number) for number in range(MOST * 2)))) == MOST


@pytest.mark.usefixtures("rolled_back")
async def test_history_tells_who_made_replaced_and_revoked_what() -> None:
    me = (await make_actor()).person_id
    made = await make_feed(person_id=me, name="Phone", now=NOW)
    new = await replace_feed(feed_id=made.id, person_id=me, now=NOW)
    await revoke_feed(feed_id=new.id, person_id=me, now=NOW)
    auditor = await make_actor(Role.AUDITOR)
    async with transaction(auditor.person_id) as connection:
        rows = await connection.fetch(
            "select act, subject_id, actor_id, detail::text from history_event"
            " where subject_kind = 'calendar_feed' and actor_id = $1 order by happened_at, act",
            me,
        )
    assert [(row["act"], row["subject_id"]) for row in rows] == [
        ("feed.made", made.id), ("feed.replaced", new.id), ("feed.revoked", new.id)
    ]  # fmt: skip
    assert str(made.id) in rows[1]["detail"]
    assert not [one.secret for one in (made, new) if one.secret in str([dict(row) for row in rows])]
