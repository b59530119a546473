"""Opens a message, if it can be opened in bounded time and memory.

Python's parser takes time that grows with the square of the depth and of the parameters, so both
are counted before it sees the message. The limits are far from anything that a mail program
writes; what is beyond them a person is told of.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from typing import TypeAlias

from service.mail.incoming.headers import MOST_HEADER

Part: TypeAlias = "Message[str, str]"

MOST_FIELDS = 2000
MOST_DESCRIPTIONS = 200
LONGEST_DESCRIPTION = 2000
DEEPEST = 10
MOST_BORDERS = 2000
MOST_CONTENT = 256 * 1024
_DESCRIPTION = re.compile(
    rb"(?:^|[\r\n])content-(?:type|disposition|transfer-encoding):"
    rb"((?:[^\r\n]|(?:\r\n|\r|\n)[ \t])*)",
    re.IGNORECASE,
)
_NESTS = re.compile(rb"\s*(?:multipart|message)/", re.IGNORECASE)
_BORDER = re.compile(rb"(?:^|[\r\n])--")
_CHARSET = re.compile(
    r"(?:us-)?ascii|utf-(?:7|8|16(?:[bl]e)?)|iso-8859-\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]|"
    r"gb2312|gbk|gb18030|big5|shift_jis|iso-2022-jp|euc-(?:jp|kr)|macintosh",
    re.ASCII,
)
_LINE_END = re.compile(rb"\r\n|\r|\n")


class TooTangled(Exception):
    """The message is built so that reading it could take for ever."""


def opened(raw: bytes) -> Part:
    """The message; raises `TooTangled`."""
    if not _is_plain(raw):
        raise TooTangled
    try:
        return message_from_bytes(raw, policy=compat32)
    except (MessageError, ValueError, LookupError, RecursionError, TypeError) as odd:
        raise TooTangled from odd


def _is_plain(raw: bytes) -> bool:
    header = raw.partition(b"\r\n\r\n")[0]
    descriptions = _up_to(MOST_DESCRIPTIONS, _DESCRIPTION.finditer(raw))
    return (
        len(header) <= MOST_HEADER
        and len(_up_to(MOST_FIELDS, _LINE_END.finditer(header))) <= MOST_FIELDS
        and len(_up_to(MOST_BORDERS, _BORDER.finditer(raw))) <= MOST_BORDERS
        and len(descriptions) <= MOST_DESCRIPTIONS
        and all(len(found[1]) <= LONGEST_DESCRIPTION for found in descriptions)
        and sum(bool(_NESTS.match(found[1])) for found in descriptions) <= DEEPEST
    )


def _up_to(most: int, found: Iterator[re.Match[bytes]]) -> list[re.Match[bytes]]:
    """One more than `most` at most, so that counting is short too."""
    return [match for _, match in zip(range(most + 1), found, strict=False)]


def parts_of(message: Part) -> Iterator[Part]:
    """The parts that hold something, in order; mail that is enclosed is somebody else's words."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting += reversed(inside(part))
        elif part.get_content_maintype() != "message":
            yield part


def inside(part: Part) -> list[Part]:
    """What it is made of; nothing where it says that it has parts and has none."""
    held = part.get_payload() if part.is_multipart() else []
    return [one for one in held if isinstance(one, Message)]


def content_of(part: Part) -> bytes:
    """The part's own bytes, decoded from base64 or quoted-printable; what cannot be is as it is."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content[:MOST_CONTENT] if isinstance(content, bytes) else b""


def text_of(part: Part) -> str:
    """A part's words, by the character set that it names or else by one that reads anything."""
    content = content_of(part)
    for charset in (_charset(part), "utf-8", "cp1252"):
        try:
            return content.decode(charset)
        except (UnicodeError, LookupError):
            continue
    return content.decode("latin-1")


def _charset(part: Part) -> str:
    """What mail programs write. Python has others, of which some unpack and some never end."""
    try:
        named = str(part.get_content_charset() or "")
    except (ValueError, LookupError):
        return "utf-8"
    return named if _CHARSET.fullmatch(named) else "utf-8"
