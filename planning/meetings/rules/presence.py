"""Who was there when: the spans of those who came late or left early (design: Quorum)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise

import msgspec

from planning.clock import in_london, london_date
from planning.errors import Blocker
from planning.procedures.rules import ApologyReason, Outcome

MOST_SPANS, LONGEST_APOLOGY = 20, 1000
EARLY = timedelta(hours=1)
"""Somebody may be there before the meeting starts."""


class Span(msgspec.Struct, frozen=True):
    """From joining to leaving, both moments included; without `left_at` until the end."""

    joined_at: datetime
    left_at: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether somebody of this span was there then."""
        return self.joined_at <= moment and (self.left_at is None or moment <= self.left_at)


def is_there(spans: Sequence[Span], moment: datetime) -> bool:
    """Whether somebody who came was there then; without a span they were throughout."""
    return not spans or any(span.covers(moment) for span in spans)


def span_blockers(
    spans: Sequence[Span], *, name: str, starts_at: datetime, now: datetime
) -> list[Blocker]:
    """Why somebody cannot have been there like this; every fault at once."""
    ordered = sorted(spans, key=lambda span: span.joined_at)
    checks = [
        (len(spans) <= MOST_SPANS, "Enter fewer times for {}."),
        (
            all(span.left_at is None or span.left_at > span.joined_at for span in ordered),
            "{} cannot have left before they joined.",
        ),
        (
            not any(_overlap(earlier, later) for earlier, later in pairwise(ordered)),
            "The times of {} overlap.",
        ),
        (all(_is_past(span, now) for span in ordered), "The times of {} are in the future."),
        (
            all(span.joined_at >= starts_at - EARLY for span in ordered),
            "Enter times of {} that belong to this meeting.",
        ),
    ]
    return [Blocker(told.format(name), "attendance") for holds, told in checks if not holds]


def moment_of(starts_at: datetime, at: time) -> datetime:
    """A local time of day at a meeting; of one across midnight, on the day that it is near."""
    moment = in_london(london_date(starts_at), at)
    if moment >= starts_at - EARLY:
        return moment
    return in_london(london_date(starts_at) + timedelta(days=1), at)


def apology_blockers(apology: str, reason: ApologyReason | None, field: str) -> list[Blocker]:
    """Why an apology cannot be kept like this."""
    if len(apology.strip()) > LONGEST_APOLOGY:
        return [Blocker("Shorten the apology to 1,000 characters.", field)]
    if reason is ApologyReason.OTHER and not apology.strip():
        return [Blocker("Say what the other reason is.", field)]
    return []


def disposition_recorded(
    *, before: Outcome | None, at: datetime | None, after: Outcome | None, now: datetime
) -> datetime | None:
    """When a child's outcome was recorded: at its last change."""
    if before is after:
        return at
    return now if after else None


def arrived(spans: Sequence[Span], *, came: bool, now: datetime) -> list[Span]:
    """The spans of somebody who walks in now; who is there already stays as they are."""
    if came and is_there(spans, now):
        return list(spans)
    return [*spans, Span(now)]


def left(spans: Sequence[Span], *, starts_at: datetime, now: datetime) -> list[Span]:
    """The spans of somebody present who goes now."""
    known = list(spans) or [Span(min(starts_at, now - timedelta(minutes=1)))]
    return [
        Span(span.joined_at, now) if span.left_at is None and span.joined_at < now else span
        for span in known
    ]


def _overlap(earlier: Span, later: Span) -> bool:
    return earlier.left_at is None or later.joined_at < earlier.left_at


def _is_past(span: Span, now: datetime) -> bool:
    return max(span.joined_at, span.left_at or span.joined_at) <= now
