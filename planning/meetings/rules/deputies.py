"""Who may come in whose place: somebody of the same agency, once, and free of conflict."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.errors import Blocker


class Seat(msgspec.Struct, frozen=True):
    """The attendee who cannot come; `sees_all`: the sender sees all children they attend for."""

    person_id: UUID
    name: str
    agency_id: UUID
    agency_name: str
    runs: bool
    is_present: bool
    sees_all: bool


class Deputy(msgspec.Struct, frozen=True):
    """Somebody in the directory who might come, and what speaks against it."""

    id: UUID
    name: str
    email: str
    agency_id: UUID
    decision_authority: bool
    senior_manager: bool
    is_invited: bool
    was_invited: bool
    sent_deputy: bool
    in_conflict: bool


def deputy_blockers(seat: Seat, deputy: Deputy | None) -> list[Blocker]:
    """Every reason why this person cannot come in that one's place."""
    faults = []
    if seat.runs:
        faults.append(
            Blocker(f"{seat.name} runs this meeting. Somebody else must take that over first.")
        )
    if seat.is_present:
        faults.append(Blocker(f"{seat.name} is recorded as present."))
    if not seat.sees_all:
        faults.append(
            Blocker(
                "You cannot see every child of this meeting. Ask the chair, or"
                f" {seat.name}, to send the deputy."
            )
        )
    if deputy is None:
        return [*faults, Blocker("Choose a person from the list.", "person_id")]
    return [*faults, *(Blocker(told, "person_id") for told in _against(seat, deputy))]


def deputy_warnings(deputy: Deputy, *, needs_senior: bool, has_place: bool) -> list[str]:
    """What speaks against the deputy and does not stop them; authority is not inherited."""
    checks = [
        (deputy.decision_authority, "{} has no authority to decide and does not count for quorum."),
        (
            deputy.senior_manager or not needs_senior,
            "{} is no senior manager and does not count for quorum.",
        ),
        (has_place, "{} is booked at that time and is asked although busy."),
    ]
    return [told.format(deputy.name) for holds, told in checks if not holds]


def _against(seat: Seat, deputy: Deputy) -> Sequence[str]:
    if deputy.id == seat.person_id:
        return [f"{seat.name} cannot be their own deputy. Choose somebody else."]
    faults = []
    if deputy.agency_id != seat.agency_id:
        faults.append(f"{deputy.name} is not of {seat.agency_name}. Choose a colleague there.")
    if deputy.is_invited:
        faults.append(f"{deputy.name} is invited to this meeting already. Choose somebody else.")
    if deputy.sent_deputy and deputy.was_invited:
        faults.append(f"{deputy.name} cannot come and sent a deputy. Choose somebody else.")
    elif deputy.was_invited:
        faults.append(
            f"{deputy.name} was taken off this meeting. Choose somebody else, or ask the chair."
        )
    if deputy.in_conflict:
        faults.append(f"{deputy.name} has a conflict of interest. Choose somebody else.")
    return faults
