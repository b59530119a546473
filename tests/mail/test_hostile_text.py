"""No text, wherever it came from, can add a header, break a line or stop a mail from being made."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default as modern

from hypothesis import given
from hypothesis import strategies as st

from planning.outbox import MeetingInvitation, Recipient
from service.mail.rendering import render
from tests.mail.messages import IDENTITY, NOW, SAM, invitation

HEADERS = "Subject From To Date Message-ID Reply-To MIME-Version Content-Type".split()
hostile = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    [
        "\r\nBcc: c@d.example\r\n\r\nx",
        "=?utf-8?q?=0ABcc:_x?=",
        "=??Q?=0A",
        "x" * 1200,
        "\ud800",
        "\x00\x85",
    ]
)
addresses = (
    hostile
    | st.sampled_from(["", "<", "@", '"x"@b.example', "a@b,c@d", "é@b.example", "a@é.example"])
    | st.from_regex(
        r"[a-z.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z-]{1,9}(\.[a-z-]{1,9}){1,4}", fullmatch=True
    )
)


@given(
    st.builds(
        replace,
        st.just(invitation()),
        recipient=st.builds(Recipient, st.just(SAM.person_id), addresses),
        reference=hostile,
        uid=hostile,
        place=hostile,
    )
)
def test_whatever_is_written_makes_one_sound_mail(message: MeetingInvitation) -> None:
    body = render(message, identity=IDENTITY, now=NOW).body
    mail = message_from_bytes(body, policy=modern)
    assert list(mail) == HEADERS
    assert body.isascii()
    assert max(map(len, body.split(b"\r\n"))) <= 998
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


@given(st.from_regex(r"[a-z.'+=-]{1,30}@[a-z]{1,9}(\.[a-z]{1,9}){1,3}", fullmatch=True))
def test_an_address_that_a_person_may_have_is_the_one_in_the_header(address: str) -> None:
    message = invitation(recipient=Recipient(SAM.person_id, address))
    mail = message_from_bytes(render(message, identity=IDENTITY, now=NOW).body, policy=modern)
    assert "".join(str(mail["To"]).split()) == address
