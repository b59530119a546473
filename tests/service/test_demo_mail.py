"""The demo's mail program and mail server: what they send is what Accord reads."""

import asyncio
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from planning.errors import NotFound
from planning.meetings.rules.quorum import Answer
from planning.replies.rules import Proposal, Reply, Words
from service.demo.cast import DEAD, DOMAIN
from service.demo.mail_program import Button, answerable, invitation_in, reply_mail, words_mail
from service.demo.mail_program import Reply as Pressed
from service.demo.mail_server import NAME, Mailboxes, hand_over
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.listener import Door
from service.mail.incoming.reports import Report
from service.mail.incoming.sorting import Said, sort
from service.mail.mailbox import list_messages, mailbox_server
from service.mail.rendering import render
from service.settings import MailProtocol
from tests.mail.messages import IDENTITY, NOW, cancellation, invitation
from tests.mail.servers import letter, sending

LATER = datetime(2026, 7, 3, 13, 0, tzinfo=UTC)
ALIVE = f"police@{DOMAIN}"
TRUSTED = Trusted(NAME, 1)


def _mail(*, cancelled: bool = False) -> EmailMessage:
    """As the mailbox keeps it."""
    asked = invitation()
    message = cancellation(asked) if cancelled else asked
    return message_from_bytes(render(message, identity=IDENTITY, now=NOW).body, policy=default)


def _sorted(mail: EmailMessage) -> object:
    head = f"Authentication-Results: {NAME}; dmarc=pass header.from=school.example\r\n"
    raw = head.encode() + mail.as_bytes()
    return sort(raw, box=Box.MEETINGS, envelope_from=str(mail["From"]), trusted=TRUSTED)


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        (Button.ACCEPT, Answer.ACCEPTED),
        (Button.MAYBE, Answer.TENTATIVE),
        (Button.DECLINE, Answer.DECLINED),
    ],
)
def test_each_button_sends_its_answer_to_the_invitation_that_came(
    button: Button, answer: Answer
) -> None:
    asked = answerable(_mail())
    said = _sorted(reply_mail(asked, Pressed(button, NOW, "Late; from\nthe ward, sorry")))
    assert isinstance(said, Said)
    assert isinstance(said.content, Reply)
    assert (said.is_confirmed, said.sender) == (True, asked.recipient)
    assert (said.content.uid, said.content.sequence) == (asked.uid, asked.sequence)
    assert [one.answer for one in said.content.repliers] == [answer]
    assert (said.content.comment, said.content.proposal) == ("Late; from\nthe ward, sorry", None)


def test_a_proposed_time_is_as_long_as_the_meeting() -> None:
    asked = answerable(_mail())
    said = _sorted(reply_mail(asked, Pressed(Button.MAYBE, NOW, starts_at=LATER)))
    assert isinstance(said, Said)
    assert isinstance(said.content, Reply)
    length = asked.ends_at - asked.starts_at
    assert length > timedelta()
    assert said.content.proposal == Proposal(LATER, LATER + length)


def test_words_are_words_and_a_cancellation_has_no_buttons() -> None:
    said = _sorted(words_mail(answerable(_mail()), "Please ring me."))
    assert isinstance(said, Said)
    assert said.content == Words("Please ring me.")
    assert invitation_in(_mail(cancelled=True)) is None
    assert invitation_in(EmailMessage()) is None
    with pytest.raises(NotFound):
        answerable(_mail(cancelled=True))


async def test_where_nothing_listens_the_mail_program_is_told(tmp_path: Path) -> None:
    door = Door(MailProtocol.LMTP, socket=str(tmp_path / "absent"))
    told = await hand_over(door, words_mail(answerable(_mail()), "Hello"))
    assert told == "Nothing takes mail at the moment. Try again in a few seconds."


async def test_mail_to_the_closed_mailbox_is_taken_and_comes_back(tmp_path: Path) -> None:
    news = asyncio.Queue[bytes]()

    async def listener(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in (b"220", b"250", b"250", b"250", b"354"):
            writer.write(answer + b" x\r\n")
            await reader.readline()
        body = await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 x\r\n")
        await news.put(body)
        writer.close()

    there = str(tmp_path / "lmtp")
    server = await asyncio.start_unix_server(listener, there)
    folder = tmp_path / "mailbox"
    keeper = Mailboxes(folder, Door(MailProtocol.LMTP, socket=there))
    async with server, mailbox_server(keeper) as port, sending(port) as sender:
        await sender.send(letter(DEAD, b"Subject: x\r\n\r\nx\r\n"))
        body = await asyncio.wait_for(news.get(), 20)
        assert list_messages(folder) == []
        await sender.send(letter(ALIVE, b"Subject: x\r\n\r\nx\r\n"))
        assert [item.subject for item in list_messages(folder)] == ["x"]
    returned = sort(body, box=Box.BOUNCES, envelope_from="", trusted=TRUSTED)
    assert returned == Report("5.1.1", failed=True)
