"""The enquiry and the quorum that a chain's meetings leave open."""

from collections.abc import Sequence

from planning.chains.rules.facts import Entry
from planning.procedures.rules import CONCLUDED, INITIATED, NO_S47, Outcome


def owing_quorum(ordered: Sequence[Entry]) -> list[Entry]:
    """Entries without quorum that no later quorate meeting of the chain has made good."""
    owing: list[Entry] = []
    for entry in ordered:
        if entry.quorate:
            owing.clear()
        else:
            owing.append(entry)
    return owing


def open_enquiry(ordered: Sequence[Entry]) -> Outcome | None:
    """How the section 47 enquiry that is open now was started, or `None`."""
    started = None
    for entry in ordered:
        if entry.outcome in INITIATED:
            started = entry.outcome
        elif entry.outcome in CONCLUDED:
            started = None
    return started


def outcome_fault(ordered: Sequence[Entry], outcome: Outcome) -> str | None:
    """Why an outcome does not follow from the chain, in words, or `None`.

    An enquiry that the police began alone may become a joint one; any other starts once.
    """
    enquiry = open_enquiry(ordered)
    if enquiry is None:
        if outcome in CONCLUDED or outcome is Outcome.S47_CONTINUES:
            return "No section 47 enquiry is open. Choose that it started, or another outcome."
        return None
    joins_police = enquiry is Outcome.S47_INITIATED_POLICE and outcome is not enquiry
    if outcome in INITIATED and not joins_police:
        return "A section 47 enquiry is open already. Choose that it continues or is concluded."
    if outcome in NO_S47:
        return "A section 47 enquiry is open. Conclude it first."
    return None
