"""Capacity in words and pictures: weeks with the same figures in one row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.capacity.queries.boards import (
    Board,
    BoardLine,
    OperationCapacity,
    ProposalSeen,
    Short,
)
from planning.capacity.rules.proposals import From
from planning.capacity.rules.weeks import WEEK, Share, Span
from planning.clock import monday
from service.pages.charts.weeks import WeekColumn, weekly
from service.pages.presenters.dates import month_name, short_day
from service.pages.presenters.drift.pictures import Panel, Picture
from service.pages.presenters.plans import period
from service.pages.presenters.resources import status_tag
from service.pages.presenters.tags import Tag

PICTURES = 6
COLUMNS = ("Weeks", "Declared", "Committed here", "In other operations", "State")


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One agency's resource in weeks with the same figures."""

    resource: str
    weeks: str
    declared: str
    here: str
    others: str
    state: Tag


@dataclass(frozen=True, slots=True)
class ShortRow:
    """What the operation lacks; `href` is its line."""

    resource: str
    agency: str
    gap: str
    state: Tag
    dates: str
    href: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What could fill it: who gives, why they can, and what it costs them."""

    resource: str
    giver: str
    dates: str
    why: str
    price: str
    value: str


def _amount(number: Decimal) -> str:
    """1,000 or 2.5: no zeros at the end."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rows(board: Board, focus: UUID | None) -> list[SpanRow]:
    """Every agency's resources; `focus`: the operation whose own share stands apart."""
    names = {one.id: one.name for one in board.operations}
    return [_row(line, span, focus, names) for line in board.lines for span in line.spans]


def _row(line: BoardLine, span: Span, focus: UUID | None, names: Mapping[UUID, str]) -> SpanRow:
    return SpanRow(
        resource=_title(line, focus),
        weeks=period(span.from_on, span.until_on),
        declared="Not declared" if span.declared is None else _amount(span.declared),
        here=_amount(_here(span, focus)),
        others=_others(line, span, focus, names),
        state=_state(span),
    )


def _title(line: BoardLine, focus: UUID | None) -> str:
    """Without an operation the page is about one agency, which its heading names."""
    resource = f"{line.type_words} ({line.unit})"
    return f"{line.agency_name}: {resource}" if focus else resource


def _here(span: Span, focus: UUID | None) -> Decimal:
    own = [one.committed for one in span.shares if focus is None or one.operation_id == focus]
    return sum(own, Decimal(0))


def _others(line: BoardLine, span: Span, focus: UUID | None, names: Mapping[UUID, str]) -> str:
    named = [_share(one, names) for one in span.shares if one.operation_id != focus]
    if span.elsewhere:
        named.append(f"{_amount(span.elsewhere)} committed elsewhere")
    if named:
        return ", ".join(named)
    return "None" if line.elsewhere_known else "Not known to you"


def _share(share: Share, names: Mapping[UUID, str]) -> str:
    name = names.get(share.operation_id, "An operation that is over")
    return f"{name}: {_amount(share.committed)} of {_amount(share.requested)} asked for"


def _state(span: Span) -> Tag:
    if span.over:
        return Tag(f"{_amount(span.over)} too much", "red")
    if span.spare is None:
        return Tag("Not declared", "grey")
    return Tag(f"{_amount(span.spare)} spare", "green" if span.spare else "amber")


def pictures(board: Board, focus: UUID | None) -> list[Picture]:
    """The first few of which something is committed, those with too much first."""
    drawn = [
        line for line in board.lines if any(one.committed + one.elsewhere for one in line.spans)
    ]
    ordered = sorted(drawn, key=lambda line: -max(one.over for one in line.spans))
    return [_picture(board, line, focus) for line in ordered[:PICTURES]]


