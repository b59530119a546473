"""Gaps that an operation goes live with: signed by the agency that has one and by the lead."""

from collections.abc import Sequence
from decimal import Decimal

from planning.errors import Blocker
from planning.go_live.rules.facts import Acceptance, OverCommitted, Side
from planning.operations.rules import text_faults
from planning.plans.rules.lines import ResourceLine
from planning.plans.rules.values import plain_decimal


def gap_of(line: ResourceLine) -> Decimal:
    """What nobody has committed."""
    return line.requested - line.committed


def sides_signed(line: ResourceLine, acceptances: Sequence[Acceptance]) -> set[Side]:
    """Who has signed for a gap of this size or a larger one, of the same thing."""
    return {
        one.side
        for one in acceptances
        if one.resource_id == line.id
        and (one.agency_id, one.kind, one.unit) == (line.agency_id, line.kind, line.unit)
        and one.gap >= gap_of(line)
    }


def gap_words(line: ResourceLine, signed: set[Side]) -> str:
    """The gap, and whose signature is there already."""
    short = f"{line.kind}: {plain_decimal(gap_of(line))} {line.unit} short."
    if signed == {Side.AGENCY}:
        return f"{short} The agency accepts the risk; the lead has not."
    if signed == {Side.LEAD}:
        return f"{short} The lead accepts the risk; the agency has not."
    return short


def over_words(found: Sequence[OverCommitted]) -> list[str]:
    """One sentence for each agency and thing, with the worst week."""
    folded: dict[tuple[str, str], list[OverCommitted]] = {}
    for one in found:
        folded.setdefault((one.agency, one.what), []).append(one)
    return [_over(agency, what, weeks) for (agency, what), weeks in folded.items()]


def _over(agency: str, what: str, weeks: Sequence[OverCommitted]) -> str:
    worst = max(weeks, key=lambda one: one.committed - one.declared)
    more = len(weeks) - 1
    others = f", and in {more} more {'week' if more == 1 else 'weeks'}" if more else ""
    return (
        f"{agency}, {what}: {plain_decimal(worst.committed)} committed of"
        f" {plain_decimal(worst.declared)} declared in the week of"
        f" {worst.week_on:%-d %B %Y}{others}."
    )


def accepting_faults(
    reason: str, *, gap: Decimal, unit: str, seen: Decimal, may_sign: bool
) -> list[Blocker]:
    """Everything that keeps somebody from accepting the gap that they saw."""
    faults = text_faults(
        reason, field="reason", what="why it is safe to go live", limit=2000, needed=True
    )
    if gap != seen:
        faults.append(Blocker(f"The gap is now {plain_decimal(gap)} {unit}. Read it again."))
    if not may_sign:
        faults.append(
            Blocker("A signatory of the agency that is short, or the operation’s lead, signs this.")
        )
    return faults
