"""What signatories do."""

from planning.sign_offs.actions.ask import submit_for_sign_off
from planning.sign_offs.actions.clock import escalate_unanswered, unanswered_plans
from planning.sign_offs.actions.conditions import confirm_condition, meet_condition
from planning.sign_offs.actions.delegates import name_delegate, withdraw_delegate
from planning.sign_offs.actions.reply import reply_to_answer
from planning.sign_offs.actions.sign import sign, withdraw

__all__ = [
    "confirm_condition",
    "escalate_unanswered",
    "meet_condition",
    "name_delegate",
    "reply_to_answer",
    "sign",
    "submit_for_sign_off",
    "unanswered_plans",
    "withdraw",
    "withdraw_delegate",
]
