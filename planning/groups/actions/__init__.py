"""What people do with an operation's groups, and what they declare."""

from planning.groups.actions.interests import declare_interest, lift_conflict, record_conflict
from planning.groups.actions.meetings import convene_group
from planning.groups.actions.seats import end_seat, seat_person

__all__ = [
    "convene_group",
    "declare_interest",
    "end_seat",
    "lift_conflict",
    "record_conflict",
    "seat_person",
]
