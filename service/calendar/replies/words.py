"""What somebody wrote with their answer, wherever their client puts it."""

import html
from collections.abc import Iterator

from planning.replies.rules import LONGEST_COMMENT
from service.calendar.invitations import MARKING
from service.calendar.replies.lines import Component, text_of
from service.calendar.text import one_line

_PROPERTIES = (
    "COMMENT",
    "X-CALENDARSERVER-PRIVATE-COMMENT",
    "X-CALENDARSERVER-ATTENDEE-COMMENT",
)
_ESCAPED_TWICE = "X-RESPONSE-COMMENT"
"""Google's parameter of ATTENDEE: HTML in a TEXT in a quoted string."""
_MICROSOFT = ("microsoft", "outlook", "exchange")


def comment_of(event: Component, product: str) -> str:
    """Everything that was written, each once; the words of our own invitation are not theirs."""
    found = dict.fromkeys(
        text
        for written in _written(event, product)
        if (text := _tidy(written)) and _is_theirs(text)
    )
    return "\n".join(found)[:LONGEST_COMMENT]


def _written(event: Component, product: str) -> Iterator[str]:
    for name in _PROPERTIES:
        yield from (text_of(line.value) for line in event.all(name))
    for attendee in event.all("ATTENDEE"):
        # Cut first, for an entity may be a number of more figures than Python reads.
        escaped = text_of(attendee.parameter(_ESCAPED_TWICE))[:LONGEST_COMMENT]
        yield html.unescape(escaped)
    # Others send the event's own description back.
    if any(name in product.lower() for name in _MICROSOFT):
        yield from (text_of(line.value) for line in event.all("DESCRIPTION"))


def _tidy(text: str) -> str:
    lines = (one_line(line).strip() for line in text.replace("\t", " ").split("\n"))
    return "\n".join(lines).strip()


def _is_theirs(text: str) -> bool:
    return MARKING not in text
