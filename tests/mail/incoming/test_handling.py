"""Every mail ends somewhere, once, and a person can see where."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.clock import now
from planning.transactions import using
from service.mail.incoming import handling
from service.mail.incoming.addresses import Box, Recipient
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.handling import forget, handle
from service.mail.incoming.keeping import Arrival, keep
from service.mail.outgoing import Outgoing
from tests.mail.incoming.conftest import Invited
from tests.mail.incoming.mails import (
    AWAY,
    NAME,
    QMAIL,
    RECEIPT,
    calendar,
    from_server,
    mail,
    status,
)
from tests.mail.messages import IDENTITY

ENQUEUE = Outgoing(IDENTITY)
AT = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """Where mail to one invited person is kept and handled, as the worker does it."""

    invited: Invited
    worker: asyncpg.Pool
    administrator: asyncpg.Connection

    async def arrived(
        self, raw: bytes, to: Box | Recipient = Box.MEETINGS, *, sender: str = "x@school.example"
    ) -> UUID:
        recipient = to if isinstance(to, Recipient) else self.recipient(to)
        await keep(self.worker, Arrival(sender, [recipient], utf8=False, body=raw), now=AT)
        found: UUID = await self.worker.fetchval(
            "select id from incoming_mail where body = $1", raw
        )
        return found

    def recipient(self, box: Box) -> Recipient:
        tokens = {
            Box.MEETINGS: self.invited.token,
            Box.BOUNCES: self.invited.return_token.hex,
        }
        return Recipient(box, tokens[box])

    async def read(self, mail_id: UUID, at: datetime = AT) -> None:
        with using(self.worker):
            await handle(mail_id, trusted=Trusted(NAME, 1), now=at, enqueue=ENQUEUE)

    async def ending(self, mail_id: UUID) -> tuple[str, str]:
        row = await self.administrator.fetchrow(
            "select state, reason, settled_at from incoming_mail where id = $1", mail_id
        )
        assert row["settled_at"] == AT
        return row["state"], row["reason"]


@pytest.fixture
def desk(invited: Invited, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection) -> Desk:
    return Desk(invited, worker_pool, administrator)


async def accepting(desk: Desk) -> bytes:
    uid = await desk.administrator.fetchval(
        "select calendar_uid from strategy_meeting where id = $1", desk.invited.meeting_id
    )
    email = desk.invited.person.email
    reply = calendar(uid=str(uid), attendee=email, stamp="20260303T145900Z")
    return from_server(mail("Yes", author=email, invite=reply))


async def test_a_confirmed_answer_is_applied_once(desk: Desk) -> None:
    mail_id = await desk.arrived(await accepting(desk))
    await desk.read(mail_id)
    await desk.read(mail_id, AT + timedelta(hours=1))
    assert await desk.ending(mail_id) == ("applied", "reply")
    answers = await desk.administrator.fetch(
        "select answer from attendee where organiser_token = $1",
        desk.invited.token,
    )
    assert [row["answer"] for row in answers] == ["accepted"]
    assert await desk.administrator.fetchval("select count(*) from reply") == 1


async def test_an_answer_that_nobody_confirms_waits_for_a_person(desk: Desk) -> None:
    raw = (await accepting(desk)).replace(b"dmarc=pass", b"dmarc=fail")
    mail_id = await desk.arrived(raw)
    await desk.read(mail_id)
    assert await desk.ending(mail_id) == ("review", "reply")
    answer = await desk.administrator.fetchval(
        "select answer from attendee where organiser_token = $1", desk.invited.token
    )
    assert answer == "awaited"


@pytest.mark.parametrize(
    ("raw", "box", "sender", "expected"),
    [
        (mail("I am late").as_bytes(), Box.MEETINGS, "x@school.example", ("review", "words")),
        (mail("").as_bytes(), Box.MEETINGS, "x@school.example", ("review", "unreadable")),
        (AWAY, Box.MEETINGS, "", ("noted", "words")),
        (RECEIPT, Box.MEETINGS, "x@school.example", ("noted", "read_receipt")),
        (status(), Box.BOUNCES, "", ("bounced", "bounce")),
        (QMAIL, Box.BOUNCES, "", ("bounced", "bounce")),
        (status(), Box.MEETINGS, "", ("bounced", "bounce")),
        (status(message_id="<2@accord.example>"), Box.MEETINGS, "", ("review", "unreadable")),
        (status(action="delayed", code="4.4.1"), Box.BOUNCES, "", ("noted", "late")),
        (AWAY, Box.BOUNCES, "", ("noted", "auto_reply")),
        (b"\x00" * 100, Box.MEETINGS, "", ("noted", "words")),
    ],
)
async def test_where_mail_ends(
    desk: Desk,
    raw: bytes,
    box: Box,
    sender: str,
    expected: tuple[str, str],
) -> None:
    mail_id = await desk.arrived(raw, box, sender=sender)
    await desk.read(mail_id)
    assert await desk.ending(mail_id) == expected
    state = await desk.administrator.fetchval(
        "select state from mail_message where recipient_id = $1 and message_id = $2",
        desk.invited.person.person_id,
        desk.invited.message_id,
    )
    assert state == ("bounced" if expected[0] == "bounced" else "accepted")


async def test_who_has_an_invitation_reports_no_other_person_s_mail(desk: Desk) -> None:
    """A Message-ID stands in every forwarded mail; the address is the holder's own alone."""
    await desk.administrator.execute(
        "insert into mail_message (id, kind, subject_id, sequence, recipient_id, address,"
        " message_id, body, state, attempts, next_attempt_at, queued_at, accepted_at)"
        " values (gen_random_uuid(), 'meeting_request', $1, 0, $2, 'a@b.example', '<9@x>', 'x',"
        " 'accepted', 1, now(), now(), now())",
        desk.invited.meeting_id, desk.invited.scene.police.person_id,
    )  # fmt: skip
    mail_id = await desk.arrived(status(message_id="<9@x>"), sender="")
    await desk.read(mail_id)
    assert await desk.ending(mail_id) == ("review", "unreadable")
    state = "select state from mail_message where message_id = '<9@x>'"
    assert await desk.administrator.fetchval(state) == "accepted"


