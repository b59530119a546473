"""A code of a mail server becomes words that say what may help."""

import pytest

from service.pages.presenters.mail_reasons import NO_REASON, reason_words

TOO_LARGE = "the message is too large for their mail server"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (None, NO_REASON),
        ("address refused (550 5.1.1)", "there is no such mailbox (code 550 5.1.1)"),
        (
            "address refused (550 5.1.2)",
            "the part of the address after the @ does not exist (code 550 5.1.2)",
        ),
        ("came back (5.2.2)", "the mailbox is full (code 5.2.2)"),
        ("message refused (552 5.3.4)", f"{TOO_LARGE} (code 552 5.3.4)"),
        ("message refused (554 5.7.1)", "their mail server refused it (code 554 5.7.1)"),
        ("address refused (550)", "the address was refused (code 550)"),
        (
            "this agency's mail must be protected and there is no such connection",
            "their mail needs a protected connection, and the mail server offers none",
        ),
        ("the mail server took too long", "our mail server cannot be used now"),
        ("came back", "their mail server sent it back"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_a_reason_in_words(problem: str | None, words: str) -> None:
    assert reason_words(problem) == words
