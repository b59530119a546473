"""Writing to a meeting beforehand: facts and opinions, with who said them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.contributions import contributions_of
from planning.meetings.reading import (
    AttendeeRow,
    ChildRow,
    MeetingRow,
    attendees_of,
    children_of,
    lock_meeting,
)
from planning.meetings.rules.contributions import Sent, Written, contribution_blockers, is_news
from planning.meetings.rules.record import Nature
from planning.meetings.rules.states import Act
from planning.people.rules import Actor
from planning.transactions import execute, to_json, transaction


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID
    meeting_child_id: UUID | None
    item_id: UUID
    version: int
    nature: Nature
    text: str


_WRITE = """
insert into contribution (
    id, compartment_id, meeting_compartment_id, meeting_id, meeting_child_id, item_id, version,
    author_id, agency_id, nature, text, given_at)
select t.id, t.compartment_id, $2, $3, t.meeting_child_id, t.item_id, t.version, $4, $5, t.nature,
       t.text, $6
from jsonb_to_recordset($1::jsonb) as t (
    id uuid, compartment_id uuid, meeting_child_id uuid, item_id uuid, version integer,
    nature text, text text)
"""


async def contribute(
    *, meeting_id: UUID, items: Sequence[Written], actor: Actor, now: datetime
) -> list[UUID]:
    """Send facts and opinions about children one attends for, or about all; change earlier ones.

    The ids of the items, in order. A change is a new version, the older one is kept. Raises
    `NotFound` for who is not invited, `Blocked` with every fault or once the meeting is closed.
    """
    async with transaction(actor.person_id):
        meeting = await lock_meeting(meeting_id, Act.ANSWER)
        me = await _attendee(meeting_id, actor)
        children = {child.concern_id: child for child in await children_of(meeting_id)}
        ticked = set(me.children) & set(children)
        sent = await _sent(meeting_id, actor)
        block_if(contribution_blockers(items, ticked=ticked, sent=sent))
        fresh = iter(sorted(uuid4() for _ in items))
        ids = [item.item_id or next(fresh) for item in items]
        news = [
            _row(item, item_id, meeting, children, sent)
            for item, item_id in zip(items, ids, strict=True)
            if is_news(item, sent)
        ]
        if news:
            await _write(meeting, me, news, now)
        return ids


async def _attendee(meeting_id: UUID, actor: Actor) -> AttendeeRow:
    for found in await attendees_of(meeting_id):
        if found.person_id == actor.person_id:
            return found
    raise NotFound


async def _sent(meeting_id: UUID, actor: Actor) -> dict[UUID, Sent]:
    found = await contributions_of(meeting_id, author_id=actor.person_id)
    return {
        one.item_id: Sent(one.item_id, one.concern_id, one.nature, one.text, one.version)
        for one in found
    }


def _row(
    item: Written,
    item_id: UUID,
    meeting: MeetingRow,
    children: dict[UUID, ChildRow],
    sent: dict[UUID, Sent],
) -> _Row:
    child = children[item.concern_id] if item.concern_id else None
    return _Row(
        id=uuid4(),
        compartment_id=child.compartment_id if child else meeting.compartment_id,
        meeting_child_id=child.id if child else None,
        item_id=item_id,
        version=sent[item_id].version + 1 if item_id in sent else 1,
        nature=item.nature,
        text=item.text.strip(),
    )


async def _write(meeting: MeetingRow, me: AttendeeRow, news: Sequence[_Row], now: datetime) -> None:
    await execute(
        _WRITE,
        to_json(news),
        meeting.compartment_id,
        meeting.id,
        me.person_id,
        me.agency_id,
        now,
    )
    await record(
        [
            Event("meeting.contributed", "meeting", meeting.id, compartment_id)
            for compartment_id in sorted({row.compartment_id for row in news})
        ],
        actor_id=me.person_id,
        now=now,
    )
