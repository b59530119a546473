"""Makes typed text safe to keep: one form of Unicode, plain newlines, nothing invisible."""

import re
import unicodedata

# Control characters except newline and tab, line and paragraph separators, bidirectional
# controls, the byte order mark, lone surrogates and noncharacters. Joiners stay: names need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")


def has_hidden_characters(text: str) -> bool:
    """Whether it holds characters that nobody can see but that change what others read."""
    return _HIDDEN.search(_with_plain_newlines(text)) is not None


def clean(text: str) -> str:
    """NFC, newlines as one line feed, hidden characters gone, no blanks at the ends."""
    visible = _HIDDEN.sub("", _with_plain_newlines(text))
    return unicodedata.normalize("NFC", visible).strip()


def clean_line(text: str) -> str:
    """`clean` on one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def clean_lines(text: str) -> str:
    """`clean` over many lines: runs of spaces become one, no blanks at line ends."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in clean(text).split("\n"))


def _with_plain_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
