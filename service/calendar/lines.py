"""How a calendar object is written: content lines, escaped and folded (RFC 5545, 3.1 and 3.3.11).

Written here and not by icalendar, which takes half a millisecond for each event: a feed of
hundreds is asked for by every telephone all day long.
"""

from service.calendar.text import one_line

_WIDTH = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})
_CONTINUES = 0b10


def text(*lines: str) -> str:
    """A value of type TEXT; nothing in it can begin a line or a value of its own."""
    return "\\n".join(one_line(line).translate(_ESCAPES) for line in lines)


def address(mail: str) -> str:
    """A value of type CAL-ADDRESS."""
    return f"mailto:{one_line(mail)}"


def written(lines: list[str]) -> bytes:
    """Content lines as bytes, each folded at 75 octets and ended by CRLF."""
    return b"".join(map(_folded, lines))


def _folded(line: str) -> bytes:
    rest = line.encode()
    pieces = []
    width = _WIDTH
    while len(rest) > width:
        cut = _boundary(rest, width)
        pieces.append(rest[:cut])
        rest = rest[cut:]
        width = _WIDTH - 1
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _boundary(octets: bytes, limit: int) -> int:
    """The last place up to `limit` that is not inside the octets of one character."""
    while octets[limit] >> 6 == _CONTINUES:
        limit -= 1
    return limit
