"""What the answers that came last, and the mail of the last days, tell."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from planning.clock import now
from planning.outbox import Recipient
from planning.people.rules import Actor
from service.mail.checking.findings import Outcome
from service.mail.checking.history import answer_findings, outbox_findings
from service.mail.incoming.addresses import Box
from service.mail.incoming.addresses import Recipient as Ours
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.keeping import Arrival, keep
from service.mail.servers import mark_unusable
from tests.conftest import TestDatabase
from tests.mail.delivering import queue
from tests.mail.messages import invitation

MX = Trusted("mx.example", 1)
WHO = b"From: sam.hill@school.example\r\n"
PASS = b"Authentication-Results: mx.example; dmarc=pass header.from=school.example\r\n"
WRAPPED = b"Content-Type: application/MS-TNEF; name=winmail.dat\r\n\r\nx"


@pytest.fixture(autouse=True)
async def empty(database: TestDatabase, no_mail: None) -> AsyncIterator[None]:
    administrator = await asyncpg.connect(database.administrator)
    await administrator.execute("truncate incoming_mail")
    yield
    await administrator.execute("truncate incoming_mail")
    await administrator.close()


async def _answer(pool: asyncpg.Pool, *bodies: bytes) -> None:
    for body in bodies:
        arrival = Arrival("", [Ours(Box.MEETINGS, "t0ken")], utf8=False, body=body)
        await keep(pool, arrival, now=now())


async def test_answers_that_are_believed(worker_pool: asyncpg.Pool) -> None:
    await _answer(worker_pool, PASS + WHO + b"\r\nYes", WHO + b"\r\nNo")
    (found,) = await answer_findings(worker_pool, MX)
    assert (found.outcome, found.words) == (
        Outcome.GOOD,
        "1 of the last 2 answers would be believed with these settings.",
    )


async def test_answers_that_another_server_confirms(worker_pool: asyncpg.Pool) -> None:
    await _answer(worker_pool, PASS + WHO + b"\r\nYes")
    (found,) = await answer_findings(worker_pool, Trusted("mail.example", 1))
    assert found.outcome is Outcome.WRONG
    assert found.words.endswith("Their topmost Authentication-Results are by mx.example.")


async def test_answers_that_exchange_wrapped(worker_pool: asyncpg.Pool) -> None:
    await _answer(worker_pool, WHO + WRAPPED)
    unconfirmed, wrapped = await answer_findings(worker_pool, MX)
    assert unconfirmed.outcome is Outcome.NOTE
    assert wrapped.words == "1 of the last 1 came as winmail.dat."
    assert "Set-RemoteDomain" in wrapped.advice


async def test_mail_that_waits_and_a_server_that_cannot_be_used(
    worker_pool: asyncpg.Pool, sam: Actor, to_sam: Recipient
) -> None:
    await queue(sam, invitation(recipient=to_sam), now=now() - timedelta(hours=1))
    await mark_unusable(worker_pool, "ordinary", "no connection to the mail server", now=now())
    found = await outbox_findings(worker_pool, now=now())
    assert [one.words for one in found] == [
        "The worker cannot use the ordinary mail server: no connection to the mail server.",
        "Mail has waited for longer than 30 minutes: 1 in all.",
    ]
