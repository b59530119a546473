"""What stops acts on a chain."""

from collections.abc import Sequence
from datetime import date

from planning.chains.rules import Entry, Facts, next_date_of, standing
from planning.errors import Blocker
from planning.procedures.rules import CONCLUDED, NO_S47, Outcome

LONGEST_REASON, LONGEST_FOLLOW_ON = 1000, 4000


def moving_blockers(
    ordered: Sequence[Entry], *, next_on: date, reason: str, today: date
) -> list[Blocker]:
    """Why the next meeting's date cannot be moved to `next_on`."""
    if not ordered or ordered[-1].outcome is not Outcome.ADJOURNED:
        return [Blocker("The last meeting did not adjourn: there is no next date to move.")]
    current = next_date_of(ordered[-1])
    faults = []
    if current and current < today:
        faults.append(Blocker("The date has passed. Convene the next meeting."))
    if next_on <= today:
        faults.append(Blocker("Enter a date in the future.", "next_on"))
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        faults.append(Blocker("Say why the date moves, in up to 1,000 characters.", "reason"))
    return faults


def is_ended(facts: Facts) -> bool:
    """Whether the last outcome ends the concern: so does a hand-over that was accepted."""
    ordered = standing(facts.entries)
    if not ordered:
        return False
    accepted = {answer.entry_id for answer in facts.hand_overs if answer.accepted}
    return ordered[-1].outcome in CONCLUDED | NO_S47 or ordered[-1].id in accepted


def closing_blockers(facts: Facts, follow_on: str) -> list[Blocker]:
    """Why a concern cannot be closed (design: Fine points, Chain)."""
    faults = []
    if not is_ended(facts):
        faults.append(Blocker("The last meeting’s outcome leaves this concern open."))
    if not 1 <= len(follow_on.strip()) <= LONGEST_FOLLOW_ON:
        faults.append(
            Blocker("Say what follows for the child, in up to 4,000 characters.", "follow_on")
        )
    return faults
