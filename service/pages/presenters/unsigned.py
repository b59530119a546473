"""Live without sign-off, in words: what is owed for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planning.clock import london_date, today
from planning.go_live.queries import GoLiveSeen, ReviewSeen, UnsignedRow
from planning.go_live.rules import Route
from service.pages.presenters.dates import Deadline, deadline, moment, short_day, short_moment
from service.pages.presenters.mending import GateLineShown, shown
from service.pages.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Live without sign-off: what is still owed. `sign_off` is `None` once all have signed.

    `escalation` is the address of what was raised when that was late; `review` what looking back
    found, by question.
    """

    headline: str
    reason: str
    confirmation: str
    confirmed: bool
    sign_off: Deadline | None
    signed: str
    escalation: str
    review: list[tuple[str, str]]
    lines: list[GateLineShown]


@dataclass(frozen=True, slots=True)
class UnsignedLine:
    """An operation that went live without sign-off, and what is owed for it."""

    href: str
    name: str
    live: str
    second: Tag
    unmet: int
    signed: Tag
    review: Tag


def unsigned(live: GoLiveSeen | None, now: datetime, closed: frozenset[date]) -> Unconfirmed | None:
    """What is owed after going live without sign-off; `None` through the gate."""
    if live is None or live.route is not Route.WITHOUT_SIGN_OFF:
        return None
    signed = live.retrospective_signed_at
    due = None if signed else live.sign_off_due_on
    return Unconfirmed(
        headline=f"Recorded by {live.recorded_by_name} on {moment(live.recorded_at)}.",
        reason=live.reason,
        confirmation=_confirmation(live, now),
        confirmed=live.confirmed_at is not None,
        sign_off=deadline(due, today(now), closed) if due else None,
        signed=f"Every required agency has signed since, the last on {moment(signed)}."
        if signed
        else "",
        escalation=f"/escalations/{live.escalation_id}" if live.escalation_id else "",
        review=_review(live.review) if live.review else [],
        lines=shown([one for one in live.gate_lines if not one.met]),
    )


def _review(review: ReviewSeen) -> list[tuple[str, str]]:
    return [
        ("Why it could not wait", review.why),
        ("What was not met, and what came of it", review.unmet),
        ("What changes now", review.changes),
        ("Reviewed", f"By {review.reviewed_by_name} on {moment(review.reviewed_at)}"),
    ]


def _confirmation(live: GoLiveSeen, now: datetime) -> str:
    by = live.confirm_by
    if live.confirmed_at is not None:
        late = ", after the 24 hours" if by and live.confirmed_at > by else ""
        return f"Confirmed by {live.confirmed_by_name} on {moment(live.confirmed_at)}{late}."
    if by and now > by:
        return f"Not confirmed. A second person should have confirmed it by {moment(by)}."
    return f"Unconfirmed. Somebody of another agency must confirm it by {moment(by or now)}."


def unsigned_lines(
    rows: Sequence[UnsignedRow], now: datetime, closed: frozenset[date]
) -> list[UnsignedLine]:
    """The list for the partnership."""
    return [
        UnsignedLine(
            href=f"/operations/{row.operation_id}",
            name=row.name,
            live=f"{short_moment(row.recorded_at)}, by {row.recorders_agency}",
            second=_second(row, now),
            unmet=row.unmet,
            signed=_signed(row, now, closed),
            review=_reviewed(row),
        )
        for row in rows
    ]


def _second(row: UnsignedRow, now: datetime) -> Tag:
    if row.confirmed_at is not None:
        late = row.confirmed_at > row.confirm_by
        who = f"{row.confirmers_agency}{', late' if late else ''}"
        return Tag(who, "amber" if late else "green")
    return Tag("Late", "red") if now > row.confirm_by else Tag("Awaited", "amber")


def _signed(row: UnsignedRow, now: datetime, closed: frozenset[date]) -> Tag:
    if row.retrospective_signed_at is not None:
        return Tag(f"Signed {short_day(london_date(row.retrospective_signed_at))}", "green")
    due = deadline(row.sign_off_due_on, today(now), closed)
    if row.escalated:
        return Tag(f"{due.rest}, escalated", "red")
    return Tag(due.rest, "red" if due.late else "amber")


def _reviewed(row: UnsignedRow) -> Tag:
    if row.reviewed_at is None:
        return Tag("Not reviewed", "amber")
    return Tag(f"Reviewed {short_day(london_date(row.reviewed_at))}", "green")
