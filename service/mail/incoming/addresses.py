"""Which of our addresses a mail is for. A match is by the token alone, never by who writes."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Box(StrEnum):
    """What stands before the `+`: answers to invitations, and news of mail that did not arrive."""

    MEETINGS = "meetings"
    BOUNCES = "bounces"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of our addresses; `token` says which person's of which meeting, or which message's."""

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
