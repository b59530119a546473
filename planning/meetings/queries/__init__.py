"""What people see of meetings."""

from planning.meetings.queries.action import (
    ActionSeen,
    CarriedOften,
    EarlierAction,
    TrailSeen,
    action,
    carried_actions,
)
from planning.meetings.queries.action_lists import (
    ListedAction,
    WhichActions,
    agency_actions,
    my_actions,
)
from planning.meetings.queries.actions_out import ActionsOut, actions_out
from planning.meetings.queries.amendments import AddendumSeen, CorrectionSeen
from planning.meetings.queries.attendees import AttendeeSeen
from planning.meetings.queries.calendar_entry import CalendarSeen, calendar_of
from planning.meetings.queries.contributions import (
    OwnContributions,
    all_contributions,
    own_contributions,
)
from planning.meetings.queries.follow_up import FollowUp
from planning.meetings.queries.held import held_blockers
from planning.meetings.queries.lists import MeetingLine, Which, meetings
from planning.meetings.queries.minutes import MinutesSeen, PartSeen, minutes_of
from planning.meetings.queries.one import (
    ChildSeen,
    MeetingSeen,
    RunningChild,
    RunningSeen,
    meeting,
    running,
)
from planning.meetings.queries.owed import DebtOwed, FollowUpOwed, Owed, owed_by, owed_of
from planning.meetings.queries.quorum import ChildQuorum
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
    "ActionSeen",
    "ActionWork",
    "ActionsOut",
    "AddendumSeen",
    "AttendeeSeen",
    "CalendarSeen",
    "CarriedOften",
    "ChildQuorum",
    "ChildSeen",
    "CorrectionSeen",
    "CorrectionsWork",
    "DebtOwed",
    "EarlierAction",
    "FollowUp",
    "FollowUpOwed",
    "ItemSeen",
    "ListedAction",
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
    "TrailSeen",
    "Unmet",
    "Which",
    "WhichActions",
    "Work",
    "action",
    "actions_out",
    "agency_actions",
    "all_contributions",
    "calendar_of",
    "carried_actions",
    "held_blockers",
    "meeting",
    "meetings",
    "minutes_as_read_by",
    "minutes_of",
    "my_actions",
    "owed_by",
    "owed_of",
    "own_contributions",
    "readership",
    "record_of",
    "running",
    "work_of",
]
