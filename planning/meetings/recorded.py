"""The record as acts and views read it; all inside an open transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.meetings.reading import ChildRow
from planning.meetings.rules.minutes import RecordLine
from planning.meetings.rules.record import (
    CHOICES,
    HEADINGS,
    Content,
    Section,
    debt,
    owed,
    unsettled,
)
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_all


class TextSeen(Content, frozen=True, kw_only=True):
    """A text of an item, with whose it is."""

    number: int
    agency_name: str | None
    written_by: UUID
    written_by_name: str
    written_at: datetime

    def content(self) -> Content:
        """What it says, whoever wrote it."""
        return Content(**{name: getattr(self, name) for name in Content.__struct_fields__})


class ItemSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Something written; more than one text stands while two people's are not settled."""

    id: UUID
    section: Section
    concern_id: UUID | None
    texts: list[TextSeen]

    @property
    def numbers(self) -> list[int]:
        """What a change that settles the item has read."""
        return [text.number for text in self.texts]


class _Row(TextSeen, frozen=True, kw_only=True):
    item_id: UUID
    section: Section
    concern_id: UUID | None


class Filled(msgspec.Struct, frozen=True):
    """An item without its texts: whether any of them says something, and how many stand."""

    section: Section
    concern_id: UUID | None
    recorded: bool
    standing: int


_ITEMS = """
select i.id as item_id, i.section, mc.concern_id, t.number, t.body, t.agency_id,
       g.name as agency_name, t.source, t.nature, t.choice, t.decision, t.written_by,
       w.name as written_by_name, t.written_at
from record_item i
join record_text t on t.compartment_id = i.compartment_id and t.item_id = i.id
     and t.number = any(i.standing)
join person w on w.id = t.written_by
left join agency g on g.id = t.agency_id
left join meeting_child mc on mc.compartment_id = i.compartment_id and mc.id = i.meeting_child_id
where i.meeting_id = $1 and ($2::uuid[] is null or i.id = any($2))
  and ($3::uuid is null or mc.concern_id = $3) and (not $4 or i.meeting_child_id is null)
order by i.begun_at, i.id, t.number
"""

_FILLED = """
select i.section, mc.concern_id, cardinality(i.standing) as standing,
       exists (select from record_text t
               where t.compartment_id = i.compartment_id and t.item_id = i.id
                 and t.number = any(i.standing)
                 and (t.body <> '' or t.choice is not null or t.decision is not null)) as recorded
from record_item i
left join meeting_child mc on mc.compartment_id = i.compartment_id and mc.id = i.meeting_child_id
where i.meeting_id = $1
order by i.section, i.id
"""


async def items_of(
    meeting_id: UUID,
    *,
    ids: Iterable[UUID] | None = None,
    concern_id: UUID | None = None,
    joint: bool = False,
) -> list[ItemSeen]:
    """The items that the reader can see, in the order of the record: all, these, or one part."""
    rows = await fetch_all(
        _Row, _ITEMS, meeting_id, None if ids is None else list(ids), concern_id, joint
    )
    items: dict[UUID, ItemSeen] = {}
    for row in rows:
        item = items.setdefault(
            row.item_id,
            ItemSeen(id=row.item_id, section=row.section, concern_id=row.concern_id, texts=[]),
        )
        item.texts.append(row)
    order = list(Section)
    return sorted(items.values(), key=lambda item: order.index(item.section))


async def filled_of(meeting_id: UUID) -> list[Filled]:
    """What is written and what is not settled, of every item that the reader can see."""
    return await fetch_all(Filled, _FILLED, meeting_id)


def recorded_sections(filled: Sequence[Filled], concern_id: UUID | None) -> set[Section]:
    """The sections of a child, or of the joint part, that say something."""
    return {found.section for found in filled if found.recorded and found.concern_id == concern_id}


def lines_of(items: Sequence[ItemSeen], concern_id: UUID | None) -> list[RecordLine]:
    """A part of the record for its minutes; the outcome has its own place in them."""
    return [
        _line(item.section, text)
        for item in items
        if item.concern_id == concern_id and item.section is not Section.OUTCOME
        for text in item.texts
        if not text.is_blank
    ]


def _line(section: Section, text: TextSeen) -> RecordLine:
    return RecordLine(
        section=section,
        heading=HEADINGS[section],
        body=text.body,
        choice=CHOICES[section][text.choice] if text.choice else "",
        agency_name=text.agency_name or "",
        source=text.source,
        nature=text.nature,
    )


def unsettled_items(filled: Sequence[Filled], children: Sequence[ChildRow]) -> list[Blocker]:
    """The items that keep a meeting open because two texts of them stand."""
    names = {child.concern_id: child.name for child in children}
    return [
        unsettled(found.section, names[found.concern_id] if found.concern_id else None)
        for found in filled
        if found.standing > 1
    ]


def debts_of(
    filled: Sequence[Filled], children: Sequence[ChildRow], kind: MeetingKind
) -> list[Blocker]:
    """What the record of each child still lacks, in words; it never stops closing."""
    found = []
    for child in children:
        missing = owed(kind, child.outcome, recorded_sections(filled, child.concern_id))
        if missing:
            found.append(Blocker(debt(child.name, missing), f"children.{child.concern_id}.record"))
    return found
