"""Acts on replies: taking what came by mail, and settling what waits."""

from planning.replies.actions.following import Decision, Settled
from planning.replies.actions.settling import settle_reply
from planning.replies.actions.taking import take_reply

__all__ = ["Decision", "Settled", "settle_reply", "take_reply"]
