"""Who sits in an operation's groups, and what they say of their interests.

Source: review §4.21, §4.25; design: Fine points, Quorum and Gate.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import REASON_LENGTH, outside, text_faults
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import MeetingKind

INTEREST_LENGTH = 2000
SEATS_AT_MOST = 60


class Group(StrEnum):
    """The two groups that an operation needs."""

    STRATEGIC = "strategic"
    INVESTIGATION = "investigation"


GROUP_WORDS = {
    Group.STRATEGIC: "strategic management group",
    Group.INVESTIGATION: "investigation management group",
}
KIND_OF = {
    Group.STRATEGIC: MeetingKind.STRATEGIC_MANAGEMENT_GROUP,
    Group.INVESTIGATION: MeetingKind.INVESTIGATION_MANAGEMENT_GROUP,
}
"""The type of its meetings, whose quorum the profile sets."""


class Seat(StrEnum):
    """What somebody does in a group; a deputy stands in for somebody of their agency."""

    CHAIR = "chair"
    MEMBER = "member"
    DEPUTY = "deputy"


SEAT_WORDS = {Seat.CHAIR: "Chair", Seat.MEMBER: "Member", Seat.DEPUTY: "Deputy"}


class Interest(StrEnum):
    """What somebody declares of their own interests in an operation."""

    NONE = "none"
    INTEREST = "interest"


class NewSeat(msgspec.Struct, frozen=True):
    """Somebody to be seated in a group; `from_on` is a date in England."""

    group: Group
    person_id: UUID
    seat: Seat
    from_on: date
    reason: str


class Seated(msgspec.Struct, frozen=True):
    """A seat that is taken."""

    group: Group
    person_id: UUID
    seat: Seat


class Candidate(msgspec.Struct, frozen=True):
    """Whoever is to be seated, as far as seating them goes."""

    roles: list[Role]
    in_conflict: bool


class GroupState(msgspec.Struct, frozen=True):
    """A group as it stands: who chairs it, which categories nobody in it is of, when it last met.

    `last_quorate_on` is the date of its last meeting that was quorate, in England.
    """

    group: Group
    chair_name: str | None
    members: int
    missing: list[AgencyCategory]
    last_quorate_on: date | None

    @property
    def constituted(self) -> bool:
        """Whether there are a chair, others, and somebody of every category its quorum needs."""
        return self.chair_name is not None and self.members > 0 and not self.missing


class SeniorPresence(msgspec.Struct, frozen=True):
    """When an agency's senior manager, or deputy with authority, last was at a quorate meeting."""

    agency_id: UUID
    held_on: date


class GroupStanding(msgspec.Struct, frozen=True):
    """What the gate reads; `undeclared` are names of people in the groups and of signatories."""

    groups: list[GroupState]
    seniors: list[SeniorPresence]
    undeclared: list[str]


def seat_faults(
    seat: NewSeat,
    candidate: Candidate | None,
    seated: Sequence[Seated],
    *,
    opened_on: date,
    today: date,
) -> list[Blocker]:
    """Every reason why somebody cannot be seated so."""
    faults = [
        *text_faults(
            seat.reason, field="reason", what="a reason", limit=REASON_LENGTH, needed=True
        ),
        *outside(seat.from_on, "from_on", opened_on=opened_on, today=today),
    ]
    if len(seated) >= SEATS_AT_MOST:
        faults.append(Blocker(f"A group has at most {SEATS_AT_MOST} people.", "person_id"))
    if any(one.person_id == seat.person_id for one in seated):
        faults.append(Blocker("They sit in this group already. End that seat first.", "person_id"))
    if seat.seat is Seat.CHAIR and any(one.seat is Seat.CHAIR for one in seated):
        faults.append(Blocker("The group has a chair. End that seat first.", "seat"))
    return [*faults, *_person_faults(seat, candidate)]


def _person_faults(seat: NewSeat, candidate: Candidate | None) -> list[Blocker]:
    if candidate is None:
        return [Blocker("Choose somebody from the list.", "person_id")]
    faults = []
    if candidate.in_conflict:
        faults.append(Blocker("They have a conflict of interest with this operation.", "person_id"))
    if seat.seat is Seat.CHAIR and Role.CHAIR not in candidate.roles:
        faults.append(
            Blocker("Choose somebody who chairs meetings: their account must say so.", "person_id")
        )
    return faults


def interest_faults(interest: Interest, words: str) -> list[Blocker]:
    """Faults of a declaration: an interest must be told."""
    return text_faults(
        words,
        field="words",
        what="what the interest is",
        limit=INTEREST_LENGTH,
        needed=interest is Interest.INTEREST,
    )


def convener_faults(*, is_lead: bool, sits: bool, roles: frozenset[Role]) -> list[Blocker]:
    """Why somebody in the operation cannot convene a group of it."""
    if is_lead or sits or roles & {Role.SCHEDULER, Role.CHAIR}:
        return []
    return [Blocker("Only the lead, somebody in the group, a scheduler or a chair can convene it.")]


def in_conflict_faults(people: Sequence[str]) -> list[Blocker]:
    """A blocker for everybody asked to a group's meeting who is in conflict with the operation."""
    return [
        Blocker(f"{name} has a conflict of interest with this operation.", "invitees")
        for name in people
    ]


def kind_faults(group: Group, kind: MeetingKind) -> list[Blocker]:
    """A blocker when the meeting is not of the group's own type."""
    if kind is KIND_OF[group]:
        return []
    return [Blocker(f"Choose the type of the {GROUP_WORDS[group]}.", "kind")]


def own_interest_faults(interest: Interest, *, is_lead: bool) -> list[Blocker]:
    """A lead with an interest would leave the operation without anybody to lead it."""
    if interest is Interest.INTEREST and is_lead:
        return [Blocker("You lead this operation. Hand it to another lead, then declare this.")]
    return []


def conflict_faults(*, known: bool, is_lead: bool, in_conflict: bool) -> list[Blocker]:
    """Why a conflict of interest of this person cannot be recorded."""
    if not known:
        return [Blocker("Choose somebody from the list.", "person_id")]
    if is_lead:
        return [Blocker("Hand the operation to another lead first.", "person_id")]
    if in_conflict:
        return [Blocker("Their conflict of interest is recorded already.", "person_id")]
    return []
