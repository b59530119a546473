"""What stands on the outside of a message: from whom and to whom a server is to carry it."""

import re
from collections.abc import Container
from dataclasses import dataclass

CJSM = ".cjsm.net"
"""Criminal Justice Secure eMail is reached by this after the ordinary address."""
_MAILBOX = re.compile(r"([^\s<>\x00-\x1f\x7f]{1,256})@([^\s<>@\x00-\x1f\x7f]{1,255})")


class Unsayable(ValueError):
    """No server, or not this one, can be told this address."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in its envelope; a `protected` one leaves over an encrypted connection only."""

    sender: str
    recipient: str
    body: bytes
    protected: bool = False


def by_cjsm(address: str) -> str:
    """The address within CJSM."""
    return address if address.lower().endswith(CJSM) else address + CJSM


def mail_from(letter: Letter, offered: Container[str]) -> tuple[bytes, ...]:
    """The MAIL command; `offered` holds the server's extensions in lower case."""
    options = []
    if "size" in offered:
        options.append(f"SIZE={len(letter.body)}")
    if "requiretls" in offered and letter.protected:
        options.append("REQUIRETLS")
    if not _mailbox(letter.recipient).isascii():
        if "smtputf8" not in offered:
            raise Unsayable
        options.append("SMTPUTF8")
    return (b"MAIL", b"FROM:<" + _mailbox(letter.sender).encode() + b">", *_bytes(options))


def rcpt_to(letter: Letter) -> tuple[bytes, ...]:
    """The RCPT command."""
    return (b"RCPT", b"TO:<" + _mailbox(letter.recipient).encode() + b">")


def _mailbox(address: str) -> str:
    """With the domain as machines write it; only the part before the @ may need SMTPUTF8."""
    parts = _MAILBOX.fullmatch(address)
    if parts is None:
        raise Unsayable
    local, domain = parts.groups()
    try:
        (local + domain).encode()
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        raise Unsayable from None


def _bytes(options: list[str]) -> list[bytes]:
    return [option.encode() for option in options]
