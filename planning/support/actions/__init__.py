"""What people do for one child of an operation."""

from planning.support.actions.assign import assign_key_worker, release_key_worker
from planning.support.actions.contacts import log_contact, strike_contact
from planning.support.actions.ending import end_support
from planning.support.actions.parts import write_part
from planning.support.actions.reviews import record_review
from planning.support.actions.risk import assess_risk

__all__ = [
    "assess_risk",
    "assign_key_worker",
    "end_support",
    "log_contact",
    "record_review",
    "release_key_worker",
    "strike_contact",
    "write_part",
]
