"""How reading a calendar ended, as the exit status of its process."""

from enum import IntEnum


class Outcome(IntEnum):
    """Anything else is the process's own end, as by its limits."""

    READ = 0
    UNREADABLE = 3
    TOO_MANY = 4
