"""Which of our addresses a mail is for. A match is by the token alone, never by who writes."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Box(StrEnum):
    """What stands before the `+`: answers to invitations, news of mail that did not arrive, and
    messages that only try the way.
    """

    MEETINGS = "meetings"
    BOUNCES = "bounces"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of our addresses; `token` says which person's of which meeting, which message's or
    which check's.
    """

    box: Box
    token: str


_LOCAL_PART = re.compile(rf"({'|'.join(Box)})\+([a-z0-9_-]{{1,64}})", re.ASCII | re.IGNORECASE)


def recipient_of(address: str, domain: str) -> Recipient | None:
    """The recipient that an envelope address means; `None`: nobody of ours.

    Servers on the way may change the case of all of it. Nothing else is forgiven: an address that
    would route on (`a%b@`, `@a:b@c`) is not read as the one inside it.
    """
    local_part, at, given_domain = address.rpartition("@")
    if not at or given_domain.lower().removesuffix(".") != domain.lower():
        return None
    match = _LOCAL_PART.fullmatch(local_part)
    return Recipient(Box(match[1].lower()), match[2]) if match else None


def is_cut(address: str, domain: str) -> bool:
    """Whether a server on the way took off the `+` and what follows of a check's address."""
    return address.lower() == f"{Box.CHECK}@{domain.lower()}"
