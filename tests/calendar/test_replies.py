"""Replies in every dialect: each message of the table becomes what the table says."""

import pytest

from tests.calendar.corpus import FOLDER, Message, becomes, messages, reads

MESSAGES = list(messages())


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_a_message_becomes_what_the_table_says(message: Message) -> None:
    assert becomes(message.decide()) == message.becomes
    assert reads(message.read()) == message.reads


def test_every_message_is_in_the_table_once() -> None:
    files = [file.name for file in FOLDER.iterdir() if file.suffix in {".ics", ".eml"}]
    assert sorted(files) == sorted(message.name for message in MESSAGES)