async def test_news_of_a_message_that_is_still_being_handed_in_waits(desk: Desk) -> None:
    token = await desk.administrator.fetchval(
        "insert into mail_message (id, kind, subject_id, sequence, recipient_id, address,"
        " message_id, body, state, attempts, next_attempt_at, queued_at)"
        " values (gen_random_uuid(), 'meeting_request', $1, 7, $2, 'a@b.example', '<7@x>', 'x',"
        " 'queued', 0, now(), now()) returning return_token",
        desk.invited.meeting_id, desk.invited.person.person_id,
    )  # fmt: skip
    mail_id = await desk.arrived(status(), Recipient(Box.BOUNCES, token.hex), sender="")
    for _ in range(5):
        await desk.read(mail_id)
    row = await desk.administrator.fetchrow("select state, attempts from incoming_mail")
    assert tuple(row) == ("received", 0)
    await desk.administrator.execute(
        "update mail_message set state = 'accepted', accepted_at = now() where return_token = $1",
        token,
    )
    await desk.read(mail_id)
    assert await desk.ending(mail_id) == ("bounced", "bounce")


async def test_an_invitation_that_is_gone_refuses_late(desk: Desk) -> None:
    for recipient in (Recipient(Box.MEETINGS, "nobody"), Recipient(Box.BOUNCES, uuid4().hex)):
        raw = status() if recipient.box is Box.BOUNCES else mail(recipient.token).as_bytes()
        mail_id = await desk.arrived(raw, recipient)
        await desk.read(mail_id)
        assert await desk.ending(mail_id) == ("refused_late", "unknown")


@pytest.mark.parametrize(
    ("box", "expected"),
    [(Box.MEETINGS, ("review", "unreadable")), (Box.BOUNCES, ("bounced", "bounce"))],
)
async def test_what_breaks_the_sorter_three_times_goes_before_a_person_unread(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    box: Box,
    expected: tuple[str, str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(handling, "sort", broken)
    mail_id = await desk.arrived(mail("Hello").as_bytes(), box)
    for _ in range(3):
        with pytest.raises(MemoryError):
            await desk.read(mail_id)
    await desk.read(mail_id)
    assert await desk.ending(mail_id) == expected


async def test_bytes_and_sender_go_once_they_were_dealt_with_long_enough(desk: Desk) -> None:
    done = await desk.arrived(mail("Hello").as_bytes())
    await desk.read(done)
    await desk.arrived(mail("Waits").as_bytes())
    select = "select octet_length(body) > 0, envelope_from from incoming_mail order by state"
    for before, left in ((AT, "x@school.example"), (AT + timedelta(seconds=1), "")):
        with using(desk.worker):
            await forget(before=before)
        rows = [tuple(row) for row in await desk.administrator.fetch(select)]
        assert rows == [(True, "x@school.example"), (left != "", left)]
    assert (
        await keep(
            desk.worker,
            Arrival(
                "x@school.example",
                [desk.recipient(Box.MEETINGS)],
                utf8=False,
                body=mail("Hello").as_bytes(),
            ),
            now=now(),
        )
        == 0
    )
