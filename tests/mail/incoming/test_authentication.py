"""Only the organisation's own mail server is believed, and only about the one address in From."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.mail.incoming.authentication import Trusted, Verdict, is_confirmed, parse
from service.mail.incoming.headers import any_author, author_of, header_of

OURS = Trusted("mx.northborough.example", 1)
FROM = "From: Sam Hill <sam.hill@school.example>\r\n"
RECEIVED = "Received: from a by mx.northborough.example; Mon, 2 Mar 2026\r\n"
OUTSIDE = "Received: from pc by mail.school.example; Mon, 2 Mar 2026\r\n"
PASS = "dmarc=pass header.from=school.example"


def results(words: str, *, server: str = "mx.northborough.example; ") -> str:
    return f"Authentication-Results: {server}{words}\r\n"


def confirmed(head: str, trusted: Trusted = OURS) -> bool:
    return is_confirmed(header_of((head + "\r\nAccept\r\n").encode()), trusted)


@pytest.mark.parametrize(
    "words",
    [
        PASS,
        "dmarc=pass (p=none dis=none) header.from=school.example; spf=fail smtp.mailfrom=x.example",
        "spf=pass smtp.mailfrom=sam.hill@school.example",
        'spf=pass smtp.mailfrom="sam.hill"@school.example',
        "dkim=pass header.d=school.example header.s=a; dmarc=none",
        "dkim=pass header.i=@school.example",
        "dkim=fail header.d=x.example;\r\n\tdkim = pass (2048 bit) header.d = school.example",
        "DKIM=PASS header.d=SCHOOL.EXAMPLE",
        "dkim/1=pass header.d=school.example",
        'dkim=pass header.d=school.example reason="good; really"',
    ],
)
def test_what_confirms(words: str) -> None:
    assert confirmed(results(words) + RECEIVED + FROM)
    assert confirmed(RECEIVED + results(words) + OUTSIDE + FROM)


@pytest.mark.parametrize(
    "words",
    [
        "none",
        "dmarc=fail header.from=school.example; dkim=pass header.d=school.example",
        "dmarc=pass header.from=elsewhere.example",
        "dmarc=pass",
        "dmarc=pass header.from=school.example; dmarc=fail header.from=school.example",
        "dmarc=pass header.from=school.example header.from=elsewhere.example",
        "spf=pass smtp.helo=school.example",
        "spf=softfail smtp.mailfrom=school.example",
        "spf=pass smtp.mailfrom=elsewhere.example",
        "dkim=pass header.d=elsewhere.example",
        "dkim=pass header.d=my.school.example",
        "dkim=pass header.d=example",
        "dkim=pass",
        "x (dmarc=pass header.from=school.example",
        r'spf=fail smtp.mailfrom="a\"; dmarc=pass header.from=school.example"@x.example',
        'spf=fail smtp.mailfrom="a; dmarc=pass header.from=school.example"@x.example',
        r"spf=fail (helo=a\); dmarc=pass header.from=school.example)",
        f"x=y {PASS}",
        "x" * 9000 + f"; {PASS}",
        "",
    ],
)
def test_what_does_not(words: str) -> None:
    assert not confirmed(results(words) + RECEIVED + FROM)


def test_a_parent_domain_may_sign_for_a_part_of_it() -> None:
    head = results("dkim=pass header.d=school.example") + "From: a@year7.school.example\r\n"
    assert confirmed(head)


@pytest.mark.parametrize(
    "head",
    [
        results(PASS, server="mx.elsewhere.example; ") + FROM,
        results(PASS, server="") + FROM,
        RECEIVED + OUTSIDE + results(PASS) + FROM,
        results("dmarc=fail header.from=school.example") + results(PASS) + RECEIVED + FROM,
        results("x" * 9000) + results(PASS) + RECEIVED + FROM,
        results(PASS) + RECEIVED + FROM + "From: chief@school.example\r\n",
        results(PASS) + RECEIVED,
        results(PASS).replace("Results:", "Results :") + FROM,
        f"X: y\rAuthentication-Results: {OURS.authserv}; {PASS}\r\n" + RECEIVED + FROM,
        results(PASS) + RECEIVED + "X: y\nFrom: other@school.example\r\n" + FROM,
        results(PASS) + FROM.replace("Sam Hill", "Sam\x00Hill"),
        "Subject: x\r\n\r\n" + results(PASS) + FROM,
    ],
    ids=[
        "another server",
        "no name",
        "below somebody else's Received",
        "a worse one stands on top",
        "one that nobody can read stands on top",
        "two authors",
        "no author",
        "a space before the colon",
        "a bare CR before it",
        "a bare LF after it",
        "a NUL",
        "not in the header",
    ],
)
def test_forgeries(head: str) -> None:
    assert not confirmed(head)


@pytest.mark.parametrize(
    "name",
    ['"mx".northborough.example', "mx.\\Xnorthborough.example", '"mx.north"borough.example'],
)
def test_a_name_that_no_server_would_know_as_its_own(name: str) -> None:
    assert not confirmed(RECEIVED + results(PASS, server=f"{name}; ") + FROM)
    assert parse(f"{name}; {PASS}")[0] == "?"


def test_two_servers_of_our_own_may_stand_between() -> None:
    head = RECEIVED + RECEIVED + results(PASS) + OUTSIDE + FROM
    assert confirmed(head, Trusted(OURS.authserv, 2))
    assert not confirmed(head)


def test_nobody_is_believed_unless_a_server_is_named() -> None:
    head = results(PASS) + results(PASS, server="") + RECEIVED + FROM
    assert not confirmed(head, Trusted("", 1))


def test_microsoft_writes_no_name_of_its_own() -> None:
    words = (
        "spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=school.example; dkim=pass (signature"
        " was verified)\r\n header.d=school.example;dmarc=pass action=none\r\n"
        " header.from=school.example;compauth=pass reason=100"
    )
    head = results(words, server="") + RECEIVED + FROM
    assert confirmed(head, Trusted("none", 1))
    assert not confirmed(head)
    assert not confirmed(results(PASS) + RECEIVED + FROM, Trusted("none", 1))


def test_what_is_read() -> None:
    assert parse("mx.example 1; spf=pass smtp.mailfrom=a.example; nonsense; =; dkim=none") == (
        "mx.example",
        [
            Verdict("spf", "pass", frozenset({("smtp.mailfrom", "a.example")})),
            Verdict("dkim", "none", frozenset()),
        ],
    )
    assert parse("") == ("", [])


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("sam.hill@school.example", "sam.hill@school.example"),
        ("<sam.hill@school.example>", "sam.hill@school.example"),
        ('"Hill, Sam (Police)" <sam@school.example>', "sam@school.example"),
        ("Sam Hill (Police) <sam@school.example>", "sam@school.example"),
        ("=?utf-8?Q?J=C3=B6rg?= <j@school.example>", "j@school.example"),
        ('"a@police.example" <sam@school.example>', "sam@school.example"),
        ("a@police.example <sam@school.example>", ""),
        ("sam@school.example, chief@police.example", ""),
        ("sam@school.example)chief@police.example", ""),
        ("<chief@police.example><sam@school.example>", ""),
        ("staff: sam@school.example;", ""),
        ("sam@school.example (chief@police.example)", ""),
        ("Sam", ""),
        ("", ""),
        ("x" * 2000 + "@school.example", ""),
    ],
)
def test_only_an_author_whom_everybody_reads_alike(given: str, address: str) -> None:
    assert author_of(header_of(f"From: {given}\r\n\r\n".encode())) == address


def test_some_author_is_shown_to_a_person() -> None:
    assert any_author(header_of(b"From: a b@c.example d@e.example\r\n\r\n")) == "b@c.example"
    assert any_author(header_of(b"Subject: x\r\n\r\n")) == ""


@given(st.text(max_size=400))
def test_no_words_break_the_reading(words: str) -> None:
    parse(words)
    header = header_of(
        f"From: {words}\r\nAuthentication-Results: {words}\r\n".encode("utf-8", "replace")
    )
    is_confirmed(header, OURS)
    author_of(header)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_header(raw: bytes) -> None:
    is_confirmed(header_of(raw), OURS)
