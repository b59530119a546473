"""Whatever comes: no crash, nothing believed that was not earned, and each mail ends somewhere."""

import time
import unicodedata
from random import Random

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.replies.rules import LONGEST_COMMENT, Reply, Unreadable, Words
from planning.transactions import using
from service.mail.incoming.addresses import Box, Recipient
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.handling import handle
from service.mail.incoming.keeping import Arrival, keep
from service.mail.incoming.reception import WELCOME
from service.mail.incoming.reports import Report
from service.mail.incoming.sorting import Nothing, Said, sort
from service.mail.outgoing import Outgoing
from tests.factories import NOW
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.corpus import message
from tests.mail.incoming.mails import NAME
from tests.mail.incoming.talking import taking, talk
from tests.mail.messages import IDENTITY

TRUSTED = Trusted(NAME, 1)


@given(st.integers(0, 2**32), st.sampled_from(Box), st.sampled_from(["", "x@school.example"]))
@settings(max_examples=300)
def test_any_damage_is_sorted_and_earns_no_trust(number: int, box: Box, sender: str) -> None:
    started = time.process_time()
    found = sort(message(number), box=box, envelope_from=sender, trusted=TRUSTED)
    assert time.process_time() - started < 5
    if isinstance(found, Said):
        assert not found.is_confirmed
        assert len(found.sender) <= 320
        assert isinstance(found.content, Reply | Unreadable | Words)
        if isinstance(found.content, Words):
            _is_fit_to_show(found.content.text)
    else:
        assert isinstance(found, Report | Nothing)
        assert isinstance(found, Nothing) or len(found.code) <= 20


def _is_fit_to_show(text: str) -> None:
    assert len(text) <= LONGEST_COMMENT
    odd = {character for character in text if unicodedata.category(character) in {"Cc", "Cs"}}
    assert odd <= {"\n"}


@given(st.binary(max_size=2000), st.sampled_from(Box))
def test_any_bytes_are_sorted(raw: bytes, box: Box) -> None:
    found = sort(raw, box=box, envelope_from="", trusted=TRUSTED)
    assert not (isinstance(found, Said) and found.is_confirmed)


async def test_each_ends_somewhere_and_changes_no_answer(
    invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    recipient = Recipient(Box.MEETINGS, invited.token)
    for number in range(60):
        body = b"X-Number: %d\r\n" % number + message(number)
        arrival = Arrival("x@school.example", [recipient], utf8=False, body=body)
        await keep(worker_pool, arrival, now=NOW)
    ids = await administrator.fetch("select id from incoming_mail")
    assert len(ids) == 60
    with using(worker_pool):
        for row in ids:
            await handle(row["id"], trusted=TRUSTED, now=NOW, enqueue=Outgoing(IDENTITY))
    ends = await administrator.fetch("select distinct state from incoming_mail order by state")
    assert {row["state"] for row in ends} <= {"review", "noted", "bounced"}
    answers = await administrator.fetch(
        "select distinct answer from attendee where meeting_id = $1", invited.meeting_id
    )
    assert [row["answer"] for row in answers] == ["awaited"]


@pytest.mark.parametrize("seed", range(3))
async def test_noise_on_the_wire_hurts_nobody_else(worker_pool: asyncpg.Pool, seed: int) -> None:
    chance = Random(seed)
    words = [b"MAIL FROM:<a@b.example>", b"RCPT TO:<", b"DATA", b"\r\n", b"LHLO x", b"QUIT", b"."]
    async with taking(worker_pool) as port:
        for _ in range(40):
            async with talk(port) as noisy:
                noisy.writer.write(
                    b"".join(
                        chance.choice((chance.choice(words) + b"\r\n", chance.randbytes(40)))
                        for _ in range(chance.randrange(40))
                    )
                )
        async with talk(port) as server:
            await server.greet()
            assert await server.say("NOOP") == WELCOME
