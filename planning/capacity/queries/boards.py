"""Capacity over a year: of one's own agency, and of the agencies that an operation draws on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.capacity.queries.over import named_over
from planning.capacity.queries.proposals import Other, operations_seen, read_proposals
from planning.capacity.queries.reading import agency_names, read_balances, read_shared, type_words
from planning.capacity.rules.over import OverCommitment
from planning.capacity.rules.proposals import Proposal
from planning.capacity.rules.weeks import Balance, Pair, Span, spans, weeks_from
from planning.clock import today
from planning.errors import Blocker, Invalid, NotFound
from planning.people.rules import Actor
from planning.plans.queries.resource_types import TypeSeen
from planning.plans.rules.lines import ResourceStatus
from planning.plans.rules.resource_types import Per
from planning.plans.rules.values import YEARS
from planning.transactions import fetch_all, fetch_one, transaction

WEEKS = 52


class BoardLine(msgspec.Struct, frozen=True):
    """One agency's resource over the weeks. `elsewhere_known`: the reader's operations commit it,
    so that what others commit is in the figures.
    """

    agency_id: UUID
    agency_name: str
    type_key: str
    type_words: str
    unit: str
    per: Per
    elsewhere_known: bool
    spans: list[Span]


class Board(msgspec.Struct, frozen=True):
    """Weeks from a Monday to a Sunday, and the operations whose shares are named in them."""

    from_on: date
    until_on: date
    lines: list[BoardLine]
    operations: list[Other]


class Short(msgspec.Struct, frozen=True):
    """A line of the operation of which less is committed than asked for."""

    resource_id: UUID
    plan_id: UUID
    agency_name: str
    kind: str
    unit: str
    gap: Decimal
    status: ResourceStatus
    from_on: date
    until_on: date


class ProposalSeen(msgspec.Struct, frozen=True):
    """A proposal with the names that its reader may know."""

    proposal: Proposal
    kind: str
    unit: str
    asked_name: str
    giver_name: str
    operation_name: str | None


class OperationCapacity(msgspec.Struct, frozen=True):
    """What an operation lacks, what could fill it, and what its agencies have.

    `over` and `board` are of the year that is shown.
    """

    operation_id: UUID
    precedence: int
    short: list[Short]
    proposals: list[ProposalSeen]
    over: list[OverCommitment]
    board: Board


_SHORT = """
select l.id as resource_id, l.plan_id, a.name as agency_name, l.kind, l.unit,
       l.requested - l.committed as gap, l.status, l.from_on, l.until_on
from plan_resource l join plan p on p.id = l.plan_id join agency a on a.id = l.agency_id
where p.operation_id = $1 and l.removed_at is null and l.requested > l.committed
order by l.kind, a.name, l.from_on, l.id
"""


async def agency_capacity(*, actor: Actor, now: datetime, from_on: date | None = None) -> Board:
    """What the actor's agency declares, and what the operations that they are in draw of it."""
    weeks = _year(from_on, now)
    async with transaction(actor.person_id):
        found = await read_balances(weeks, agency_ids=[actor.agency_id])
        return await _board(found.items(), weeks)


async def operation_capacity(
    *, operation_id: UUID, actor: Actor, now: datetime, from_on: date | None = None
) -> OperationCapacity:
    """An operation's shortfalls and its agencies' weeks. Raises `NotFound`."""
    weeks = _year(from_on, now)
    async with transaction(actor.person_id):
        head = await fetch_one(
            Other, "select id, name, precedence from operation where id = $1", operation_id
        )
        if head is None:
            raise NotFound
        found = (await read_shared({operation_id: weeks})).get(operation_id, {})
        drawn = ((pair, one) for pair, one in found.items() if operation_id in one.committed)
        short = await fetch_all(Short, _SHORT, operation_id)
        return OperationCapacity(
            operation_id=operation_id,
            precedence=head.precedence,
            short=short,
            proposals=await _named(await read_proposals(operation_id, now=now), short),
            over=await named_over(operation_id, found, weeks),
            board=await _board(drawn, weeks),
        )


def _year(from_on: date | None, now: datetime) -> list[date]:
    first = from_on or today(now)
    if first.year not in YEARS:
        raise Invalid([Blocker("Enter a real date, from 2000 to 2100.", "first_week")])
    return weeks_from(first, WEEKS)


async def _board(found: Iterable[tuple[Pair, Balance]], weeks: Sequence[date]) -> Board:
    names, types = await agency_names(), await type_words()
    lines = [_line(pair, balance, names[pair[0]], types[pair[1]], weeks) for pair, balance in found]
    known = [line for line in lines if line.spans]
    named = {share.operation_id for line in known for one in line.spans for share in one.shares}
    return Board(
        from_on=weeks[0],
        until_on=date.fromordinal(weeks[-1].toordinal() + 6),
        lines=sorted(known, key=lambda line: (line.agency_name, line.type_words)),
        operations=[one for one in await operations_seen() if one.id in named],
    )


def _line(
    pair: Pair, balance: Balance, name: str, kind: TypeSeen, weeks: Sequence[date]
) -> BoardLine:
    return BoardLine(
        agency_id=pair[0],
        agency_name=name,
        type_key=kind.key,
        type_words=kind.words,
        unit=kind.unit,
        per=kind.per,
        elsewhere_known=any(any(by_week) for by_week in balance.committed.values()),
        spans=spans(balance, weeks),
    )


async def _named(proposals: Sequence[Proposal], short: Sequence[Short]) -> list[ProposalSeen]:
    if not proposals:
        return []
    lines = {one.resource_id: one for one in short}
    names = await agency_names()
    others = {one.id: one.name for one in await operations_seen()}
    return [
        ProposalSeen(
            proposal=one,
            kind=lines[one.resource_id].kind,
            unit=lines[one.resource_id].unit,
            asked_name=lines[one.resource_id].agency_name,
            giver_name=names[one.agency_id],
            operation_name=others[one.operation_id] if one.operation_id else None,
        )
        for one in proposals
    ]
