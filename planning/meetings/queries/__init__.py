"""What people see of meetings."""

from planning.meetings.queries.follow_up import FollowUp
from planning.meetings.queries.lists import MeetingLine, Which, meetings
from planning.meetings.queries.minutes import MinutesSeen, minutes_of
from planning.meetings.queries.one import (
    AttendeeSeen,
    ChildSeen,
    MeetingSeen,
    RunningChild,
    RunningSeen,
    meeting,
    running,
)
from planning.meetings.queries.work import (
    ActionWork,
    MeetingWork,
    MinutesWork,
    Work,
    work_of,
)

__all__ = [
    "ActionWork",
    "AttendeeSeen",
    "ChildSeen",
    "FollowUp",
    "MeetingLine",
    "MeetingSeen",
    "MeetingWork",
    "MinutesSeen",
    "MinutesWork",
    "RunningChild",
    "RunningSeen",
    "Which",
    "Work",
    "meeting",
    "meetings",
    "minutes_of",
    "running",
    "work_of",
]
