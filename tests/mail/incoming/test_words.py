"""A person's own words, and nothing else of a message."""

import pytest

from planning.replies.rules import LONGEST_COMMENT
from service.mail.incoming.structure import opened
from service.mail.incoming.words import words_of
from tests.mail.incoming.mails import mail


def words(text: str = "", **given: str) -> str:
    return words_of(opened(mail(text, **given).as_bytes()))


@pytest.mark.parametrize(
    "earlier",
    [
        "-----Original Message-----\nFrom: Accord",
        "-----Original Appointment-----",
        "________________________________\nFrom: Accord",
        "On Mon, 2 Mar 2026 at 10:00, Accord <a@b.example> wrote:\n> Please",
        "From: Accord <a@b.example>\nSent: 02 March 2026\nTo: Sam",
        "> quoted\n> more",
    ],
)
def test_what_was_answered_to_is_left_out(earlier: str) -> None:
    assert words(f"I come late.\n\n{earlier}\n") == "I come late."


def test_what_only_looks_like_it_stays() -> None:
    text = "From: the station it is ten minutes.\nOn time.\n- I wrote:"
    assert words(text) == text


def test_html_is_read_as_text() -> None:
    html = (
        "<html><head><title>T</title><style>p {x}</style><script>if (1<2) alert()</script></head>"
        "<body><!-- <p>hidden</p> --><p>Yes&nbsp;&amp;\n no</p><div>2 &lt; 3<br>end &#99999999999;"
        "</div></body></html>"
    )
    assert words(html=html) == "Yes & no\n\n2 < 3\nend".replace("Yes &", "Yes\xa0&")


def test_plain_text_comes_first_and_attachments_do_not_count() -> None:
    assert words("Plain", html="<p>Html</p>") == "Plain"
    message = mail("")
    message.add_attachment("Secret", filename="a.txt")
    assert words_of(opened(message.as_bytes())) == ""


def test_control_characters_and_length() -> None:
    assert words("a\x07b\u202ec\td\u2028e\x0bf") == "abc d\ne\nf"
    assert len(words("word " * 5000)) == LONGEST_COMMENT


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "bogus", "idna"]
)
def test_any_character_set(charset: str) -> None:
    used = charset if charset not in {"bogus", "idna"} else "cp1252"
    raw = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + "Für".encode(used)
    assert words_of(opened(raw)) == "Für"


def test_letters_that_no_character_set_has() -> None:
    assert words_of(opened(b"Subject: x\r\n\r\n\x81\x8d ok")) == "ok"
