"""What people do with meetings; one file for each act."""

from planning.meetings.actions.answering import answer_invitation
from planning.meetings.actions.arranging import Details, change_details, change_people
from planning.meetings.actions.attendance import (
    Attendance,
    note_arrival,
    note_departure,
    record_attendance,
)
from planning.meetings.actions.carrying import carry_over_action
from planning.meetings.actions.children import change_children
from planning.meetings.actions.closing import close
from planning.meetings.actions.contributing import contribute
from planning.meetings.actions.convening import Convened, convene
from planning.meetings.actions.correcting import Corrected, correct_outcome
from planning.meetings.actions.corrections import (
    Acceptance,
    NewCorrection,
    accept_correction,
    ask_correction,
    decline_correction,
)
from planning.meetings.actions.deputies import DeputySent, send_deputy
from planning.meetings.actions.finishing import (
    NewAddendum,
    acknowledge_minutes,
    add_addendum,
    finish_by_clock,
    make_final,
)
from planning.meetings.actions.following_up import (
    complete_action,
    hand_over_action,
    move_action_due,
    note_action,
    withdraw_action,
)
from planning.meetings.actions.giving import add_action, change_action, remove_action
from planning.meetings.actions.holding import Recorded, record_held
from planning.meetings.actions.minutes import approve_minutes
from planning.meetings.actions.moving import cancel, reschedule
from planning.meetings.actions.paying import Paid, pay_debts
from planning.meetings.actions.recording import Saved, record_child, record_items

__all__ = [
    "Acceptance",
    "Attendance",
    "Convened",
    "Corrected",
    "DeputySent",
    "Details",
    "NewAddendum",
    "NewCorrection",
    "Paid",
    "Recorded",
    "Saved",
    "accept_correction",
    "acknowledge_minutes",
    "add_action",
    "add_addendum",
    "answer_invitation",
    "approve_minutes",
    "ask_correction",
    "cancel",
    "carry_over_action",
    "change_action",
    "change_children",
    "change_details",
    "change_people",
    "close",
    "complete_action",
    "contribute",
    "convene",
    "correct_outcome",
    "decline_correction",
    "finish_by_clock",
    "hand_over_action",
    "make_final",
    "move_action_due",
    "note_action",
    "note_arrival",
    "note_departure",
    "pay_debts",
    "record_attendance",
    "record_child",
    "record_held",
    "record_items",
    "remove_action",
    "reschedule",
    "send_deputy",
    "withdraw_action",
]
