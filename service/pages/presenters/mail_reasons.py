"""Why mail did not arrive, in words that say what may help."""

import re

_CODES = (
    (r"[45]\.1\.2", "the part of the address after the @ does not exist"),
    (r"[45]\.1\.\d+", "there is no such mailbox"),
    (r"[45]\.2\.1", "the mailbox is closed"),
    (r"[45]\.2\.2", "the mailbox is full"),
    (r"[45]\.2\.3|[45]\.3\.4", "the message is too large for their mail server"),
    (r"[45]\.4\.\d+", "their mail server could not be reached"),
    (r"[45]\.7\.\d+", "their mail server refused it"),
)
_WORDS = (
    ("protected", "their mail needs a protected connection, and the mail server offers none"),
    ("cannot take an address", "the address is written in a way that mail servers do not take"),
    ("cannot take this address", "the address is written in a way that mail servers do not take"),
    ("address refused", "the address was refused"),
    ("message refused", "the message was refused"),
    ("no connection", "our mail server cannot be reached"),
    ("mail server", "our mail server cannot be used now"),
    ("came back", "their mail server sent it back"),
)
NO_REASON = "the mail server gave no reason"


def reason_words(problem: str | None) -> str:
    """Plain words for what delivery noted; its code, which experts ask for, stands after them."""
    if not problem:
        return NO_REASON
    plain = _of_code(problem) or _of_words(problem)
    code = re.search(r"\(([^)]*\d[^)]*)\)", problem)
    return f"{plain} (code {code[1]})" if code else plain


def _of_code(problem: str) -> str:
    return next(
        (words for code, words in _CODES if re.search(rf"\b(?:{code})\b", problem, re.ASCII)), ""
    )


def _of_words(problem: str) -> str:
    return next((words for part, words in _WORDS if part in problem), problem)
