"""Correcting a final outcome: reasoned, by the chair, the old one kept (Fine points, Chain)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.chains.rules.enquiry import outcome_fault
from planning.chains.rules.facts import Entry
from planning.chains.rules.standing import in_order
from planning.clock import london_date
from planning.errors import Blocker
from planning.procedures.rules import HANDED_OVER, NoDecisionReason, Outcome, Retired

LONGEST_REASON, LONGEST_RECEIVER = 2000, 2000


class Disposition(msgspec.Struct, frozen=True):
    """An outcome with all that belongs to it.

    An adjournment that stays one keeps its next date: that is moved on its own, where it counts.
    """

    outcome: Outcome
    no_decision_reason: NoDecisionReason | None = None
    reason_agency_id: UUID | None = None
    next_on: date | None = None
    authorised_by: UUID | None = None
    handed_to: str = ""


class Wrong(msgspec.Struct, frozen=True):
    """The entry to be corrected, among those of its chain that stand, in order."""

    entry: Entry
    present: Disposition
    ordered: Sequence[Entry]


def tidied(new: Disposition, wrong: Wrong) -> Disposition:
    """What is kept of a correction: nothing that its outcome has no use for."""
    adjourned = new.outcome is Outcome.ADJOURNED
    stays = adjourned and wrong.entry.outcome is Outcome.ADJOURNED
    return Disposition(
        outcome=new.outcome,
        no_decision_reason=new.no_decision_reason if adjourned else None,
        reason_agency_id=new.reason_agency_id if adjourned else None,
        next_on=wrong.entry.next_on if stays else new.next_on if adjourned else None,
        authorised_by=new.authorised_by if adjourned else None,
        handed_to=new.handed_to.strip() if new.outcome in HANDED_OVER else "",
    )


def correction_blockers(
    wrong: Wrong, new: Disposition, *, reason: str, today: date
) -> list[Blocker]:
    """Why the outcome cannot be corrected to this; `new` is tidied."""
    faults = []
    if new == wrong.present:
        faults.append(Blocker("This is the outcome already. Change it, or go back.", "outcome"))
    before = wrong.ordered[: wrong.ordered.index(wrong.entry)]
    fault = outcome_fault(before, new.outcome)
    if fault:
        faults.append(Blocker(fault, "outcome"))
    if new.outcome is Outcome.ADJOURNED:
        faults += _adjourned_faults(wrong, new, today)
    if new.outcome in HANDED_OVER and not 1 <= len(new.handed_to) <= LONGEST_RECEIVER:
        faults.append(Blocker("Say who the child is handed over to.", "handed_to"))
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        faults.append(Blocker("Say why this corrects it, in up to 2,000 characters.", "reason"))
    return faults


def retired_faults(new: Disposition, gone: Retired) -> list[Blocker]:
    """Outcomes and reasons that the rules of that meeting no longer offer."""
    faults = []
    if new.outcome in gone.outcomes:
        faults.append(Blocker("Choose another outcome: this one is no longer used.", "outcome"))
    if new.outcome is Outcome.ADJOURNED and new.no_decision_reason in gone.no_decision_reasons:
        faults.append(
            Blocker("Choose another reason: this one is no longer used.", "no_decision_reason")
        )
    return faults


def broken_after(wrong: Wrong, new: Disposition) -> list[date]:
    """Days of later meetings whose outcomes follow no more from what was decided before them."""
    corrected = [
        msgspec.structs.replace(entry, outcome=new.outcome) if entry is wrong.entry else entry
        for entry in wrong.ordered
    ]
    return [day for day in unfounded(corrected) if day not in unfounded(wrong.ordered)]


def unfounded(entries: Sequence[Entry]) -> list[date]:
    """Days of meetings whose outcomes do not follow from those before them."""
    ordered = in_order(entries)
    return [
        london_date(entry.held_at)
        for index, entry in enumerate(ordered)
        if outcome_fault(ordered[:index], entry.outcome)
    ]


def _adjourned_faults(wrong: Wrong, new: Disposition, today: date) -> list[Blocker]:
    outstanding = new.no_decision_reason is NoDecisionReason.INFORMATION_OUTSTANDING
    checks = (
        (new.no_decision_reason is not None, "Say why nothing was decided.", "no_decision_reason"),
        (
            new.reason_agency_id is not None or not outstanding,
            "Say which agency owes information.",
            "reason_agency_id",
        ),
        (*_next_date(wrong, new, today), "next_on"),
        (new.authorised_by is not None, "Say who authorised the adjournment.", "authorised_by"),
    )
    return [Blocker(message, field) for holds, message, field in checks if not holds]


def _next_date(wrong: Wrong, new: Disposition, today: date) -> tuple[bool, str]:
    """Of the latest meeting it lies ahead; of an earlier one, it only followed that meeting."""
    if wrong.entry.outcome is Outcome.ADJOURNED:
        return True, ""
    if wrong.entry is wrong.ordered[-1]:
        told = "Enter the date of the next meeting, in the future."
        return new.next_on is not None and new.next_on > today, told
    told = "Enter the date that was set for the next meeting, after this one."
    return new.next_on is not None and new.next_on > london_date(wrong.entry.held_at), told
