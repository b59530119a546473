"""What one attempt to hand a message in came to."""

import re
from dataclasses import dataclass
from enum import StrEnum

_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b", re.ASCII)
_GOING_AWAY = 421
_SIGN_IN = frozenset({530, 535})


class Verdict(StrEnum):
    """What the server's answer means for the message."""

    ACCEPTED = "accepted"
    LATER = "later"
    NEVER = "never"
    IN_DOUBT = "in doubt"
    """No answer where one was due: this message's fault or the server's, nobody can tell."""
    UNUSABLE = "unusable"
    """The server itself: no message is to suffer for it."""
    UNPROTECTED = "unprotected"
    """The message must not leave over this connection."""
    NOT_OURS = "not ours"
    """Another worker may have taken the message over: nothing was handed in."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome; `reason` holds no text of the server, which may name people.

    `may_have_arrived`: the server had all of it when it fell silent.
    """

    verdict: Verdict
    reason: str = ""
    may_have_arrived: bool = False


class Ended(Exception):
    """Ends an attempt early; `stale` when a connection that was used before may be to blame."""

    def __init__(self, attempt: Attempt, *, stale: bool = False) -> None:
        super().__init__(attempt.reason)
        self.attempt = attempt
        self.stale = stale


def unusable(reason: str, code: int = 0, text: str = "") -> Ended:
    """The server cannot be used at all."""
    return Ended(Attempt(Verdict.UNUSABLE, with_code(reason, code, text)), stale=True)


def refusal(what: str, code: int, text: str) -> Ended:
    """A refusal of this recipient or message, told apart from a server that goes away."""
    if code == _GOING_AWAY:
        return unusable("the mail server went away", code, text)
    if code in _SIGN_IN:
        return unusable("the mail server wants another sign-in", code, text)
    verdicts = {4: Verdict.LATER, 5: Verdict.NEVER}
    verdict = verdicts.get(code // 100)
    if verdict is None:
        return Ended(Attempt(Verdict.IN_DOUBT, "the mail server answered nonsense"))
    return Ended(Attempt(verdict, with_code(what, code, text)))


def with_code(what: str, code: int, text: str) -> str:
    """As "address refused (550 5.1.1)"; of the server's text only its enhanced code is kept."""
    if not code:
        return what
    enhanced = _ENHANCED.search(text)
    return f"{what} ({code}{f' {enhanced[0]}' if enhanced else ''})"
