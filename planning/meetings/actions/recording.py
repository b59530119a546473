"""Writing the record: what two people write at once is kept twice, and one of them settles it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker, Invalid, NotFound
from planning.meetings.desk import Target, open_desk, write_desk
from planning.meetings.reading import ChildRow, MeetingRow, children_of, lock_to_run
from planning.meetings.recorded import ItemSeen, items_of
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import ROWS, Change, Content, Section, change_faults
from planning.meetings.rules.states import Act
from planning.people.rules import Actor
from planning.transactions import fetch_one, transaction


class Saved(msgspec.Struct, frozen=True):
    """An item after a save, and the number of the text that was saved; 1 while nothing is."""

    number: int
    item: ItemSeen | None


class _Known(msgspec.Struct, frozen=True):
    agencies: list[UUID]
    people: list[UUID]


async def record_items(
    *, meeting_id: UUID, changes: Sequence[Change], actor: Actor, now: datetime
) -> list[Saved]:
    """Keep what was written, each item by itself; the items as they stand, in the same order.

    A text written against one that somebody else has replaced overwrites nothing: both stand until
    somebody settles them. Raises `Invalid`, `Blocked` after closing, `NotAllowed` for all but chair
    and minute taker, `NotFound` for a child who is not at the meeting.
    """
    faults = change_faults(changes)
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
        await _check_known(changes)
        seen = await children_of(meeting_id)
        children = {child.concern_id: child for child in seen}
        targets = [_where(change, children) for change in changes]
        desk = await open_desk(meeting_id, targets, changes)
        placed = [
            desk.put(target, _compartment(meeting, children, change), change)
            for target, change in zip(targets, changes, strict=True)
        ]
        if desk.touched:
            await write_desk(meeting, seen, desk, actor=actor, now=now)
        items = await items_of(meeting_id, ids={item_id for _, item_id in placed})
        by_id = {item.id: item for item in items}
        return [Saved(number, by_id.get(item_id)) for number, item_id in placed]


async def record_child(
    *,
    meeting_id: UUID,
    concern_id: UUID,
    draft: ChildDraft,
    version: int,
    actor: Actor,
    now: datetime,
) -> Saved:
    """Keep the outcome of one child, written against the text `version`; see `record_items`."""
    change = Change(
        section=Section.OUTCOME,
        concern_id=concern_id,
        read=[version],
        content=Content(decision=draft),
    )
    try:
        (saved,) = await record_items(meeting_id=meeting_id, changes=[change], actor=actor, now=now)
    except Invalid as refusal:
        raise Invalid(
            [Blocker(one.message, one.field.removeprefix("items.0.")) for one in refusal.blockers]
        ) from refusal
    return saved


def _where(change: Change, children: dict[UUID, ChildRow]) -> Target:
    row_id = (change.item_id or uuid4()) if change.section in ROWS else None
    if change.concern_id is None:
        return Target(None, change.section, row_id)
    if change.concern_id not in children:
        raise NotFound
    return Target(children[change.concern_id].id, change.section, row_id)


def _compartment(meeting: MeetingRow, children: dict[UUID, ChildRow], change: Change) -> UUID:
    if change.concern_id is None:
        return meeting.compartment_id
    return children[change.concern_id].compartment_id


async def _check_known(changes: Sequence[Change]) -> None:
    decisions = [change.content.decision or ChildDraft() for change in changes]
    named = {change.content.agency_id for change in changes} | {
        decision.reason_agency_id for decision in decisions
    }
    known = await fetch_one(
        _Known,
        "select array(select id from agency where id = any($1::uuid[])) as agencies,"
        " array(select id from person where id = any($2::uuid[]) and closed_at is null) as people",
        list(named - {None}),
        list({decision.authorised_by for decision in decisions} - {None}),
    ) or _Known([], [])
    agencies, people = {None, *known.agencies}, {None, *known.people}
    faults = []
    for index, (change, decision) in enumerate(zip(changes, decisions, strict=True)):
        checks = (
            ("agency_id", change.content.agency_id in agencies, "an agency"),
            ("reason_agency_id", decision.reason_agency_id in agencies, "an agency"),
            ("authorised_by", decision.authorised_by in people, "a person"),
        )
        faults += [
            Blocker(f"Choose {what} from the list.", f"items.{index}.{field}")
            for field, holds, what in checks
            if not holds
        ]
    if faults:
        raise Invalid(faults)
