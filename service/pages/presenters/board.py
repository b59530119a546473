"""The partnership's board in words."""

from dataclasses import dataclass
from datetime import date, datetime

from planning.clock import today
from planning.go_live.queries import Gate
from planning.operations.queries import PartnershipNoticeSeen
from planning.operations.rules import BEFORE_LIVE, PARTNERSHIP_EVENT_WORDS
from planning.people.rules import Actor, Role
from planning.sign_offs.queries.board import BoardRow
from service.pages.presenters.counts import count
from service.pages.presenters.dates import deadline, short_day, short_moment
from service.pages.presenters.operations import state_tag
from service.pages.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class BoardLine:
    """An operation on the board."""

    name: str
    href: str
    state: Tag
    lead: str
    readiness: str
    live: str
    signatures: Tag
    receipts: str
    notices: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What the partnership was told; `receive` is an address, "" where it is not offered."""

    operation: str
    what: str
    when: str
    by: str
    receipts: list[str]
    receive: str


def line(row: BoardRow, gate: Gate | None, now: datetime, closed: frozenset[date]) -> BoardLine:
    """One operation; its readiness only before it is live."""
    here = f"/operations/{row.id}"
    return BoardLine(
        name=row.name,
        href=here,
        state=Tag("Live without sign-off", "red") if _unsigned(row) else state_tag(row.state),
        lead=row.lead_name,
        readiness=_readiness(gate),
        live=_live(row, now, closed),
        signatures=_signatures(row),
        receipts=_receipts(row),
        notices=f"{here}/notices",
    )


def _unsigned(row: BoardRow) -> bool:
    return row.without_sign_off and row.state not in BEFORE_LIVE


def _readiness(gate: Gate | None) -> str:
    if gate is None:
        return "Live"
    met = sum(one.met for one in gate.lines)
    return f"{met} of {len(gate.lines)} lines met"


def _live(row: BoardRow, now: datetime, closed: frozenset[date]) -> str:
    if row.live_at is not None:
        confirmed = ", not confirmed by a second person" if _unsigned(row) else ""
        return f"Since {short_moment(row.live_at)}{'' if row.confirmed else confirmed}"
    if row.planned_live_on is None:
        return "No date yet"
    due = deadline(row.planned_live_on, today(now), closed)
    return f"Planned for {short_day(row.planned_live_on)}, {due.rest}"


def _signatures(row: BoardRow) -> Tag:
    if row.overdue:
        return Tag(f"{count(row.overdue, 'signature')} overdue", "red")
    if row.missing:
        return Tag(f"{count(row.missing, 'signature')} missing", "red" if row.live_at else "blue")
    if not row.agencies_required:
        return Tag("No agency must sign", "grey")
    return Tag("All signed", "green")


def _receipts(row: BoardRow) -> str:
    last = row.notices[0]
    seen = count(len(last.receipts), "person has", "people have") if last.receipts else "nobody has"
    return f"{PARTNERSHIP_EVENT_WORDS[last.kind]}, {short_day(today(last.told_at))}: {seen} seen it"


def unseen(row: BoardRow, actor: Actor) -> list[NoticeLine]:
    """What this person has not said that they have seen, the latest first."""
    lines = [notice(one, actor, row.name) for one in row.notices]
    return [one for one in lines if one.receive]


def notice(one: PartnershipNoticeSeen, actor: Actor, operation: str = "") -> NoticeLine:
    """One notice with its receipts."""
    received = {receipt.person_id for receipt in one.receipts}
    mine = actor.has(Role.PARTNERSHIP) and actor.person_id not in received
    return NoticeLine(
        operation=operation,
        what=PARTNERSHIP_EVENT_WORDS[one.kind],
        when=short_moment(one.told_at),
        by=one.told_by_name or "Accord, by the clock",
        receipts=[f"{each.name}, {short_moment(each.received_at)}" for each in one.receipts],
        receive=f"/operations/{one.operation_id}/notices/{one.id}/receipt" if mine else "",
    )
