"""What people do about capacity: declaring it, and asking others for what is short."""

from planning.capacity.actions.declaring import declare_capacity, may_declare
from planning.capacity.actions.filling import accept_proposal, set_precedence

__all__ = ["accept_proposal", "declare_capacity", "may_declare", "set_precedence"]
