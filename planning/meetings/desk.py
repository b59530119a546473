"""Placing what was written among the texts that stand, and keeping it; in an open transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import ChildRow, MeetingRow
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.presence import disposition_recorded
from planning.meetings.rules.record import (
    BLANK,
    ROWS,
    Change,
    Content,
    Placed,
    Section,
    place,
    tidy,
)
from planning.people.rules import Actor
from planning.transactions import execute, fetch_all, to_json


class Item(msgspec.Struct):
    """An item's own row."""

    id: UUID
    compartment_id: UUID
    meeting_child_id: UUID | None
    section: Section
    standing: list[int]
    latest: int


class _Text(Content, frozen=True, kw_only=True):
    item_id: UUID
    number: int


class _NewText(msgspec.Struct, frozen=True):
    compartment_id: UUID
    item_id: UUID
    number: int
    answers: list[int]
    body: str
    agency_id: UUID | None
    source: str
    nature: str | None
    choice: str | None
    decision: ChildDraft | None


class _Decision(msgspec.Struct, frozen=True):
    id: UUID
    number: int
    recorded_at: datetime | None
    draft: ChildDraft


class Target(NamedTuple):
    """Where a change belongs: rows by their id, other sections by their name."""

    meeting_child_id: UUID | None
    section: Section
    row_id: UUID | None


_FIND = """
select i.id, i.compartment_id, i.meeting_child_id, i.section, i.standing, i.latest
from jsonb_to_recordset($2::jsonb) as w (meeting_child_id uuid, section text, row_id uuid)
join record_item i on i.meeting_id = $1 and i.section = w.section
     and i.meeting_child_id is not distinct from w.meeting_child_id
     and (w.row_id is null or i.id = w.row_id)
"""

_READ = """
select t.item_id, t.number, t.body, t.agency_id, t.source, t.nature, t.choice, t.decision
from jsonb_to_recordset($1::jsonb) as w (compartment_id uuid, id uuid, numbers jsonb)
join record_text t on t.compartment_id = w.compartment_id and t.item_id = w.id
     and w.numbers @> to_jsonb(t.number)
"""

# Items begun by one save keep its order, which their moments tell.
_WRITE_ITEMS = """
insert into record_item (
    id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id, section, standing,
    latest, begun_at)
select id, compartment_id, $2, $3, meeting_child_id, section,
       array(select jsonb_array_elements_text(standing)::integer), latest,
       $4::timestamptz + place * interval '1 microsecond'
from rows from (jsonb_to_recordset($1::jsonb) as (
    id uuid, compartment_id uuid, meeting_child_id uuid, section text, standing jsonb,
    latest integer)) with ordinality as i (
    id, compartment_id, meeting_child_id, section, standing, latest, place)
on conflict (compartment_id, id) do update
    set standing = excluded.standing, latest = excluded.latest
    where record_item.meeting_id = excluded.meeting_id
      and record_item.section = excluded.section
      and record_item.meeting_child_id is not distinct from excluded.meeting_child_id
"""

_WRITE_TEXTS = """
insert into record_text (
    compartment_id, item_id, number, answers, body, agency_id, source, nature, choice, decision,
    written_by, written_at)
select compartment_id, item_id, number,
       array(select jsonb_array_elements_text(answers)::integer), body, agency_id, source, nature,
       choice, nullif(decision, 'null'), $2, $3
from jsonb_to_recordset($1::jsonb) as t (
    compartment_id uuid, item_id uuid, number integer, answers jsonb, body text, agency_id uuid,
    source text, nature text, choice text, decision jsonb)
"""

_DECIDE = """
update meeting_child mc
set outcome = d.outcome, outcome_reason = d.outcome_reason,
    no_decision_reason = d.no_decision_reason, reason_agency_id = d.reason_agency_id,
    next_on = d.next_on, authorised_by = d.authorised_by,
    handed_to = nullif(trim(d.handed_to), ''), version = w.number,
    disposition_recorded_at = w.recorded_at
from jsonb_to_recordset($1::jsonb) as w (
    id uuid, number integer, recorded_at timestamptz, draft jsonb),
lateral jsonb_to_record(w.draft) as d (
    outcome text, outcome_reason text, no_decision_reason text, reason_agency_id uuid,
    next_on date, authorised_by uuid, handed_to text)
where mc.id = w.id
"""


