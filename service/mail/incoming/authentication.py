"""Whether the organisation's mail server confirms that a message is from whom it says.

RFC 8601, read tolerantly, for Microsoft writes it without a name and with words of its own; what
cannot be read confirms nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.mail.incoming.headers import Field, Header, author_of

NAMELESS = "none"
"""The setting for a server that writes no name of its own."""
LONGEST = 8000
_NOBODY = "?"
_METHOD = re.compile(r"\s*([a-z0-9-]+)(?:/\d+)?=([a-z]+)(?=\s|$)", re.ASCII)
_PROPERTY = re.compile(r"\s([a-z]+\.[a-z0-9_-]+)=(\S+)", re.ASCII)
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_PLAIN = re.compile(r"[a-z0-9@._+/-]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whose word counts: the name of the server, and how many Received lines are our own."""

    authserv: str
    hops: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one method found, and about what."""

    method: str
    result: str
    properties: frozenset[tuple[str, str]]

    def domain(self, name: str) -> str:
        """The domain in a property; "" where it is missing or given in two ways."""
        values = {value for given, value in self.properties if given == name}
        return values.pop().rpartition("@")[2] if len(values) == 1 else ""


def is_confirmed(header: Header, trusted: Trusted) -> bool:
    """Whether the sender in From is confirmed, for that one address and no other."""
    domain = author_of(header).rpartition("@")[2].lower()
    if not (domain and trusted.authserv and header.plain):
        return False
    return _confirms(_verdicts(header.fields, trusted), domain)


def _verdicts(fields: Sequence[Field], trusted: Trusted) -> list[Verdict]:
    """Of the topmost field with the server's name: one that stands lower may have come along."""
    wanted = "" if trusted.authserv == NAMELESS else trusted.authserv.lower()
    for field in _ours(fields, trusted.hops):
        if field.name == "authentication-results":
            if len(field.value) > LONGEST:
                return []
            name, verdicts = parse(field.value)
            if name == wanted:
                return verdicts
    return []


def _ours(fields: Sequence[Field], hops: int) -> Sequence[Field]:
    """What stands above the first Received line of others."""
    places = [place for place, field in enumerate(fields) if field.name == "received"]
    return fields[: places[hops]] if len(places) > hops else fields


def _confirms(verdicts: list[Verdict], domain: str) -> bool:
    """DMARC's word where there is one; else a signature or a server of that very domain."""
    dmarc = [one for one in verdicts if one.method == "dmarc" and one.result != "none"]
    if dmarc:
        return all(one.result == "pass" and one.domain("header.from") == domain for one in dmarc)
    passed = [one for one in verdicts if one.result == "pass"]
    return any(
        _covers(signer, domain)
        for one in passed
        for signer in (
            (one.domain("header.d") or one.domain("header.i")) if one.method == "dkim" else "",
            one.domain("smtp.mailfrom") if one.method == "spf" else "",
        )
    )


def _covers(signer: str, domain: str) -> bool:
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def parse(value: str) -> tuple[str, list[Verdict]]:
    """The server's name, "" for none, and what it found.

    A name that only reading puts together is nobody's: a server that removes lines written in its
    name would not have known it.
    """
    sections = _EQUALS.sub("=", _without_comments(value)).lower().split(";")
    nameless = "=" in sections[0]
    name = "" if nameless else next(iter(sections[0].split()), "")
    found = (_verdict(section) for section in (sections if nameless else sections[1:]))
    known = name if name in value.lower() else _NOBODY
    return known, [verdict for verdict in found if verdict]


def _verdict(section: str) -> Verdict | None:
    match = _METHOD.match(section)
    if match is None:
        return None
    return Verdict(match[1], match[2], frozenset(_PROPERTY.findall(section)))


def _without_comments(value: str) -> str:
    """Without comments, and with quoted words bare or, where they could mislead, as a `?`."""
    kept: list[str] = []
    depth = 0
    characters = iter(value)
    for character in characters:
        if character == "\\":
            next(characters, None)
        elif character == '"' and not depth:
            kept.append(_quoted(characters))
        elif character in "()":
            depth = max(depth + (1 if character == "(" else -1), 0)
            kept.append(" ")
        elif not depth:
            kept.append(character)
    return "".join(kept)


def _quoted(characters: Iterator[str]) -> str:
    """What stands until the closing quotation mark."""
    words: list[str] = []
    for character in characters:
        if character == '"':
            break
        words.append(character)
        if character == "\\":
            words.append(next(characters, ""))
    text = "".join(words)
    return text if _PLAIN.fullmatch(text) else "?"
