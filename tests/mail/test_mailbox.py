"""The demo's mailbox: real SMTP in, files kept, nothing else readable."""

from pathlib import Path

import pytest

from planning.errors import NotFound
from service.mail.attempts import Attempt, Verdict
from service.mail.mailbox import Keeper, calendar_of, list_messages, mailbox_server, read_message
from service.mail.rendering import render
from tests.mail.messages import IDENTITY, NOW, cancellation, invitation
from tests.mail.servers import letter, sending


async def test_mail_sent_to_the_demo_is_listed_newest_first_and_read(tmp_path: Path) -> None:
    folder = tmp_path / "mailbox"
    first = invitation()
    mails = [
        render(message, identity=IDENTITY, now=NOW) for message in (first, cancellation(first))
    ]
    async with mailbox_server(Keeper(folder)) as port, sending(port) as sender:
        for mail in mails:
            assert await sender.send(letter(SAM, mail.body)) == Attempt(Verdict.ACCEPTED)
    listed = list_messages(folder)
    subject = "OFFICIAL-SENSITIVE: Multi-agency meeting 7K4-QXP"
    assert [(item.to, item.subject, item.method) for item in listed] == [
        (SAM, f"{subject} (cancelled)", "CANCEL"),
        (SAM, subject, "REQUEST"),
    ]
    assert list_messages(folder, limit=1) == listed[:1]
    newest = read_message(folder, listed[0].id)
    assert newest["Message-ID"] == mails[1].message_id
    calendar = calendar_of(newest)
    assert calendar is not None
    assert "METHOD:CANCEL" in calendar.get_content()


SAM = "sam.hill@school.example"


@pytest.mark.parametrize(
    "message_id",
    [
        "",
        "..",
        "../secret",
        "secret",
        "20260303T140000.000000-0123abcd",
        "20260303T140000.000000-0123abcd\n",
    ],
)
def test_only_ids_of_kept_mail_are_read(tmp_path: Path, message_id: str) -> None:
    (tmp_path / "secret.eml").write_bytes(b"Subject: s\r\n\r\n")
    (tmp_path / "mailbox").mkdir()
    with pytest.raises(NotFound):
        read_message(tmp_path / "mailbox", message_id)


def test_an_empty_or_foreign_folder_lists_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.eml").write_bytes(b"Subject: s\r\n\r\n")
    assert list_messages(tmp_path) == []
    assert list_messages(tmp_path / "absent") == []