class Desk:
    """The items that a save touches, as they stand while its changes are placed one by one."""

    def __init__(self, found: Sequence[Item], texts: Sequence[_Text]) -> None:
        self.items = {_target(item): item for item in found}
        self.texts: dict[UUID, dict[int, Content]] = {}
        for text in texts:
            self._texts(text.item_id)[text.number] = _content(text)
        self.touched: dict[UUID, Item] = {}
        self.written: list[_NewText] = []

    def put(self, target: Target, compartment_id: UUID, change: Change) -> tuple[int, UUID]:
        """Place one change; the number under which it stands, and its item."""
        item = self.items.get(target) or Item(
            target.row_id or uuid4(), compartment_id, *target[:2], [BLANK], BLANK
        )
        texts = self._texts(item.id)
        content = tidy(change.content)
        placed = place(item.standing, item.latest, texts, change.read, content)
        if placed.is_new or placed.standing != item.standing:
            self._keep(target, item, placed, content, change)
        return placed.number, item.id

    def _keep(
        self, target: Target, item: Item, placed: Placed, content: Content, change: Change
    ) -> None:
        if placed.is_new:
            self._texts(item.id)[placed.number] = content
            self.written.append(_new_text(item, placed.number, change.read, content))
            item.latest = placed.number
        item.standing = placed.standing
        self.items[target] = self.touched[item.id] = item

    def _texts(self, item_id: UUID) -> dict[int, Content]:
        return self.texts.setdefault(item_id, {BLANK: Content()})

    def decisions(self, children: Sequence[ChildRow], now: datetime) -> list[_Decision]:
        """Outcomes that nobody disputes, as their children keep them."""
        by_id = {child.id: child for child in children}
        return [
            self._decision(item, by_id[item.meeting_child_id], now)
            for item in self.touched.values()
            if item.section is Section.OUTCOME and item.meeting_child_id and len(item.standing) == 1
        ]

    def _decision(self, item: Item, child: ChildRow, now: datetime) -> _Decision:
        (number,) = item.standing
        draft = self.texts[item.id][number].decision or ChildDraft()
        at = disposition_recorded(
            before=child.outcome, at=child.disposition_recorded_at, after=draft.outcome, now=now
        )
        return _Decision(child.id, number, at, draft)


async def open_desk(meeting_id: UUID, targets: Sequence[Target], changes: Sequence[Change]) -> Desk:
    """The items of these targets with the texts that placing compares; two queries."""
    found = await fetch_all(
        Item, _FIND, meeting_id, to_json([target._asdict() for target in set(targets)])
    )
    read: dict[Target, set[int]] = {}
    for target, change in zip(targets, changes, strict=True):
        read.setdefault(target, set()).update(change.read)
    wanted = [
        {
            "compartment_id": item.compartment_id,
            "id": item.id,
            "numbers": [*item.standing, *read[_target(item)]],
        }
        for item in found
    ]
    return Desk(found, await fetch_all(_Text, _READ, to_json(wanted)))


async def write_desk(
    meeting: MeetingRow, children: Sequence[ChildRow], desk: Desk, *, actor: Actor, now: datetime
) -> None:
    """Keep what was placed: items, texts, children's outcomes, history; four statements.

    Raises `NotFound` when an id given for a row belongs to something else.
    """
    items = list(desk.touched.values())
    written = await execute(_WRITE_ITEMS, to_json(items), meeting.compartment_id, meeting.id, now)
    if written != len(items):
        raise NotFound
    await execute(_WRITE_TEXTS, to_json(desk.written), actor.person_id, now)
    await execute(_DECIDE, to_json(desk.decisions(children, now)))
    await record(
        [
            Event(
                "meeting.item_recorded",
                "meeting",
                meeting.id,
                item.compartment_id,
                {"item_id": item.id, "section": item.section, "standing": item.standing},
            )
            for item in items
        ],
        actor_id=actor.person_id,
        now=now,
    )


def _target(item: Item) -> Target:
    return Target(item.meeting_child_id, item.section, item.id if item.section in ROWS else None)


def _content(text: Content) -> Content:
    return Content(**{name: getattr(text, name) for name in Content.__struct_fields__})


def _new_text(item: Item, number: int, read: list[int], content: Content) -> _NewText:
    return _NewText(
        item.compartment_id,
        item.id,
        number,
        sorted(set(read)),
        content.body,
        content.agency_id,
        content.source,
        content.nature,
        content.choice,
        content.decision,
    )
