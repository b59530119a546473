"""How a line of the gate is written."""

from collections.abc import Sequence

from planning.go_live.rules.facts import GateLine
from planning.plans.rules.templates import PlanKind

TOLD_AT_MOST = 12
"""Faults in the evidence of a line; the rest are counted there, and all are in `faults`."""
LEAD = "The operation’s lead"


def write_line(
    key: str,
    words: str,
    faults: Sequence[str],
    good: str,
    mend: str,
    *,
    apart: Sequence[str] = (),
    plan: PlanKind | None = None,
    section: str = "",
) -> GateLine:
    """Met when nothing is wrong; `good` is then its evidence."""
    if not faults and not apart:
        return GateLine(key, words, met=True, evidence=good)
    return GateLine(
        key,
        words,
        met=False,
        evidence=_told([*faults, *apart]),
        mend=mend,
        faults=list(faults),
        apart=list(apart),
        plan=plan,
        section=section,
    )


def _told(faults: Sequence[str]) -> str:
    more = len(faults) - TOLD_AT_MOST
    return " ".join([*faults[:TOLD_AT_MOST], *([f"And {more} more."] if more > 0 else [])])
