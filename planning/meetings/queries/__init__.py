"""What people see of meetings."""

from planning.meetings.queries.amendments import AddendumSeen, CorrectionSeen
from planning.meetings.queries.contributions import (
    OwnContributions,
    all_contributions,
    own_contributions,
)
from planning.meetings.queries.follow_up import FollowUp
from planning.meetings.queries.lists import MeetingLine, Which, meetings
from planning.meetings.queries.minutes import MinutesSeen, PartSeen, minutes_of
from planning.meetings.queries.one import (
    AttendeeSeen,
    ChildSeen,
    MeetingSeen,
    RunningChild,
    RunningSeen,
    meeting,
    running,
)
from planning.meetings.queries.owed import DebtOwed, FollowUpOwed, Owed, owed_by, owed_of
from planning.meetings.queries.readership import ReaderSeen, minutes_as_read_by, readership
from planning.meetings.queries.record import ItemSeen, RecordSeen, TextSeen, record_of
from planning.meetings.queries.unmet import Unmet
from planning.meetings.queries.work import (
    ActionWork,
    CorrectionsWork,
    MeetingWork,
    MinutesWork,
    Work,
    work_of,
)

__all__ = [
    "ActionWork",
    "AddendumSeen",
    "AttendeeSeen",
    "ChildSeen",
    "CorrectionSeen",
    "CorrectionsWork",
    "DebtOwed",
    "FollowUp",
    "FollowUpOwed",
    "ItemSeen",
    "MeetingLine",
    "MeetingSeen",
    "MeetingWork",
    "MinutesSeen",
    "MinutesWork",
    "Owed",
    "OwnContributions",
    "PartSeen",
    "ReaderSeen",
    "RecordSeen",
    "RunningChild",
    "RunningSeen",
    "TextSeen",
    "Unmet",
    "Which",
    "Work",
    "all_contributions",
    "meeting",
    "meetings",
    "minutes_as_read_by",
    "minutes_of",
    "owed_by",
    "owed_of",
    "own_contributions",
    "readership",
    "record_of",
    "running",
    "work_of",
]
