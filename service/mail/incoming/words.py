"""What a person wrote: plain, without what they answered to, and short."""

import html
import re
from collections.abc import Iterator

from planning.replies.rules import LONGEST_COMMENT
from service.calendar.text import one_line
from service.mail.incoming.structure import Part, parts_of, text_of

_READ = 64 * 1024
"""Characters of a part that are looked at."""
_TAG = re.compile(r"<([/!?]?[a-z0-9]*)[^<>]*>", re.IGNORECASE)
_ENDLESS_NUMBER = re.compile(r"&#x?[0-9a-f]{8,};?", re.IGNORECASE)
_SILENT = {"style", "script", "title"}
_BREAKS = {"br", "p", "/p", "div", "/div", "tr", "/tr", "li", "h1", "h2", "h3", "blockquote", "hr"}
_EARLIER = re.compile(
    r"-{3,}\s*(original (message|appointment)|forwarded message)\s*-{3,}|_{20,}|"
    r"on .{5,200} wrote:|from:\s.{1,300}",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(sent|date|to|when|subject):\s", re.IGNORECASE)


def words_of(message: Part) -> str:
    """The first plain text, else the first HTML as text; "" where there is neither."""
    parts = [part for part in parts_of(message) if not _is_attached(part)]
    for kind, read in (("text/plain", str), ("text/html", _without_tags)):
        for part in parts:
            if part.get_content_type() == kind:
                text = _own(read(text_of(part)[:_READ]))
                if text:
                    return text
    return ""


def _is_attached(part: Part) -> bool:
    return part.get_content_disposition() == "attachment"


def _own(text: str) -> str:
    """Up to the message that was answered, without quoted lines and control characters."""
    lines = [one_line(line.replace("\t", " ")).rstrip() for line in text.splitlines()]
    kept = [line for line in lines[: _end(lines)] if not line.startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:LONGEST_COMMENT]


def _end(lines: list[str]) -> int:
    """The line on which what was answered begins. A "From:" alone is somebody's own."""
    for number, line in enumerate(lines):
        match = _EARLIER.fullmatch(line.strip())
        if match and (
            not line.strip().lower().startswith("from:")
            or any(_ABOUT.match(one.strip()) for one in lines[number + 1 : number + 5])
        ):
            return number
    return len(lines)


def _without_tags(source: str) -> str:
    text = "".join(_pieces(_without_comments(source)))
    return html.unescape(_ENDLESS_NUMBER.sub("", text))


def _without_comments(source: str) -> str:
    first, *others = source.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _pieces(source: str) -> Iterator[str]:
    """Words and line ends; nothing of styles and scripts."""
    place, silent = 0, ""
    for tag in _TAG.finditer(source):
        name = tag[1].lower()
        if not silent:
            yield re.sub(r"\s+", " ", source[place : tag.start()])
            yield "\n" if name in _BREAKS else ""
            silent = name if name in _SILENT else ""
        elif name == f"/{silent}":
            silent = ""
        place = tag.end()
    if not silent:
        yield source[place:]
