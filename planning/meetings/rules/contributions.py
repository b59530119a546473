"""What an attendee sends in writing: attributed, each item a fact or an opinion."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.meetings.rules.record import Nature

LONGEST_ITEM, MOST_ITEMS = 10_000, 50


class Written(msgspec.Struct, frozen=True):
    """One item: of a child, or of all (`None`); `item_id` changes one that was sent before."""

    nature: Nature
    text: str
    concern_id: UUID | None = None
    item_id: UUID | None = None


class Sent(msgspec.Struct, frozen=True):
    """The newest version of an item that the same person sent before."""

    item_id: UUID
    concern_id: UUID | None
    nature: Nature
    text: str
    version: int


def contribution_blockers(
    items: Sequence[Written], *, ticked: Collection[UUID], sent: Mapping[UUID, Sent]
) -> list[Blocker]:
    """Every reason why these items cannot be sent, each beside its item."""
    if not 1 <= len(items) <= MOST_ITEMS:
        return [Blocker(f"Send between 1 and {MOST_ITEMS} items at once.", "items")]
    changed = [item.item_id for item in items if item.item_id]
    twice = [Blocker("Change each item once.", "items")] * (len(changed) > len(set(changed)))
    return [
        *twice,
        *(
            fault
            for number, item in enumerate(items)
            for fault in _item_faults(item, f"items.{number}", ticked, sent)
        ),
    ]


def is_news(item: Written, sent: Mapping[UUID, Sent]) -> bool:
    """Whether an item says something that was not sent already."""
    before = sent.get(item.item_id) if item.item_id else None
    return before is None or (before.nature, before.text) != (item.nature, item.text.strip())


def _item_faults(
    item: Written, place: str, ticked: Collection[UUID], sent: Mapping[UUID, Sent]
) -> list[Blocker]:
    faults = []
    if not 1 <= len(item.text.strip()) <= LONGEST_ITEM:
        faults.append(Blocker("Write up to 10,000 characters.", f"{place}.text"))
    if item.concern_id is not None and item.concern_id not in ticked:
        faults.append(
            Blocker("Choose a child that you attend this meeting for.", f"{place}.concern_id")
        )
    if item.item_id is not None and (
        item.item_id not in sent or sent[item.item_id].concern_id != item.concern_id
    ):
        faults.append(
            Blocker("Change only what you sent, about the same child.", f"{place}.item_id")
        )
    return faults
