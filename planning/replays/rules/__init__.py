"""A file of past meetings: how it is read, and what it shows."""

from planning.replays.rules.columns import COLUMNS, Column, Field
from planning.replays.rules.histories import Flag, History
from planning.replays.rules.reading import LONGEST_LINE, read_lines
from planning.replays.rules.replaying import File, Replay, read_file, replay
from planning.replays.rules.rows import Fault, PastMeeting
from planning.replays.rules.totals import Share, Told, Totals
from planning.replays.rules.turning import Course, Turn

__all__ = [
    "COLUMNS",
    "LONGEST_LINE",
    "Column",
    "Course",
    "Fault",
    "Field",
    "File",
    "Flag",
    "History",
    "PastMeeting",
    "Replay",
    "Share",
    "Told",
    "Totals",
    "Turn",
    "read_file",
    "read_lines",
    "replay",
]
