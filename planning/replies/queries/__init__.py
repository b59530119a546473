"""What people see of replies."""

from planning.replies.queries.answered import answered_by_calendar
from planning.replies.queries.one import Other, ReplySeen, reply
from planning.replies.queries.queue import ReplyLine, crowded_out, replies_of
from planning.replies.queries.standing import (
    MeetingReplies,
    MyReply,
    ReplyWork,
    replies_to_decide,
    standing_of,
)

__all__ = [
    "MeetingReplies",
    "MyReply",
    "Other",
    "ReplyLine",
    "ReplySeen",
    "ReplyWork",
    "answered_by_calendar",
    "crowded_out",
    "replies_of",
    "replies_to_decide",
    "reply",
    "standing_of",
]
