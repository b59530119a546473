"""Acts on replies: taking what came by mail, and settling what waits."""

from planning.replies.actions.taking import take_reply

__all__ = ["take_reply"]
