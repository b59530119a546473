"""How wide words are when they are set in Arial: enough to keep them apart without a browser."""

import unicodedata
from collections.abc import Iterable

_WIDTHS = {
    **dict.fromkeys("ijl’‘'|", 0.26),
    **dict.fromkeys("ftI.,:;!/ \u00a0\\", 0.28),
    **dict.fromkeys("r()-[]*“”", 0.36),
    **dict.fromkeys("cksvxyzJ", 0.5),
    **dict.fromkeys("abdeghnopqu0123456789–", 0.56),
    **dict.fromkeys("FTZL<>=+×", 0.62),
    **dict.fromkeys("ABEKPSVXY&", 0.67),
    **dict.fromkeys("wCDHNRU", 0.73),
    **dict.fromkeys("GOQ", 0.78),
    **dict.fromkeys("mM", 0.84),
    **dict.fromkeys("W%…", 1.0),
}
_OTHER, _WIDE = 0.8, 1.0
_SPARE = 1.1
"""Machines without Arial set a font that is as wide; this is for those where it is wider."""


def width_of(words: str, size: float) -> float:
    """In the units of `size`, never less than what is drawn."""
    return sum(map(_width, words)) * size * _SPARE


def _width(letter: str) -> float:
    wide = unicodedata.east_asian_width(letter) in "WF"
    return _WIDTHS.get(letter, _WIDE if wide else _OTHER)


def wrapped(words: str, size: float, room: float) -> list[str]:
    """Lines no wider than `room`; a word that is too long by itself is broken."""
    lines: list[str] = []
    for word in _pieces(words.split(), size, room):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _pieces(words: Iterable[str], size: float, room: float) -> Iterable[str]:
    for word in words:
        rest = word
        while width_of(rest, size) > room and len(rest) > 1:
            piece = shortened_to(rest, size, room)
            yield piece
            rest = rest[len(piece) :]
        yield rest


def shortened_to(words: str, size: float, room: float) -> str:
    """As many letters as fit, one at least."""
    fits = len(words)
    while fits > 1 and width_of(words[:fits], size) > room:
        fits -= 1
    return words[:fits]
