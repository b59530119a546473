"""Acts on replies: taking what came by mail, and settling what waits."""

from planning.replies.actions.settling import (
    admit_deputy,
    decline_for,
    dismiss_reply,
    invite_replier,
    keep_time,
    move_to_proposed,
    send_again,
    take_answer,
)
from planning.replies.actions.taking import take_reply

__all__ = [
    "admit_deputy",
    "decline_for",
    "dismiss_reply",
    "invite_replier",
    "keep_time",
    "move_to_proposed",
    "send_again",
    "take_answer",
    "take_reply",
]
