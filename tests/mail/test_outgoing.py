"""A message exists exactly when the act happened, once, and costs two statements."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

import asyncpg
import pytest

from planning.outbox import AccountLink, AccountLinkKind, Notice, NoticeKind, Recipient
from planning.people.rules import Actor
from planning.transactions import Connection, transaction
from service.mail.outgoing import Outgoing
from service.mail.queries import invitation_deliveries
from tests.factories import make_actor
from tests.mail.messages import IDENTITY, NOW, cancellation, invitation

enqueue = Outgoing(IDENTITY)


async def counts(worker: asyncpg.Pool) -> tuple[int, int]:
    mails = await worker.fetchval("select count(*) from mail_message")
    jobs = await worker.fetchval("select count(*) from pgqueuer where entrypoint = 'deliver mail'")
    return mails, jobs


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(query: asyncpg.connection.LoggedQuery) -> None:
        statements.append(query.query)

    connection.add_query_logger(count)
    yield statements
    connection.remove_query_logger(count)


async def test_eight_invitations_cost_two_statements(sam: Actor, worker_pool: asyncpg.Pool) -> None:
    people = [await make_actor() for _ in range(8)]
    meeting_id = uuid4()
    messages = [
        invitation(meeting_id=meeting_id, recipient=Recipient(person.person_id, person.email))
        for person in people
    ]
    async with transaction(sam.person_id) as connection:
        await enqueue(messages[:1], now=NOW)  # a new connection looks types up first
        with counted(connection) as statements:
            await enqueue(messages, now=NOW)
    assert len(statements) == 2
    assert await counts(worker_pool) == (8, 2)


async def test_an_act_that_is_rolled_back_sends_nothing(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    with suppress(RuntimeError):
        async with transaction(sam.person_id):
            await enqueue([invitation(recipient=to_sam)], now=NOW)
            raise RuntimeError
    assert await counts(worker_pool) == (0, 0)


async def test_nothing_to_send_costs_nothing() -> None:
    await enqueue([], now=NOW)


async def test_the_same_message_is_queued_once(
    sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    notice = Notice(NoticeKind.MINUTES_READY, uuid4(), to_sam)
    link = AccountLink(AccountLinkKind.PASSWORD_RESET, uuid4(), to_sam, "https://x.example/r")
    for _ in range(2):
        async with transaction(sam.person_id):
            await enqueue([notice, notice, link], now=NOW)
    assert await counts(worker_pool) == (2, 2)


async def test_the_web_side_can_neither_read_nor_change_what_was_queued(
    sam: Actor, to_sam: Recipient
) -> None:
    async with transaction(sam.person_id):
        await enqueue([invitation(recipient=to_sam)], now=NOW)
    for statement in (
        "select body from mail_message",
        "select address from mail_message",
        "update mail_message set state = 'failed'",
        "delete from mail_message",
        "select payload from pgqueuer",
        "delete from pgqueuer",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(sam.person_id) as connection:
                await connection.execute(statement)


async def test_people_see_the_state_of_their_own_mail_and_of_no_other(
    sam: Actor, to_sam: Recipient
) -> None:
    first = invitation(recipient=to_sam)
    async with transaction(sam.person_id):
        await enqueue([first, cancellation(first)], now=NOW)
    (seen,) = await invitation_deliveries(meeting_id=first.meeting_id, actor=sam)
    assert (seen.kind, seen.state, seen.problem, seen.queued_at) == (
        "meeting_cancellation",
        "queued",
        None,
        NOW,
    )
    stranger = await make_actor()
    assert await invitation_deliveries(meeting_id=first.meeting_id, actor=stranger) == []


@pytest.mark.parametrize("change", ["body = 'x'", "body = ''", "message_id = 'x'"])
async def test_the_bytes_are_fixed_when_queued(
    change: str, sam: Actor, to_sam: Recipient, worker_pool: asyncpg.Pool
) -> None:
    async with transaction(sam.person_id):
        await enqueue([invitation(recipient=to_sam)], now=NOW)
    with pytest.raises(
        (asyncpg.IntegrityConstraintViolationError, asyncpg.InsufficientPrivilegeError)
    ):
        await worker_pool.execute(f"update mail_message set {change}")
