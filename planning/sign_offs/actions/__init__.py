"""What signatories do."""

from planning.sign_offs.actions.ask import submit_for_sign_off
from planning.sign_offs.actions.conditions import confirm_condition, meet_condition
from planning.sign_offs.actions.sign import sign, withdraw

__all__ = ["confirm_condition", "meet_condition", "sign", "submit_for_sign_off", "withdraw"]
