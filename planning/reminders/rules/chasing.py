"""When people may be reminded by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from planning.clock import LONDON
from planning.errors import Blocker

PAUSE = timedelta(hours=1)
"""Mail that comes more often is not read."""


def chasing_blockers(
    unanswered: int,
    starts_at: datetime,
    last_at: datetime | None,
    now: datetime,
    unreached: Sequence[str] = (),
) -> list[Blocker]:
    """Why nobody can be reminded of the invitation now; mail does not reach the `unreached`."""
    if starts_at <= now:
        return [Blocker("The meeting has begun: nobody can be reminded of it any more.")]
    if not unanswered and unreached:
        return [
            Blocker(
                f"Mail does not reach {', '.join(unreached)}. Ring them, or send the invitation"
                " again once the address is right."
            )
        ]
    if not unanswered:
        return [Blocker("Everybody has answered: there is nobody to remind.")]
    if last_at and now < last_at + PAUSE:
        return [
            Blocker(
                f"They were reminded at {clock_words(last_at)}."
                f" You can remind them again at {clock_words(last_at + PAUSE)}."
            )
        ]
    return []


def clock_words(at: datetime) -> str:
    """14:05, in London."""
    return f"{at.astimezone(LONDON):%H:%M}"
