"""What an escalation says and what answers it."""

from datetime import date
from uuid import UUID

import msgspec

from planning.errors import Blocker

FIRST_STAGE = 1
LONGEST_ANSWER, LONGEST_SAFETY = 4000, 2000


class NewEscalation(msgspec.Struct, frozen=True):
    """An escalation to be opened; `due_on` is the date by whose end the owner answers."""

    id: UUID
    compartment_id: UUID
    concern_id: UUID
    reason: str
    owner_id: UUID
    owner_address: str
    due_on: date


def answer_faults(outcome: str, child_safe_meanwhile: str) -> list[Blocker]:
    """Both are asked at every stage (design: Repeat meetings, Escalation ladder)."""
    faults = []
    if not 1 <= len(outcome.strip()) <= LONGEST_ANSWER:
        faults.append(Blocker("Say what you decided, in up to 4,000 characters.", "outcome"))
    if not 1 <= len(child_safe_meanwhile.strip()) <= LONGEST_SAFETY:
        faults.append(
            Blocker(
                "Say how the child is safe meanwhile, in up to 2,000 characters.",
                "child_safe_meanwhile",
            )
        )
    return faults