def _picture(board: Board, line: BoardLine, focus: UUID | None) -> Picture:
    key = f"capacity-{line.agency_id}-{line.type_key}"
    names = {one.id: one.name for one in board.operations}
    shown = [_row(line, span, focus, names) for span in line.spans]
    return Picture(
        key=key,
        title=_title(line, focus),
        sentence=_sentence(line),
        panels=(
            Panel(
                id=f"{key}-drawing",
                heading=period(board.from_on, board.until_on),
                drawing=weekly(_columns(board, line, focus)),
                description=f"{_sentence(line)} The table below has every figure.",
            ),
        ),
        columns=COLUMNS,
        rows=tuple(
            (one.weeks, one.declared, one.here, one.others, one.state.text) for one in shown
        ),
    )


def _sentence(line: BoardLine) -> str:
    if all(span.declared is None for span in line.spans):
        return "Nothing is declared for these weeks, so nobody can tell whether it is there."
    over = [span for span in line.spans if span.over]
    if not over:
        return "No week has more committed than declared."
    most = max(over, key=lambda span: span.over)
    words = f"Too much is committed from {short_day(over[0].from_on)}: at most"
    return f"{words} {_amount(most.over)} {line.unit} more than declared."


def _columns(board: Board, line: BoardLine, focus: UUID | None) -> list[WeekColumn]:
    found, week, month = [], board.from_on, ""
    while week < board.until_on:
        name = month_name(week)[:3]
        found.append(_column(line, week, "" if name == month else name, focus))
        month, week = name, week + WEEK
    return found


def _column(line: BoardLine, week: date, name: str, focus: UUID | None) -> WeekColumn:
    span = next((one for one in line.spans if one.from_on <= week <= one.until_on), None)
    if span is None:
        return WeekColumn(name, 0, 0, None)
    here = _here(span, focus)
    return WeekColumn(
        name=name,
        here=float(here),
        others=float(span.committed + span.elsewhere - here),
        declared=None if span.declared is None else float(span.declared),
    )


def short_rows(found: Sequence[Short]) -> list[ShortRow]:
    """What is short, each with the way to its line."""
    return [
        ShortRow(
            resource=one.kind,
            agency=one.agency_name,
            gap=f"{_amount(one.gap)} {one.unit}",
            state=status_tag(one.status, short=True),
            dates=period(one.from_on, one.until_on),
            href=f"/plans/{one.plan_id}/resources/{one.resource_id}",
        )
        for one in found
    ]


def proposal_rows(found: OperationCapacity) -> list[ProposalRow]:
    """Each proposal as a button’s worth: what the page sends back is the proposal itself."""
    return [_proposal(one) for one in found.proposals]


def _proposal(one: ProposalSeen) -> ProposalRow:
    asked = one.proposal
    return ProposalRow(
        resource=f"{_amount(asked.amount)} {one.unit}: {one.kind} for {one.asked_name}",
        giver=one.giver_name,
        dates=period(asked.from_on, asked.until_on),
        why=_why(one),
        price=_price(one),
        value=msgspec.json.encode(asked).decode(),
    )


def _why(one: ProposalSeen) -> str:
    if one.proposal.kind is From.SPARE:
        return f"{one.giver_name} has declared more than it commits in these weeks."
    if one.proposal.kind is From.SURPLUS:
        return f"It commits more to {one.operation_name} than is asked for there."
    return f"{one.operation_name} comes after this operation in precedence."


def _price(one: ProposalSeen) -> str:
    left = _amount(one.proposal.left)
    if one.proposal.kind is From.SPARE:
        return f"{left} left spare in the tightest week."
    if one.proposal.kind is From.SURPLUS:
        return f"{left} left beyond what is asked for there."
    amount = _amount(one.proposal.amount)
    return f"{one.operation_name} is {amount} shorter; {left} stay there."


def mondays(today: date) -> list[tuple[str, str]]:
    """Weeks to choose from: four that are past, then two years."""
    first = monday(today) - 4 * WEEK
    weeks = [first + WEEK * number for number in range(108)]
    return [(week.isoformat(), short_day(week)) for week in weeks]
