"""What people do with meetings; one file for each act."""

from planning.meetings.actions.answering import answer_invitation
from planning.meetings.actions.attendance import (
    Attendance,
    note_arrival,
    note_departure,
    record_attendance,
)
from planning.meetings.actions.closing import close
from planning.meetings.actions.convening import Convened, convene
from planning.meetings.actions.follow_up import add_action, complete_action
from planning.meetings.actions.minutes import approve_minutes
from planning.meetings.actions.moving import cancel, reschedule
from planning.meetings.actions.running import record_child, record_joint

__all__ = [
    "Attendance",
    "Convened",
    "add_action",
    "answer_invitation",
    "approve_minutes",
    "cancel",
    "close",
    "complete_action",
    "convene",
    "note_arrival",
    "note_departure",
    "record_attendance",
    "record_child",
    "record_joint",
    "reschedule",
]
