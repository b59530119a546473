"""What a check found, in words for whoever looks after the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How it stands. What could not be tried has not passed."""

    GOOD = "ok"
    WRONG = "WRONG"
    NOTE = "note"
    NOT_DONE = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` says what to do about it."""

    outcome: Outcome
    words: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found about one part of the way."""

    title: str
    findings: Sequence[Finding]


def good(words: str) -> Finding:
    """As it should be."""
    return Finding(Outcome.GOOD, words)


def wrong(words: str, advice: str) -> Finding:
    """Mail, or answers to it, will not arrive like this."""
    return Finding(Outcome.WRONG, words, advice)


def note(words: str, advice: str = "") -> Finding:
    """Somebody should know, and may have wanted it so."""
    return Finding(Outcome.NOTE, words, advice)


def not_done(words: str, advice: str = "") -> Finding:
    """Nothing is known about it."""
    return Finding(Outcome.NOT_DONE, words, advice)
