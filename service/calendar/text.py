"""What may stand in a line of a calendar object or of a mail header."""

import unicodedata

_LINE_SEPARATORS = "\u2028\u2029"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_REMOVED = frozenset(_LINE_SEPARATORS + _BIDI)


def one_line(text: str) -> str:
    """Without control characters, line separators, bidi controls and lone surrogates.

    icalendar lets a vertical tab through, and a reader may take it for the end of the line
    (design: calendar, Out).
    """
    return "".join(character for character in text if _stays(character))


def header(text: str) -> str:
    """`one_line` for a mail's header, in which nothing is taken for an encoded word.

    Python decodes those, and writes the line breaks that they hold.
    """
    return one_line(text).replace("=?", "= ?")


def _stays(character: str) -> bool:
    return character not in _REMOVED and unicodedata.category(character) not in {"Cc", "Cs"}
