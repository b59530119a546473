"""The header of a message as the wire has it, read more strictly than a mail reader would."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_HEADER = 256 * 1024
LONGEST_ADDRESS = 1000
_FOLD = re.compile(r"\r\n[ \t]")
_NAME = re.compile(r"[!-9;-~]+", re.ASCII)
_ADDRESS = r"[^\s@<>()\[\],;:\\\"]{1,64}@([^\s@<>()\[\],;:\\\"]{1,253})"
_ONE_ADDRESS = re.compile(
    rf'\s*(?:(?:"(?:[^"\\]|\\.)*"|[^"@<>,;:\\])*<\s*({_ADDRESS})\s*>|({_ADDRESS}))\s*'
)
_SOME_ADDRESS = re.compile(_ADDRESS)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a header, unfolded; the name in small letters."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Header:
    """`plain` is false when line ends are used that servers and readers take differently: what is
    one field to the server that judged the message may be two to us.
    """

    fields: Sequence[Field]
    plain: bool

    def all(self, name: str) -> list[str]:
        """The values of every field of that name, the topmost first."""
        return [field.value for field in self.fields if field.name == name]


def header_of(raw: bytes) -> Header:
    """The fields of a message; what is not a field is left out."""
    block = raw.partition(b"\r\n\r\n")[0][:MOST_HEADER].decode("utf-8", "surrogateescape")
    unfolded = _FOLD.sub(" ", block)
    lines = unfolded.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Header(
        [
            Field(name.lower(), value.strip())
            for name, colon, value in pairs
            if colon and _NAME.fullmatch(name)
        ],
        plain=not any(end in unfolded.replace("\r\n", "") for end in "\r\n\x00"),
    )


def author_of(header: Header) -> str:
    """The one address in From; "" where a reader could see another one than a server does."""
    given = header.all("from")
    if len(given) != 1 or len(given[0]) > LONGEST_ADDRESS:
        return ""
    match = _ONE_ADDRESS.fullmatch(given[0])
    return (match[1] or match[3]) if match else ""


def any_author(header: Header) -> str:
    """Some address in From, to show to a person; never to be believed."""
    given = " ".join(header.all("from"))[:LONGEST_ADDRESS]
    match = _SOME_ADDRESS.search(given)
    return match[0] if match else ""
