"""Where a message stands and what may be done about one that did not arrive."""

from enum import StrEnum

from planning.errors import Blocker

LONGEST_REASON = 500


class Standing(StrEnum):
    """Each message is in exactly one of these."""

    ON_ITS_WAY = "on_its_way"
    ACCEPTED = "accepted"
    NOT_MAILED = "not_mailed"
    """Its agency reads in Accord only."""
    LISTED = "listed"
    """It did not arrive, and somebody is to do something about it."""
    DISMISSED = "dismissed"
    SUPERSEDED = "superseded"
    """A later message took its place, or there was nothing to send any more."""


class Wanted(StrEnum):
    """Which part of the list to show."""

    LISTED = "listed"
    FAILED = "failed"
    BOUNCED = "bounced"
    WAITING = "waiting"
    SETTLED = "settled"


class About(StrEnum):
    """What a message is, in words that tell nothing of a case."""

    INVITATION = "invitation"
    CANCELLATION = "cancellation"
    NOTICE = "notice"
    ACCOUNT = "account"


class NotSent(StrEnum):
    """Why a message that was to be sent again was not."""

    OVER = "over"
    LEFT = "left"
    NEWER = "newer"


def reason_blockers(reason: str) -> list[Blocker]:
    """A message is put away with a reason that others can judge."""
    if 1 <= len(reason.strip()) <= LONGEST_REASON:
        return []
    return [Blocker("Say why nobody needs to do anything, in up to 500 characters.", "reason")]


def account_blockers(about: About) -> list[Blocker]:
    """The secret of a link is not kept, so the same link cannot leave again."""
    if about is not About.ACCOUNT:
        return []
    return [
        Blocker(
            "A link to an account cannot be sent again. Correct the address if it is wrong, then"
            " have an administrator send a new invitation."
        )
    ]
