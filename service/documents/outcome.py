"""What the renderer's exit status means; known to both sides, so it imports nothing heavy."""

from enum import IntEnum


class Outcome(IntEnum):
    """Any other status means that the process was killed or crashed."""

    MADE = 0
    BROKEN = 3
    ADDRESS_REFUSED = 4
    TOO_LARGE = 5
