"""How long to wait: for another attempt, and for a server's word on a message."""

from datetime import datetime, timedelta
from random import SystemRandom

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
"""Counted from the first time that the server put this recipient off."""
JITTER = 0.2
LONGEST_DOT = 600.0
"""What RFC 5321 (4.5.3.2.6) would give every message."""

_random = SystemRandom()


def wait_after(attempts: int) -> timedelta:
    """The pause after attempt number `attempts`: 10 s, 20 s, 40 s … an hour, give or take a fifth.

    Greylisting lets the third or fourth in; the jitter keeps many that failed together apart.
    """
    doublings = min(attempts - 1, 10)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return wait * _random.uniform(1 - JITTER, 1 + JITTER)


def dot_seconds(attempts: int, first: float) -> float:
    """Short at first, so that a silent server is left soon; longer for a message that was left
    without an answer before: a server that always thinks for long must not get it for ever.
    """
    return min(first * (1 << min(max(attempts - 2, 0), 10)), LONGEST_DOT)


def too_late(put_off_since: datetime | None, now: datetime) -> bool:
    """Whether the recipient was put off for so long that a person must be told."""
    return put_off_since is not None and now - put_off_since >= GIVE_UP_AFTER
