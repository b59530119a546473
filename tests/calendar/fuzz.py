"""Damaged replies without end: the corpus, cut, crossed, repeated and written in other ways.

A number says which message it is, so that any of them can be made again by itself.
"""

import random
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count

from planning.replies.rules import LARGEST
from tests.calendar.corpus import messages

Mutation = Callable[[random.Random, bytes], bytes]
_BREAK = b"\r\n"
_BITS = (b"\0", b"\r", b"\n", b"\n ", b"\t", b'"', b";", b":", b",", b"=", b"\\", b"^", b"\xff")
_VALUES = (
    b"",
    b"-1",
    b"0",
    b"9" * 400,
    b"00000000T000000Z",
    b"99991231T235960Z",
    b"20261025T013000",
    b"20260229T250000Z",
    b"P99999W",
    b"FREQ=SECONDLY;COUNT=999999999",
    b"DECLINED",
    b"mailto:",
    "\u202e\u2028\ud55c".encode(),
)


def fuzzed(number: int) -> bytes:
    """The message of that number: one of the corpus with up to five things done to it."""
    chance = random.Random(number)
    content = chance.choice(seeds())
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        content = chance.choice(_MUTATIONS)(chance, content)
    return content[: LARGEST + chance.choice((0, 1))]


def endless(first: int = 0) -> Iterator[bytes]:
    """One after another, from that number on."""
    return map(fuzzed, count(first))


@cache
def seeds() -> list[bytes]:
    """The sound messages of the corpus."""
    return [message.calendar()[0] for message in messages()]


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, content: bytes) -> bytes:
    first, last = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:first] + content[last:] if chance.random() < 0.5 else content[:last]


def _insert(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    times = chance.choice((1, 1, 1, 2, 75, 5000))
    return content[:at] + chance.choice(_BITS) * times + content[at:]


def _drop_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(_BREAK)
    lines.pop(chance.randrange(len(lines)))
    return _BREAK.join(lines)


def _repeat_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(_BREAK)
    at = chance.randrange(len(lines))
    return _BREAK.join([*lines[:at], *[lines[at]] * chance.choice((2, 3, 400)), *lines[at + 1 :]])


def _move_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(_BREAK)
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return _BREAK.join(lines)


def _revalue_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(_BREAK)
    at = chance.randrange(len(lines))
    lines[at] = lines[at].partition(b":")[0] + b":" + chance.choice(_VALUES)
    return _BREAK.join(lines)


def _splice(chance: random.Random, content: bytes) -> bytes:
    lines, others = content.split(_BREAK), chance.choice(seeds()).split(_BREAK)
    at, other = chance.randrange(len(lines) + 1), chance.randrange(len(others) + 1)
    return _BREAK.join([*lines[:at], *others[other:]])


def _nest(chance: random.Random, content: bytes) -> bytes:
    depth = chance.choice((1, 3, 900))
    part = chance.choice((b"VEVENT", b"VALARM", b"VTIMEZONE"))
    begins, ends = (word + part + _BREAK for word in (b"BEGIN:", b"END:"))
    return content.replace(b"END:VEVENT", begins * depth + ends * depth + b"END:VEVENT", 1)


def _write_otherwise(chance: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-8-sig", "utf-7"))
    return text.encode(encoding, "replace")


def _change_case(chance: random.Random, content: bytes) -> bytes:
    return chance.choice((bytes.lower, bytes.upper, bytes.swapcase))(content)


_MUTATIONS: tuple[Mutation, ...] = (
    _flip,
    _cut,
    _insert,
    _drop_line,
    _repeat_line,
    _move_line,
    _revalue_line,
    _splice,
    _nest,
    _write_otherwise,
    _change_case,
)
