"""Who is meant by an envelope address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.incoming.addresses import Box, Recipient, recipient_of


@pytest.mark.parametrize(
    "address",
    [
        "meetings+aB-_9@accord.example",
        "MEETINGS+aB-_9@Accord.Example",
        "meetings+aB-_9@accord.example.",
    ],
)
def test_ours(address: str) -> None:
    assert recipient_of(address, "accord.example") == Recipient(Box.MEETINGS, "aB-_9")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "meetings+a",
        "meetings+a@",
        "meetings+a@accord.example.org",
        "meetings+a@accord.example@elsewhere.example",
        "meetings+a%elsewhere.example@accord.example",
        "meetings+a!b@accord.example",
        "meetings+a b@accord.example",
        "meetings+" + "a" * 65 + "@accord.example",
        "meetings+ä@accord.example",
        "meet\u0131ngs+a@accord.example",
        "meeting+a@accord.example",
        "accord@accord.example",
    ],
)
def test_nobody(address: str) -> None:
    assert recipient_of(address, "accord.example") is None


@given(st.text(), st.sampled_from(["accord.example", "x"]))
def test_any_text_is_read(address: str, domain: str) -> None:
    recipient_of(f"{address}@{domain}", domain)


@given(st.sampled_from(Box), st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
def test_what_we_write_we_read(box: Box, token: str) -> None:
    assert recipient_of(f"{box}+{token}@accord.example", "accord.example") == Recipient(box, token)
