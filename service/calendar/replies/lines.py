"""From bytes to components of content lines: what a reply needs of RFC 5545, in linear time.

Written by hand because a sender decides what is in here: nothing is expanded, looked up or
converted before it is wanted, nothing calls itself, and what is not plain is refused whole.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_LINES = 2_000
"""A reply of a real client has tens."""
DEEPEST = 4
"""A calendar, an event or a time zone, and a part of it."""
_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_BREAKS = re.compile(rb"\r\n?|\n")
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"B\0", "utf-16-le"),
    (b"\0B", "utf-16-be"),
)
_CARETS = {"^n": "\n", "^N": "\n", "^^": "^", "^'": '"'}
_ESCAPES = {"\\n": "\n", "\\N": "\n"}


class Damaged(Exception):
    """The bytes are no calendar that could be read without guessing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One content line; names in capitals, the value as it stands."""

    name: str
    parameters: dict[str, list[str]]
    value: str

    def parameter(self, name: str) -> str:
        """The first value of a parameter, "" without one; said twice it says nothing."""
        values = self.parameters.get(name, [])
        return values[0] if len(values) == 1 else ""


@dataclass(slots=True)
class Component:
    """A calendar, or a part of one; its name in capitals."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def inside(self) -> Iterator["Component"]:
        """Its parts and theirs."""
        for part in self.parts:
            yield part
            yield from part.inside()

    def all(self, name: str) -> list[Line]:
        """Its lines of that name, in their order."""
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        """Its line of that name; raises `Damaged` where it says it twice."""
        found = self.all(name)
        if len(found) > 1:
            raise Damaged
        return found[0] if found else None

    def value(self, name: str) -> str:
        """The value of that one line, "" without one."""
        line = self.one(name)
        return line.value.strip() if line else ""


def parse(content: bytes) -> list[Component]:
    """The calendars in it; raises `Damaged`."""
    root = Component("")
    open_: list[Component] = [root]
    for line in _lines(content):
        if line.name == "BEGIN":
            part = Component(line.value.strip().upper())
            open_[-1].parts.append(part)
            open_.append(part)
        elif line.name == "END":
            if len(open_) == 1 or open_.pop().name != line.value.strip().upper():
                raise Damaged
        else:
            open_[-1].lines.append(line)
        if len(open_) > DEEPEST + 1:
            raise Damaged
    if len(open_) > 1 or root.lines:
        raise Damaged
    return root.parts


def text_of(value: str) -> str:
    r"""A TEXT value without its escapes: `\n`, `\,`, `\;` and `\\`."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[0], found[1]), value, flags=re.DOTALL)


def _lines(content: bytes) -> Iterator[Line]:
    text = _decoded(content).replace("\0", "")
    written = [line for line in text.split("\n") if line.strip()]
    if len(written) > MOST_LINES:
        raise Damaged
    return map(_line, written)


def _decoded(content: bytes) -> str:
    """Unfolded before it is decoded, for a fold may part a letter; unknown bytes as Latin-1."""
    for mark, encoding in _ENCODINGS:
        if content.startswith(mark) and encoding.startswith("utf-16"):
            content = content.decode(encoding, "replace").encode()
    content = _BREAKS.sub(b"\n", content.removeprefix(codecs.BOM_UTF8))
    unfolded = content.replace(b"\n ", b"").replace(b"\n\t", b"")
    try:
        return unfolded.decode()
    except UnicodeDecodeError:
        return unfolded.decode("latin-1")


def _line(text: str) -> Line:
    found = _NAME.match(text)
    if found is None:
        raise Damaged
    parameters: dict[str, list[str]] = {}
    at = found.end()
    while text[at : at + 1] == ";":
        at = _parameter(text, at + 1, parameters)
    if text[at : at + 1] != ":":
        raise Damaged
    return Line(found[0].upper(), parameters, text[at + 1 :])


def _parameter(text: str, at: int, parameters: dict[str, list[str]]) -> int:
    """Read one parameter; where it ends."""
    found = _NAME.match(text, at)
    if found is None or text[found.end() : found.end() + 1] != "=":
        raise Damaged
    values = parameters.setdefault(found[0].upper(), [])
    at = found.end()
    while text[at : at + 1] in {"=", ","}:
        at, value = _parameter_value(text, at + 1)
        values.append(value)
    return at


_QUOTED = re.compile(r'"([^"]*)"')
_PLAIN = re.compile(r'[^",;:]*')


def _parameter_value(text: str, at: int) -> tuple[int, str]:
    found = _QUOTED.match(text, at)
    value = found[1] if found else ""
    found = found or _PLAIN.match(text, at)
    assert found is not None  # noqa: S101 - an empty value is plain
    value = value or found[0].strip('"')
    return found.end(), re.sub(r"\^[nN^']", lambda caret: _CARETS[caret[0]], value)
