"""What an emergency may leave for later, when a meeting closes and when one is told afterwards.

An emergency is never blocked by a form: what is missing becomes a debt (design: Fine points).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker

LONGEST_REASON = 2000
REASON_FOLLOWS = "Recorded in an emergency: the reason follows."


class Debt(StrEnum):
    """What an emergency may leave for later, by the field that it leaves empty."""

    NO_QUORUM_REASON = "no_quorum_reason"
    OUTCOME_REASON = "outcome_reason"
    AUTHORISED_BY = "authorised_by"
    NEXT_ON = "next_on"
    SENIOR_REVIEW = "senior_review"
    HANDED_TO = "handed_to"


_GOES_WITH = "follow_up_on"
"""By when there is quorum again: counted from the meeting where nobody says."""


class Owing(msgspec.Struct, frozen=True):
    """A debt of one child, or of the whole meeting."""

    concern_id: UUID | None
    what: Debt


def emergency_faults(reason: str, *, by_chair: bool) -> list[Blocker]:
    """What is wrong with declaring one."""
    faults = []
    if len(reason.strip()) > LONGEST_REASON:
        faults.append(Blocker("Shorten this to 2,000 characters.", "emergency_reason"))
    if reason.strip() and not by_chair:
        told = "Only the chair can declare an emergency. Ask the chair to close the meeting."
        faults.append(Blocker(told, "emergency_reason"))
    return faults


def put_off(faults: Sequence[Blocker], *, emergency: bool) -> list[Blocker]:
    """Those that an emergency does not refuse."""
    may_follow = {*Debt, _GOES_WITH}
    return [fault for fault in faults if emergency and _what(fault) in may_follow]


def debts(owed: Sequence[Blocker], concerns: Mapping[str, UUID]) -> list[Owing]:
    """What is owed, of whom; `concerns` by how the fields of their children name them."""
    return [
        Owing(concerns[fault.field.split(".")[1]] if "." in fault.field else None, Debt(what))
        for fault in owed
        if (what := _what(fault)) != _GOES_WITH
    ]


def said_or_follows(reason: str, owed: Sequence[Blocker]) -> str:
    """Why there was no quorum, or that this is still to be said."""
    follows = any(_what(fault) == Debt.NO_QUORUM_REASON for fault in owed)
    return REASON_FOLLOWS if follows else reason


def _what(fault: Blocker) -> str:
    return fault.field.rsplit(".", 1)[-1]
